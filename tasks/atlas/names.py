"""Names in both languages of the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from tasks.lexicon.division import Division, name_key
from tasks.lexicon.gazetteer import Gazetteer

LANGUAGES = ("en", "zh")
Names = dict[str, str]


def is_chinese(name: str) -> bool:
    """Whether a name is written in Chinese characters, at least in part."""
    return any("\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff" for sign in name)


def entity_names(name: str, aliases: Iterable[str]) -> Names:
    """An entity's name in each language: its canonical one, else the first alias in that script, else the canonical one all the same.

    Args:
        name: The canonical name.
        aliases: The other names it goes by.

    Returns:
        A name by language.
    """
    names = (name, *aliases)
    return {language: next((known for known in names if is_chinese(known) == (language == "zh")), name) for language in LANGUAGES}


def find_division(division: str, told: Iterable[Mapping[str, Any]], gazetteer: Gazetteer) -> Division | None:
    """The gazetteer's division for a key of `divisions_of_stops`.

    Args:
        division: A code, or a path of a code and names below it, where what is meant has no code of its own: 11/北京市, DE-BY/Munich.
        told: Rows with `name` and `language` of stops that lie in it.
        gazetteer: Where codes and names are looked up.

    Returns:
        The division with that code, or of that name below it; None where there is none.
    """
    above, *below = division.split("/")
    if not below:
        try:
            return gazetteer.division(division)
        except KeyError:
            return None
    for language, name in _by_language(told).items():
        for bearer in gazetteer.bearers(name_key(name, language), language):
            if bearer.code.startswith(above) or (bearer.parent or "").startswith(above):
                return bearer
    return None


def division_names(found: Division | None, told: Iterable[Mapping[str, Any]]) -> Names:
    """A division's name in each language: the gazetteer's, else what the documents call it."""
    if found is not None:
        return {language: found.name(language) for language in LANGUAGES}
    by_language = _by_language(told)
    some = next(iter(by_language.values()))
    return {language: by_language.get(language, some) for language in LANGUAGES}


def _by_language(told: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    return {row["language"].split("-")[0]: row["name"] for row in told}
