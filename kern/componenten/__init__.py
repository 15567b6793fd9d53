"""The building blocks of every page: plain functions that return safe HTML; `kern.templatetags` gives them names."""
