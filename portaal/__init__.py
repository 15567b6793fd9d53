"""Portaal: pages that put the other apps together; no models."""
