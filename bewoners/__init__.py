"""Bewoners: resident initiatives."""
