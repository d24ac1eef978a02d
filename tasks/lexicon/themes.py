"""The words that show what a passage is about: `seeds/lexicon/themes.csv`."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tasks.lexicon.seed_tables import read_seed_table

CHARACTERS_KEYED = 2
"""A Chinese term is looked up by its first two characters; no term is shorter."""


@dataclass(frozen=True, slots=True)
class ThemeTerm:
    """A term of a theme.

    Attributes:
        term: The term; English in lower case.
        dimension: What the theme divides: 'function', 'matter', 'clue_source' or 'subject'.
        theme: The theme.
    """

    term: str
    dimension: str
    theme: str


@dataclass(frozen=True)
class ThemeLexicon:
    """The terms of all themes.

    Attributes:
        english: By first word, the longest terms first.
        chinese: By the first two characters, the longest terms first.
        chinese_beginning: Finds every character that a Chinese term begins with.
    """

    english: Mapping[str, Sequence[ThemeTerm]]
    chinese: Mapping[str, Sequence[ThemeTerm]]
    chinese_beginning: re.Pattern[str]


@cache
def load_themes() -> ThemeLexicon:
    """Load the terms that ship with the project.

    Raises:
        ValueError: The file is not as declared, names another language, or has a Chinese term of one character.
    """
    english: dict[str, list[ThemeTerm]] = defaultdict(list)
    chinese: dict[str, list[ThemeTerm]] = defaultdict(list)
    for dimension, theme, language, term in read_seed_table("lexicon/themes.csv", ("dimension", "theme", "language", "term")):
        if language == "en":
            english[term.lower().split()[0]].append(ThemeTerm(term.lower(), dimension, theme))
        elif language == "zh" and len(term) >= CHARACTERS_KEYED:
            chinese[term[:CHARACTERS_KEYED]].append(ThemeTerm(term, dimension, theme))
        else:
            raise ValueError(f"lexicon/themes.csv: no term of a language that is read: {language},{term}")
    beginning = re.compile(f"[{re.escape(''.join(sorted({key[0] for key in chinese})))}]")
    return ThemeLexicon(_longest_first(english), _longest_first(chinese), beginning)


def _longest_first(terms: Mapping[str, list[ThemeTerm]]) -> dict[str, tuple[ThemeTerm, ...]]:
    return {key: tuple(sorted(some, key=lambda term: (-len(term.term), term.dimension, term.theme))) for key, some in terms.items()}
