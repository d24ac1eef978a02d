"""The lexicons of `seeds/`, loaded once and shared by every document."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Lexicon:
    """Everything that reading knows besides its rules.

    Attributes:
        version: Hash of the lexicon files and of the reading code: the `reader_version`.
    """

    version: str


@cache
def load_lexicon() -> Lexicon:
    """Load the lexicons that ship with the project.

    Returns:
        The one lexicon of this process.
    """
    return Lexicon(version="0")
