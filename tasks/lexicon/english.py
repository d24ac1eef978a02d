"""The English lexicon: heads of names, offices, verbs of visits and of saying, function words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Generic, TypeVar

from tasks.lexicon.seed_tables import read_seed_table

Value = TypeVar("Value")
CLASS_RANKS = ("office", "rank", "royal", "honorific", "honorific_upper", "modifier", "postnominal")
"""Classes of `offices.csv`; a phrase of several classes is taken for the first of them."""
SMALL_LINKS = frozenset(["and", "of", "the", "for", ","])
OPEN_CLASSES = frozenset(["sentence_starter", "connective", "ordinal", "number"])
"""Classes of `function_words.csv` whose words also stand inside names ("National", "First", "Special")."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a head noun tells of a name.

    Attributes:
        kind: "organization" or "place".
        site: "yes" where one can go there as a stop, "settlement", "region", "street" or "no".
        level: Administrative level of a settlement or region, or "".
    """

    kind: str
    site: str
    level: str


@dataclass(frozen=True, slots=True)
class VerbSense:
    """One use of a verb.

    Attributes:
        lemma: Dictionary form.
        kind: "visit", "go", "activity", "say", "accompany", "meet", "depart", "plan" or "invite".
        activity: A value of `stops.activity`, or "".
        complements: "object", or the prepositions that introduce the place.
    """

    lemma: str
    kind: str
    activity: str
    complements: tuple[str, ...]


class PhraseTable(Generic[Value]):
    """Phrases of one or more words, found by their first two words.

    Args:
        entries: The value of every phrase.

    Attributes:
        beginnings: First words of the phrases.
    """

    def __init__(self, entries: Mapping[tuple[str, ...], Value]) -> None:
        """Index the phrases, longest first."""
        self._single = {phrase[0]: (1, value) for phrase, value in entries.items() if len(phrase) == 1}
        self._longer: dict[str, dict[str, list[tuple[int, list[str], Value]]]] = {}
        for phrase in sorted(entries, key=lambda phrase: (-len(phrase), phrase)):
            if len(phrase) > 1:
                found = len(phrase), list(phrase), entries[phrase]
                self._longer.setdefault(phrase[0], {}).setdefault(phrase[1], []).append(found)
        self.beginnings: AbstractSet[str] = self._single.keys() | self._longer.keys()

    def __contains__(self, word: str) -> bool:
        """Whether any phrase begins with the word."""
        return word in self.beginnings

    def matches(self, words: list[str], at: int) -> Iterator[tuple[int, Value]]:
        """The phrases that begin at `words[at]`, longest first: length in words and value."""
        word = words[at]
        longer = self._longer.get(word)
        if longer is not None and at + 1 < len(words):
            for length, phrase, value in longer.get(words[at + 1], ()):
                if words[at : at + length] == phrase:
                    yield length, value
        if word in self._single:
            yield self._single[word]

    def match(self, words: list[str], at: int) -> tuple[int, Value] | None:
        """The longest of `matches`, or None; asked for most words of a text, so without a generator."""
        word = words[at]
        longer = self._longer.get(word)
        if longer is not None and at + 1 < len(words):
            for length, phrase, value in longer.get(words[at + 1], ()):
                if words[at : at + length] == phrase:
                    return length, value
        return self._single.get(word)


@dataclass(frozen=True, eq=False)
class EnglishLexicon:
    """Everything the English grammar knows of words.

    Attributes:
        heads: Head nouns of names, by their words.
        offices: Offices, honorifics and ranks with their class.
        verbs: Senses of verbs, by form.
        function_words: Classes of function words.
        closed_words: Function words that no name holds in its middle, capital or not: articles, pronouns, auxiliaries, weekdays.
        office_vocabulary: All words of offices, honorifics and ranks.
        office_words: Offices, honorifics and ranks of a single word.
        titles: Single words that can stand for their holder ("the director", "the queen").
        postnominals: Letters and words after names ("KBE", "MP").
        portfolios: Words of ministers' portfolios ("Foreign", "Affairs").
        common_words: The frequent words of English.
        inner_possessives: Possessives that belong to a name ("People's Court"), not to its owner ("Macau's museums").
        generic_words: Words that name no body by themselves, however many stand together ("Provincial Committee").
        portfolios_and_links: `portfolios` and the small words that join them.
        generic_words_and_links: `generic_words` and the small words that join them.
        titles_and_portfolios: `titles` and `portfolios`.
        event_heads: Head nouns of occasions, plans and awards, which are no names here ("Forum", "Initiative").
        macro_regions: Parts of the world that no gazetteer of divisions holds.
        leading_heads: Words that begin a name and tell what it names ("Mt", "Banco").
        unit_heads: Head nouns of departments and rooms that need a proper name beside them ("Engineering Department").
        unique_bodies: Bodies named by words that are generic elsewhere ("State Council").
        common_initials: Initials of ordinary phrases ("MOU", "CEO"), no names.
        seats: The place where a well-known site is, as divisions from the country down, separated by `|`.
        sets: Words that share one part in a rule, by the name of that part; see `word_sets.csv`.
    """

    heads: Mapping[tuple[str, ...], Head]
    offices: PhraseTable[str]
    verbs: PhraseTable[tuple[VerbSense, ...]]
    function_words: Mapping[str, frozenset[str]]
    closed_words: frozenset[str]
    office_vocabulary: frozenset[str]
    office_words: frozenset[str]
    titles: frozenset[str]
    postnominals: frozenset[str]
    portfolios: frozenset[str]
    common_words: frozenset[str]
    inner_possessives: frozenset[str]
    generic_words: frozenset[str]
    portfolios_and_links: frozenset[str]
    generic_words_and_links: frozenset[str]
    titles_and_portfolios: frozenset[str]
    event_heads: frozenset[str]
    macro_regions: frozenset[str]
    leading_heads: Mapping[str, Head]
    unit_heads: frozenset[str]
    unique_bodies: frozenset[tuple[str, ...]]
    common_initials: frozenset[str]
    seats: Mapping[str, str]
    sets: Mapping[str, frozenset[str]]

    def head(self, words: Sequence[str]) -> tuple[int, Head] | None:
        """The head that a name ends with: its length in words and what it tells."""
        for length in range(min(4, len(words)), 0, -1):
            found = self.heads.get(tuple(words[-length:]))
            if found:
                return length, found
        return None

    def is_word(self, word: str) -> bool:
        """Whether a lower-case string is an ordinary English word, no name."""
        return word in self.function_words or word in self.office_words or word in self.common_words or word in self.verbs


def _is_short_date(word: str, names: AbstractSet[str]) -> bool:
    """Whether a word is a shortened or foreign month or weekday, which is also a name's part: "Sun", "Il", "Jun"."""
    return names <= {"month", "weekday"} and (len(word) < 3 or word in {"sun", "sat", "mon", "il", "mar", "jan", "may", "jun"})


def _words(name: str) -> frozenset[str]:
    return frozenset(word for (word,) in read_seed_table(f"lexicon/en/{name}.csv", ("word",)))


def load_english() -> EnglishLexicon:
    """Read `seeds/lexicon/en/`.

    Returns:
        The English lexicon.

    Raises:
        ValueError: A file is not as declared.
    """
    heads = {
        tuple(word.split()): Head(kind, site, level)
        for word, kind, site, level in read_seed_table("lexicon/en/name_heads.csv", ("word", "kind", "site", "level"))
    }
    titles = list(read_seed_table("lexicon/en/offices.csv", ("phrase", "class")))
    offices = {tuple(phrase.split()): name for phrase, name in sorted(titles, key=lambda row: CLASS_RANKS.index(row[1]), reverse=True)}
    verbs: dict[tuple[str, ...], list[VerbSense]] = defaultdict(list)
    for lemma, forms, kind, activity, complement in read_seed_table(
        "lexicon/en/verbs.csv", ("lemma", "forms", "class", "activity", "complement")
    ):
        sense = VerbSense(lemma, kind, activity, tuple(complement.split()))
        for form in forms.split():
            verbs[tuple(form.split("_"))].append(sense)
    words: dict[str, set[str]] = defaultdict(set)
    for word, name in read_seed_table("lexicon/en/function_words.csv", ("word", "class")):
        words[word].add(name)
    sets: dict[str, set[str]] = defaultdict(set)
    for name, word in read_seed_table("lexicon/en/word_sets.csv", ("set", "word")):
        sets[name].add(word)
    portfolios = _words("portfolios")
    generic_words = _words("generic_words")
    single_titles = frozenset(phrase[0] for phrase, name in offices.items() if len(phrase) == 1 and name in {"office", "royal", "rank"})
    return EnglishLexicon(
        heads=heads,
        offices=PhraseTable(offices),
        verbs=PhraseTable({form: tuple(senses) for form, senses in verbs.items()}),
        function_words={word: frozenset(names) for word, names in words.items()},
        closed_words=frozenset(
            word for word, names in words.items() if names - OPEN_CLASSES and "number" not in names and not _is_short_date(word, names)
        ),
        titles=single_titles,
        titles_and_portfolios=single_titles | portfolios,
        office_vocabulary=frozenset(word for phrase, name in offices.items() if name != "postnominal" for word in phrase),
        office_words=frozenset(phrase[0] for phrase in offices if len(phrase) == 1),
        postnominals=frozenset(phrase for phrase, name in titles if name == "postnominal"),
        portfolios=portfolios,
        portfolios_and_links=portfolios | SMALL_LINKS,
        common_words=frozenset(
            word
            for _, group in read_seed_table("lexicon/names/common_words.csv", ("scowl_size", "words"))
            for word in group.split()
            if len(word) > 1
        ),
        inner_possessives=_words("inner_possessives"),
        generic_words=generic_words,
        generic_words_and_links=generic_words | SMALL_LINKS,
        event_heads=_words("event_heads"),
        macro_regions=_words("macro_regions"),
        leading_heads={
            word: Head(kind, site, level)
            for word, kind, site, level in read_seed_table("lexicon/en/leading_heads.csv", ("word", "kind", "site", "level"))
        },
        unit_heads=_words("unit_heads"),
        unique_bodies=frozenset(tuple(phrase.split()) for phrase in _words("unique_bodies")),
        common_initials=_words("common_initials"),
        seats={row[0]: row[1] for row in read_seed_table("lexicon/en/seats.csv", ("name", "place"))},
        sets={name: frozenset(found) for name, found in sets.items()},
    )
