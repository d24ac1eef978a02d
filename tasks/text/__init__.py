"""Decoding, language, paragraphs, sentences and spans of a text."""
