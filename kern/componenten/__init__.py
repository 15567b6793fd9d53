"""The building blocks of every page: plain functions that return safe HTML, named in `kern.templatetags.componenten`."""
