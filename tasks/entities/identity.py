"""What makes a thing the same thing in two documents."""

from tasks.entities.administrative_location import Location
from tasks.entities.referents import DocumentReferent, name_words


def entity_key(referent: DocumentReferent, location: Location, language: str) -> tuple[str | None, ...]:
    """The values that identify an entity across documents, as far as one document shows.

    A person is known by name. A place of the gazetteer is known by its code; any other place, and an organization whose
    name holds no place of its own ("National Museum"), by its name and the division it lies in, so that two cities' museums
    stay two. Where the evidence of several documents says more, the load links or parts entities.

    Args:
        referent: The referent.
        location: Where it lies.
        language: The language of its name.

    Returns:
        Values to be hashed into the entity's id.
    """
    words = "".join(name_words(referent.name)) if language != "zh" else referent.name
    if referent.kind == "person":
        return ("person", language, words)
    if location.is_itself and location.division is not None:
        return ("place", location.division.code)
    if referent.kind == "place":
        return ("place", language, words, location.admin_code)
    return ("organization", language, words)
