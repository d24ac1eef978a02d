"""Corrections by people: their files, what they change in a document's rows, and what they change among entities."""
