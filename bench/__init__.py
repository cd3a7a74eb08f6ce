"""Measures the program beside a floor of its own: a bare WSGI page with hand-written SQL that returns the same rows."""
