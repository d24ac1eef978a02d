"""Kinds of source, and what a document is before it is read."""
