"""The Chinese lexicon: one dictionary of words with their frequencies."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import log
from typing import Literal

from tasks.lexicon.english import VerbSense
from tasks.lexicon.gazetteer import Gazetteer
from tasks.lexicon.seed_tables import read_seed_table

Role = Literal["function", "verb", "office", "head", "place", "noun", "person"]
DIVIDED_LEVELS = frozenset("省市县区州旗盟")
LONGEST_AMBIGUOUS = 2
NEVER_SHORT = frozenset("和与及市")
PROVINCIAL = frozenset("州省邦")
DERIVING = frozenset(["局", "厅", "馆", "厂", "站", "公司", "银行", "中心", "协会", "学会", "大学", "学院", "医院", "中学", "小学"])
DISTRICTS = ("地区", "城区", "新区", "市区")
LARGE_CITY = 1_000_000
# Frequencies of words that the frequency list lacks, by the number of their characters: long ones stand in the lexicons as wholes.
UNLISTED = (0, 5, 20, 200)
# Long words are rare one by one; what is added to their frequency keeps them from falling apart.
SMOOTHING = 100
# A name that is listed whole is at least as good as a frequent word.
STANDING = 2000


@dataclass(frozen=True, slots=True)
class ChineseHead:
    """What a head noun tells of a name.

    Attributes:
        kind: "organization" or "place".
        site: "yes" where one can go there as a stop, "settlement", "region", "street" or "no".
        level: Administrative level of a settlement or region, or "".
        modifier: What must stand before it: "none" (it is a name by itself), "any" noun, something of its "own", or the "name"
            of a place or organization.
    """

    kind: str
    site: str
    level: str
    modifier: str


@dataclass(slots=True)
class Word:
    """All that the lexicon knows of one word.

    Attributes:
        text: The word, in simplified characters.
        head: What it tells at the end of a name.
        office: Class of the office or role that it names.
        senses: Its uses as a verb of visit reports.
        functions: Classes of function words it is in.
        common: "verb", "action" (a verb that stands as a noun, an idiom), "noun" or "function" where it is an ordinary word.
        is_name: Whether it is nothing but a name, of a place or a person, whose kind is not known.
        is_division: Whether the gazetteer has it.
        is_ambiguous: Whether it is a place only where the context says so.
        is_small: Whether it is a short name of a county or district.
        is_country: Whether it is a country.
        role: What it is first of all.
        ends_name: Whether no name goes on across it.
        names: Whether a name may be made with it: a head or a division.
        kinds: Classes of its senses.
    """

    text: str
    head: ChineseHead | None = None
    office: str = ""
    senses: tuple[VerbSense, ...] = ()
    functions: frozenset[str] = frozenset()
    common: str = ""
    is_name: bool = False
    is_division: bool = False
    is_ambiguous: bool = False
    is_small: bool = False
    is_country: bool = False
    role: Role = "noun"
    ends_name: bool = False
    names: bool = False
    kinds: frozenset[str] = frozenset()

    def settle(self) -> None:
        """Decide, once all is known, what the word is first of all."""
        nominal = "nominal_verb" in self.functions
        grammatical = self.functions - {"nominal_verb", "generic", "past", "remote", "narrative_opening", "modal", "boundary"}
        self.is_name = self.is_name and not (self.common or self.functions or self.senses or self.office or self.head or self.is_division)
        self.names = self.head is not None or self.is_division
        self.kinds = frozenset(sense.kind for sense in self.senses)
        if grammatical:
            self.role = "function"
        elif self.senses:
            self.role = "verb"
        elif self.office:
            self.role = "office"
        elif self.head:
            self.role = "head"
        elif self.is_division:
            self.role = "place"
        elif self.common == "function" and "generic" not in self.functions:
            self.role = "function"
        elif self.common in {"verb", "action"} and not nominal:
            self.role = "verb"
        else:
            self.role = "noun"
        opaque = (self.role == "office" and self.office != "person") or (self.role == "verb" and not nominal)
        self.ends_name = "boundary" in self.functions or self.role == "function" or opaque


@dataclass(frozen=True)
class ChineseLexicon:
    """Everything the Chinese grammar knows of words.

    Attributes:
        words: The dictionary.
        lengths: Lengths of the dictionary's words by their first two characters, longest first; single characters are left out.
        costs: Of words and characters, how rare they are: the negative logarithm of their share of all words.
        fold: Traditional characters and their simplified forms, for `str.translate`.
        short_forms: Pairs of a standing short form and the full name.
        seats: The place where a well-known institution or site is.
        sets: Words that share one part in a rule, by the name of that part.
    """

    words: Mapping[str, Word]
    lengths: Mapping[str, tuple[int, ...]]
    costs: Mapping[str, float]
    fold: Mapping[int, str]
    short_forms: frozenset[tuple[str, str]]
    seats: Mapping[str, str]
    sets: Mapping[str, frozenset[str]]

    def at(self, text: str, start: int, end: int) -> Word | None:
        """The longest word of the dictionary that begins at `start` and ends by `end`."""
        words = self.words
        for length in self.lengths.get(text[start : start + 2], ()):
            if start + length <= end:
                word = words.get(text[start : start + length])
                if word is not None:
                    return word
        return words.get(text[start])


def load_chinese(gazetteer: Gazetteer) -> ChineseLexicon:
    """Read `seeds/lexicon/zh/`.

    Args:
        gazetteer: Its Chinese names become words of the dictionary.

    Returns:
        The Chinese lexicon.

    Raises:
        ValueError: A file is not as declared.
    """
    words: dict[str, Word] = {}

    def entry(text: str) -> Word:
        return words.setdefault(text, Word(text))

    frequencies: dict[str, int] = {}
    places: set[str] = set()
    for text, name, frequency in read_seed_table("lexicon/zh/words.csv", ("word", "class", "frequency")):
        frequencies[text] = int(frequency)
        if name in {"place_name", "person_name"}:
            entry(text).is_name = True
            if name == "place_name":
                places.add(text)
        elif name != "frequency":
            entry(text).common = name
    for text, kind, site, level, modifier in read_seed_table("lexicon/zh/name_heads.csv", ("word", "kind", "site", "level", "modifier")):
        entry(text).head = ChineseHead(kind, site, level, modifier)
    for text, name in read_seed_table("lexicon/zh/offices.csv", ("phrase", "class")):
        entry(text).office = name
    senses: dict[str, list[VerbSense]] = defaultdict(list)
    for lemma, forms, kind, activity, complement in read_seed_table(
        "lexicon/zh/verbs.csv", ("lemma", "forms", "class", "activity", "complement")
    ):
        for form in forms.split():
            senses[form].append(VerbSense(lemma, kind, activity, tuple(complement.split())))
    for text, found in senses.items():
        entry(text).senses = tuple(found)
    functions: dict[str, set[str]] = defaultdict(set)
    for text, name in read_seed_table("lexicon/zh/function_words.csv", ("word", "class")):
        functions[text].add(name)
    for text, names in functions.items():
        entry(text).functions = frozenset(names)
    sets: dict[str, set[str]] = defaultdict(set)
    for name, text in read_seed_table("lexicon/zh/word_sets.csv", ("set", "word")):
        sets[name].add(text)
    for text in _places(gazetteer):
        word = entry(text)
        word.is_division = True
        known = word.common != "" and len(text) <= LONGEST_AMBIGUOUS
        divisions = gazetteer.lookup(text, "zh")
        if not divisions:
            word.common = "noun"
            continue
        first = divisions[0]
        word.is_division = True
        word.is_small = first.level == "county" and len(text) <= LONGEST_AMBIGUOUS
        word.is_country = first.level == "country"
        if first.level in {"province", "city"}:
            word.is_ambiguous = text in sets["ambiguous_region"] or (word.head is not None and text[-1] not in DIVIDED_LEVELS)
        else:
            word.is_ambiguous = not word.is_country and (
                known or (word.head is not None and text[-1] not in DIVIDED_LEVELS) or gazetteer.is_ambiguous_word(text, "zh")
            )
    for text in places:
        word = words[text]
        if word.is_division or word.head is not None:
            continue
        if not _is_general(text, words):
            word.head = _place_head(text, words)
        elif not (word.senses or word.functions or word.office):
            del words[text]
    for word in words.values():
        if word.common == "noun" and word.head is None and len(word.text) > LONGEST_AMBIGUOUS:
            word.head = _derived_head(word.text, words)
        word.settle()
    lengths: dict[str, set[int]] = defaultdict(set)
    for text in words:
        if len(text) > 1:
            lengths[text[:2]].add(len(text))
    short_forms = frozenset((short, full) for short, full in read_seed_table("lexicon/zh/short_forms.csv", ("short", "full")))
    seats = {row[0]: row[1] for row in read_seed_table("lexicon/zh/seats.csv", ("name", "place"))}
    fold = {ord(row[0]): row[1] for row in read_seed_table("lexicon/zh/traditional.csv", ("traditional", "simplified"))}
    return ChineseLexicon(
        words=words,
        lengths={prefix: tuple(sorted(found, reverse=True)) for prefix, found in lengths.items()},
        costs=_costs(words, frequencies),
        fold=fold,
        short_forms=short_forms,
        seats=seats,
        sets={name: frozenset(found) for name, found in sets.items()},
    )


def _costs(words: Mapping[str, Word], frequencies: Mapping[str, int]) -> dict[str, float]:
    """The costs of words in the best cut of a text (unigram model): the less frequent, the higher."""
    total = log(sum(frequencies.values()))
    costs = {text: total - log(frequency + (SMOOTHING if len(text) > LONGEST_AMBIGUOUS else 0)) for text, frequency in frequencies.items()}
    unlisted = [total - log(max(frequency, 1)) for frequency in UNLISTED]
    standing = total - log(STANDING)
    for text, word in words.items():
        cost = costs.get(text, unlisted[min(len(text), len(UNLISTED) - 1)])
        whole = word.head is not None and word.head.modifier == "none" and len(text) > LONGEST_AMBIGUOUS
        costs[text] = min(cost, standing) if whole else cost
    return costs | {"": unlisted[1]}


def _is_general(text: str, words: Mapping[str, Word]) -> bool:
    """Whether a part of a listed place is an ordinary word: "中心区" and "大都市" are none of one name."""
    return any((part := words.get(half)) is not None and part.common != "" for half in (text[:-1], text[1:]))


def _place_head(text: str, words: Mapping[str, Word]) -> ChineseHead | None:
    """The head of a listed place that ends with one: "琼州海峡"."""
    for length in (2, 1):
        ending = words.get(text[-length:])
        if ending is not None and ending.head is not None and ending.head.kind == "place":
            return replace(ending.head, modifier="none")
    return None


def _derived_head(text: str, words: Mapping[str, Word]) -> ChineseHead | None:
    """The head of an ordinary word that ends with one ("水利局"): a name only with more before it."""
    for length in (2, 1):
        ending = words.get(text[-length:])
        if ending is not None and ending.head is not None and text[-length:] in DERIVING:
            return ending.head if ending.head.modifier == "any" else replace(ending.head, modifier="own")
    return None


def _places(gazetteer: Gazetteer) -> Iterator[str]:
    """Names of the gazetteer that Chinese reports can mean.

    Short names of small foreign towns are left out, and counties whose name begins like "和…" or "市…", which is nearly always a word of
    its own. Foreign provinces go by their name without the class word, too ("马里兰"), if only as words.
    """
    for text, divisions in gazetteer.names("zh").items():
        first = divisions[0]
        domestic = first.code.isdigit() or first.kind == "zone"
        if not domestic and text.endswith(DISTRICTS):
            continue
        if len(text) <= LONGEST_AMBIGUOUS and first.level == "county" and text[0] in NEVER_SHORT:
            continue
        if len(text) > LONGEST_AMBIGUOUS or domestic or first.level == "country" or first.population >= LARGE_CITY:
            yield text
        if not domestic and first.level == "province" and text[-1] in PROVINCIAL and len(text) > LONGEST_AMBIGUOUS + 1:
            yield text[:-1]
