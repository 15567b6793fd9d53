"""Gebieden: areas, their versions and key figures, themes."""
