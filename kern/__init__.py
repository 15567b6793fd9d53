"""Kern: users, log, background work, component tags: everything the other apps share."""
