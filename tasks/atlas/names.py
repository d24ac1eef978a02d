"""Names in both languages of the page."""

from collections.abc import Iterable, Mapping
from typing import Any

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


def division_names(division: str, told: Iterable[Mapping[str, Any]], gazetteer: Gazetteer) -> Names:
    """A division's name in each language: the gazetteer's, else what the documents of that language call it.

    Args:
        division: Its key in `divisions_of_stops`: a code, or a path where there is none.
        told: Rows with `name` and `language` of stops that lie in it.
        gazetteer: Where codes are looked up.

    Returns:
        A name by language.
    """
    try:
        found = gazetteer.division(division)
    except KeyError:
        by_language = {row["language"].split("-")[0]: row["name"] for row in told}
        some = next(iter(by_language.values()))
        return {language: by_language.get(language, some) for language in LANGUAGES}
    return {language: found.name(language) for language in LANGUAGES}
