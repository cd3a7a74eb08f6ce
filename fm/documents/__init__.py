"""Paper and files, made from plain values: no model objects, no network."""
