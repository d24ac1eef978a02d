"""The lexicons of `seeds/`, loaded once and shared by every document."""

import gc
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tasks.entities.name_readings import NameReadings
from tasks.entities.person_names import PersonNames
from tasks.lexicon.chinese import ChineseLexicon, load_chinese
from tasks.lexicon.english import EnglishLexicon, load_english
from tasks.lexicon.gazetteer import Gazetteer, load_gazetteer
from tasks.lexicon.seed_tables import SEEDS
from tasks.lexicon.themes import ThemeLexicon, load_themes

WELL_KNOWN_TOWN = 300_000
READING_CODE = ("text", "lexicon", "entities", "tours")
READING_DATA = ("lexicon", "gazetteer", "lookups")


@dataclass(frozen=True)
class Lexicon:
    """Everything that reading knows besides its rules.

    Attributes:
        version: Hash of the reading code and of the data files: the `reader_version`.
        english: Words of English.
        chinese: Words of Chinese.
        gazetteer: Places of the world.
        persons: Judge of personal names.
        readings: What the characters of Chinese names mean as words.
        themes: Words of what passages are about.
    """

    version: str
    english: EnglishLexicon
    chinese: ChineseLexicon
    gazetteer: Gazetteer
    persons: PersonNames
    readings: NameReadings
    themes: ThemeLexicon


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


@cache
def load_lexicon() -> Lexicon:
    """Load the lexicons that ship with the project.

    Returns:
        The one lexicon of this process.

    Raises:
        ValueError: A data file is not as declared.
    """
    gazetteer = load_gazetteer()
    lexicon = Lexicon(
        version=reader_version(),
        english=load_english(),
        chinese=load_chinese(gazetteer),
        gazetteer=gazetteer,
        # Only places that a reader would think of first: small towns share their names with too many families ("Obama").
        persons=PersonNames.load(is_place=lambda name: bool(gazetteer.lookup(name, "en", least_population=WELL_KNOWN_TOWN))),
        readings=NameReadings.load(),
        themes=load_themes(),
    )
    # The lexicons live as long as the process; without this the collector walks their tables again and again while a document is read.
    gc.collect()
    gc.freeze()
    return lexicon
