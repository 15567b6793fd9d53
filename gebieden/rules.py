"""Permissions of gebieden: everything is public to read; writing goes through the importer and the admin."""
