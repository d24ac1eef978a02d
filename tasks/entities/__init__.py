"""Finding and resolving persons, organizations and places, and names lost in translation."""
