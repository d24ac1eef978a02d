"""What an English name names: a person, an organization or a place."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from tasks.entities.english_context import NameContext
from tasks.entities.english_evidence import NameEvidence
from tasks.entities.english_persons import POSSIBLE_PERSON, SURE_PERSON, SYLLABIC
from tasks.entities.english_runs import NamePart, NameRun
from tasks.entities.referents import initials
from tasks.entities.spans import NameSpan
from tasks.lexicon.division import Level
from tasks.lexicon.english import SMALL_LINKS, Head
from tasks.text.sentences import Sentence
from warehouse.records import record

LOCATIVE = frozenset(["in", "at", "from", "near", "to", "around", "outside", "inside", "across", "throughout"])
BEFORE_NATURAL_NAME = LOCATIVE | {"the", "of", "on", "visited", "toured", "inspected"}
BEFORE_PLACE = LOCATIVE | {"of", ","}
DESCRIPTIVE_CLASSES = frozenset(["province", "city", "municipality"])
STREETS = frozenset(["street", "road", "avenue", "lane", "square", "quay", "terrace", "drive", "close"])
HYPHEN_OR_DIGIT = re.compile(r"[-\d]")
POSTCODE = re.compile(r"[A-Z]{1,2}\d{1,2}[A-Z]?")
CLASS_WORDS = frozenset(["county", "district", "town", "township", "village", "prefecture", "region", "state", "island", "islands"])
ALL_CLASS_WORDS = DESCRIPTIVE_CLASSES | CLASS_WORDS
UNIQUE = frozenset(["national", "state", "royal", "central", "supreme", "imperial", "federal", "white", "red", "presidential", "people's"])
SHORTEST_CITY = 3
LONGEST_ABBREVIATION = 8
SHORTEST_FILING_PLACE = 4
CERTAIN_PERSON = 0.9
KNOWN_PARTS = 0.55  # a known given name before a known surname that is a word, too


@record(frozen=True, slots=True)
class FoundName:
    """A name and the tokens it stands on.

    Attributes:
        span: The name.
        first: Index of its first token.
        last: One past its last token.
        titled: Index of the first token of the title before it, or None.
    """

    span: NameSpan
    first: int
    last: int
    titled: int | None = None


class NameClassifier:
    """Gives the names of one document their kind.

    Args:
        evidence: What the lexicons say of its tokens.
        ordinary: Words that the document also writes without a capital.
    """

    def __init__(self, evidence: NameEvidence, ordinary: AbstractSet[str]) -> None:
        """Keep the evidence."""
        self.evidence = evidence
        self.ordinary = ordinary
        self._dropped: set[str] = set()
        self.lexicon = evidence.lexicon
        self.tokens = evidence.tokens
        self.context = NameContext(evidence)

    def classify(self, part: NamePart, sentence: Sentence, *, opens: bool, heading: bool) -> Iterator[FoundName]:
        """Name a part of a phrase.

        Args:
            part: The part.
            sentence: The sentence it stands in.
            opens: Whether it opens the sentence, where a capital means little.
            heading: Whether the sentence is a heading, where capitals mean nothing.

        Yields:
            The name with its kind; nothing where the part is no name.
        """
        found = self._titled(part) if part.titled is not None else self._named(part, sentence, opens=opens, heading=heading)
        if found is not None:
            if part.in_title or part.titled is not None:
                span = replace(found.span, in_title=True) if part.in_title else found.span
                found = FoundName(span, found.first, found.last, part.titled)
            yield found

    def _titled(self, part: NamePart) -> FoundName:
        return self._make(part.first, part.last, "person", "no", "person:title-before", 0.95)

    def _named(self, part: NamePart, sentence: Sentence, *, opens: bool, heading: bool) -> FoundName | None:
        first, last = part.first, part.last
        run = self.evidence.run(first, last)
        words = run.words
        if run.is_royal:
            return self._make(first, last, "person", "no", "person:royal-title", 0.9)
        if len(words) == 1 and words[0] in self.lexicon.sets["bare_site"] and self._is_one_site(first, sentence):
            return self._make(first, last, "place", "yes", "place:bare-head", 0.6)
        alias = self.context.alias(last, sentence)
        if alias is not None and len(words) > 1 and alias.lower() in initials(run.name) and not run.is_event:
            head = run.named_head
            kind, site = (head.kind, head.site) if head else ("organization", "no")
            return self._make(first, last, kind, site, f"{kind}:abbreviated", 0.9, alias=alias)
        if self._is_no_name(first, run):
            if alias is not None and run.is_event:
                self._dropped.add(alias)
            return None
        if run.is_unique_body and not heading and not (opens and len(words) == 1):
            head = run.named_head if "of" not in words else None  # the House of Representatives is no house
            kind, site = (head.kind, head.site) if head else ("organization", "no")
            return self._make(first, last, kind, site, f"{kind}:unique", 0.8, alias=alias)
        if run.is_macro_region and not heading:
            return self._make(first, last, "place", "region", "place:macro-region", 0.8)
        place = self._division(first, last, words)
        if place is not None:
            return place
        if len(words) == 1 and self.context.is_shortened(last, alias) and not self._is_common(words[0]):
            return self._make(first, last, "organization", "no", "organization:abbreviated", 0.8, alias=alias)
        if (
            len(words) > 2
            and self._is_common(words[0])
            and words[0] not in self.evidence.persons.lexicon.given
            and self.evidence.score(first + 1, last) >= SURE_PERSON > run.score
        ):
            first += 1
            run = self.evidence.run(first, last)
            words = run.words
        head, score = run.named_head, run.score
        if head is not None and not self._outweighs(first, last, score, head) and not self._is_surname(first, last, head, sentence):
            if heading and run.is_ordinary:
                return None
            return self._headed(first, last, words, head, sentence)
        if score >= SURE_PERSON and len(words) > 1:
            return self._make(first, last, "person", "no", "person:name", score)
        context = self.context.kind(first, last, sentence)
        if (opens or first == sentence.first) and self._is_dateline(first, last):
            return self._make(first, last, "place", "settlement", "place:dateline", 0.7)
        if len(words) == 1 and context != "person" and self._is_abbreviation(self.tokens[first].text, heading=heading):
            if run.name in self._dropped:
                return None
            return self._make(first, last, "organization", "no", "organization:abbreviation", 0.6)
        if len(words) == 1 and self._is_joined_pinyin(first, last, sentence):
            return self._make(first, last, "person", "no", "person:joined-pinyin", 0.7)
        if score >= POSSIBLE_PERSON and context == "person":
            return self._make(first, last, "person", "no", "person:context", 0.75)
        if context in {"place", "organization"}:
            site = self.context.lower_head_site(last, sentence)
            if self.context.is_body_of_office(first):
                site = "yes"
            end = self.context.described_head(last, sentence) or self.context.with_class(last, sentence)
            return self._make(first, end, context, site, f"{context}:lower-case-head", 0.75)
        if len(words) == 1 and self.evidence.persons.lexicon.never.get(words[0]) == "strict":
            return None
        inner = self._inner_head(run) if not heading else None
        if inner is not None:
            return self._make(first, last, inner.kind, inner.site, f"{inner.kind}:inner-head", 0.6, alias=alias)
        if (opens or heading) and (len(words) == 1 or heading) and all(self._is_common(word) for word in words):
            return None
        return self._make(first, last, None, "", "unknown:capitalised", 0.3, alias=self.context.alias(last, sentence))

    def _inner_head(self, run: NameRun) -> Head | None:
        """The head noun before a name of its own: "Production Association Mayak", "Joint Stock Company Belkali"."""
        words = run.words
        for end in range(len(words) - 1, max(0, len(words) - 3), -1):
            head = self.lexicon.head(words[:end])
            known = any(self.lexicon.is_word(word) or not word.isalpha() for word in words[end:])
            if head is not None and head[1].kind == "organization" and not known and end > 1:
                return head[1]
        return None

    def _is_one_site(self, first: int, sentence: Sentence) -> bool:
        """Whether a bare head noun with a capital is gone to: "called upon the Emir at the Palace", "arrived at the Residence, Manama"."""
        if first - 2 < sentence.first or self.tokens[first].shape != "A" or self.tokens[first - 1].text != "the":
            return False
        return self.tokens[first - 2].lower in {"at", "to", "visited", "reached"}

    def _is_dateline(self, first: int, last: int) -> bool:
        """Whether capitals begin the text where its place of filing stands: "KALIABOR, July 17 -", "BAIDOA (Agency) —"."""
        if (
            first > 0
            or not self.evidence.text[: self.evidence.end(last)].isupper()
            or len(self.evidence.name(first, last)) < SHORTEST_FILING_PLACE
        ):
            return False
        after = [token.text for token in self.tokens[last : last + 2]]
        if len(after) < 2 or after[0] not in {",", "(", "-", "–", "—", ":"} or (after[0] == ":" and last > 1):
            return False
        return after[0] != "," or "month" in self.lexicon.function_words.get(after[1].lower(), frozenset()) or after[1][0].isdigit()

    def _is_joined_pinyin(self, first: int, last: int, sentence: Sentence) -> bool:
        """Whether a word is a Chinese surname and given name run together and stands where a person does."""
        before = self.tokens[first - 1].lower if first > sentence.first else ""
        if before in LOCATIVE or self.evidence.places(first, last) or not self.evidence.name(first, last).isascii():
            return False
        owner = self.tokens[last - 1].end != self.evidence.end(last)
        if not owner and before not in self.lexicon.titles and self.context.kind(first, last, sentence) != "person":
            return False
        return self.evidence.persons.pinyin.split_joined(self.evidence.name(first, last), lambda _name: False) is not None

    def _outweighs(self, first: int, last: int, score: float, head: Head) -> bool:
        """Whether a run that ends with a head noun is a person all the same: "Kim Jong Un", but not "to Peter Marsh"."""
        if score < SURE_PERSON or last - first < 2:
            return False
        judged = self.evidence.person(first, last)
        if judged is not None and judged.origin in SYLLABIC:
            return True
        return score >= CERTAIN_PERSON and head.site in {"settlement", "region"} and self.tokens[first - 1].lower not in LOCATIVE

    def _is_surname(self, first: int, last: int, head: Head, sentence: Sentence) -> bool:
        """Whether the head noun that ends a run is a person's surname: "Peter Marsh", but not "Lea Mills", and "the Albert Hall"."""
        names = self.evidence.persons.lexicon
        run = self.evidence.run(first, last)
        words = run.words
        if not 2 <= len(words) <= 3 or words[-1] not in names.surnames or run.score < POSSIBLE_PERSON:
            return False
        if words[0] not in names.given or self._is_common(words[0]):
            return False
        if any(place.kind in {"city", "country"} for place in self.evidence.places(first, first + 1)):
            return False  # "Victoria Hill"
        before = self.tokens[first - 1].lower if first > sentence.first else ""
        if self.context.kind(first, last, sentence) == "person":
            return True
        natural = head.site in {"settlement", "region"}
        return natural and run.score >= KNOWN_PARTS and before not in BEFORE_NATURAL_NAME

    def _is_no_name(self, first: int, run: NameRun) -> bool:
        words = run.words
        if run.offices and run.offices[-1][1] == len(words) and "of" not in words and run.score < SURE_PERSON:
            return True
        if run.is_unique_body:
            return False
        if run.is_event and not run.is_ranked_name:
            return not run.divisions
        if len(words) == 2 and words[-1] in self.lexicon.unit_heads and words[0] not in UNIQUE and run.is_ordinary:
            return not run.divisions
        if len(words) > 1 and words[-1] == "ministry" and words[0] not in SMALL_LINKS:
            return False  # "the Foreign Ministry" is one of its country
        if self.lexicon.portfolios_and_links.issuperset(words):
            return not run.divisions
        if len(words) == 2 and words[0] in self.lexicon.sets["singular_qualifier"] and words[1] in self.lexicon.sets["public_site"]:
            return not self.tokens[first].text[0].isupper()  # a country or a town has one National Mosque, one City Hall
        if self.lexicon.generic_words_and_links.issuperset(words):
            if words[-1] in STREETS and first and self.tokens[first - 1].shape == "9":
                return False
            return not (len(words) > 1 and run.divisions)
        if (
            len(words) == 1
            and HYPHEN_OR_DIGIT.split(words[0].rstrip("."), 1)[0] in self.lexicon.common_initials
            and self.tokens[first].text[:2].isupper()
        ):
            return True
        return run.demonym is not None and not run.divisions

    def _division(self, first: int, last: int, words: list[str]) -> FoundName | None:
        """A place of the gazetteer, in its usual short form."""
        places = self.evidence.places(first, last)
        if not places and POSTCODE.fullmatch(self.tokens[last - 1].text) and last - first > 1 and self.evidence.is_place(first, last - 1):
            return self._make(first, last - 1, "place", "settlement", "place:gazetteer", 0.9)
        kinds = self.lexicon.sets["state_word"]
        if not places and "of" in words[1:-1] and all(word in kinds for word in words[: words.index("of")]):
            tail = first + words.index("of") + 1
            if self.evidence.is_place(tail, last):
                return self._make(tail, last, "place", "region", "place:gazetteer", 0.9)
        if not places:
            return None
        ambiguous = len(words) == 1 and self.evidence.run(first, last).is_ambiguous
        if ambiguous and not (first > 0 and self.tokens[first - 1].lower in BEFORE_PLACE):
            return None
        usual = places[0].name_en
        if len(words) == 2 and " " not in usual and "'" not in usual and words[-1] not in ALL_CLASS_WORDS:
            pinyin = self.evidence.pinyin_score(first, last)
            if pinyin >= POSSIBLE_PERSON:
                return None
        level = places[0].level
        bearer = self.evidence.run(first, last).demonym if len(words) == 1 else None
        demonym = bearer is not None and bearer.name_en != self.evidence.name(first, last)
        if self.evidence.name(first, last).isupper() and len(words[0]) <= SHORTEST_CITY and len(words) == 1 and level is not Level.COUNTRY:
            return None
        if demonym and not (first and self.tokens[first - 1].lower in LOCATIVE):
            return None
        end = last
        described = len(words) > 1 and words[-1] in DESCRIPTIVE_CLASSES and not usual.lower().endswith(words[-1])
        if described and self.evidence.places(first, last - 1) and not self._is_common(words[0]):
            end = last - 1
        if len(words) > 2 and "of" in words[1:-1] and words[-1] == usual.lower():
            first = last - 1
        site = "region" if level is Level.COUNTRY or level is Level.PROVINCE or places[0].kind == "region" else "settlement"
        return self._make(first, end, "place", site, "place:gazetteer", 0.9)

    def _headed(self, first: int, last: int, words: list[str], head: Head, sentence: Sentence) -> FoundName:
        confidence = 0.6 if all(self._is_common(word) for word in words) else 0.9
        return self._make(first, last, head.kind, head.site, f"{head.kind}:head", confidence, alias=self.context.alias(last, sentence))

    def _is_common(self, word: str) -> bool:
        return word in self.ordinary or self.lexicon.is_word(word)

    def _is_abbreviation(self, text: str, *, heading: bool) -> bool:
        if not (text.isupper() and 2 <= len(text) <= LONGEST_ABBREVIATION and text[0].isalpha()):
            return False
        return text.lower() not in self.lexicon.common_initials and not (heading and self._is_common(text.lower()))

    def _make(
        self, first: int, last: int, kind: str | None, site: str, rule: str, confidence: float, alias: str | None = None
    ) -> FoundName:
        start, end = self.tokens[first].start, self.evidence.end(last)
        span = NameSpan(start, end, self.evidence.text[start:end], kind, site, rule, confidence, alias=alias)  # type: ignore[arg-type]
        return FoundName(span, first, last)
