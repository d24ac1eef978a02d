"""The lexicons of `seeds/`, loaded once and shared by every document."""

import gc
import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from tasks.entities.name_readings import NameReadings
from tasks.entities.person_names import PersonNames
from tasks.lexicon.chinese import ChineseLexicon, load_chinese
from tasks.lexicon.english import EnglishLexicon, load_english
from tasks.lexicon.gazetteer import Gazetteer, load_gazetteer
from tasks.lexicon.seed_tables import SEEDS
from tasks.lexicon.themes import ThemeLexicon, load_themes

WELL_KNOWN_TOWN = 300_000
Table = TypeVar("Table")
READING_CODE = ("text", "lexicon", "entities", "tours")
READING_DATA = ("lexicon", "gazetteer", "lookups")


@dataclass(frozen=True)
class Lexicon:
    """Everything that reading knows besides its rules.

    What one language alone needs is loaded with the first document in that language: without the Chinese dictionary, a process that reads
    English is ready in a third of the time.

    Attributes:
        version: Hash of the reading code and of the data files: the `reader_version`.
        gazetteer: Places of the world.
        persons: Judge of personal names.
        themes: Words of what passages are about.
    """

    version: str
    gazetteer: Gazetteer
    persons: PersonNames
    themes: ThemeLexicon

    @cached_property
    def english(self) -> EnglishLexicon:
        """Words of English; ValueError where a data file is not as declared."""
        return _kept(load_english())

    @cached_property
    def chinese(self) -> ChineseLexicon:
        """Words of Chinese; ValueError where a data file is not as declared."""
        return _kept(load_chinese(self.gazetteer))

    @cached_property
    def readings(self) -> NameReadings:
        """What the characters of Chinese names mean as words; ValueError where a data file is not as declared."""
        return _kept(NameReadings.load())


def _kept(table: Table) -> Table:
    """Tell the collector that what has been loaded so far stays: it would walk the tables again and again while documents are read."""
    gc.collect()
    gc.freeze()
    return table


def reader_version() -> str:
    """Identify the reading code and its data.

    Returns:
        12 hexadecimal digits of a SHA-256 over the names and bytes of all files that a reading depends on.
    """
    digest = hashlib.sha256()
    code = Path(__file__).resolve().parents[1]
    files = [path for room in READING_CODE for path in (code / room).rglob("*.py")]
    files += [path for room in READING_DATA for path in (SEEDS / room).rglob("*") if path.is_file() and path.suffix in {".csv", ".gz"}]
    for path in sorted(files, key=lambda path: path.as_posix().rsplit("/", 3)[1:]):
        data = path.read_bytes()
        digest.update(f"{path.name}:{len(data)}:".encode() + data)
    return digest.hexdigest()[:12]


def _is_well_known(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a reader would think of a place first: small towns and districts share their names with too many families ("Obama", "Peter").

    Divisions of China have no population in the gazetteer and all count; districts abroad that have none do not.
    """
    places = gazetteer.lookup(name, "en", least_population=WELL_KNOWN_TOWN)
    return any(place.population or place.kind == "country" or place.code.isdigit() for place in places)


@cache
def load_lexicon() -> Lexicon:
    """Load the lexicons that ship with the project, those of single languages when first asked for.

    Returns:
        The one lexicon of this process.

    Raises:
        ValueError: A data file is not as declared.
    """
    gazetteer = load_gazetteer()
    lexicon = Lexicon(
        version=reader_version(),
        gazetteer=gazetteer,
        persons=PersonNames.load(is_place=lambda name: _is_well_known(name, gazetteer)),
        themes=load_themes(),
    )
    return _kept(lexicon)
