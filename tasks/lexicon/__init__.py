"""Typed access to the lexicons and the gazetteer in `seeds/`."""
