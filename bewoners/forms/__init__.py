"""Forms of initiatives. One noun a file."""
