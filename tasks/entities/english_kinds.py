"""What an English name names: a person, an organization or a place."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from tasks.entities.english_evidence import NameEvidence

from tasks.entities.english_splitting import POSSIBLE_PERSON, SURE_PERSON, SYLLABIC, TERRITORIAL, NamePart
from tasks.entities.referents import initials
from tasks.entities.spans import NameSpan
from tasks.lexicon.division import Level
from tasks.lexicon.english import Head
from tasks.text.sentences import COMPANY_TAILS, Sentence

LOCATIVE = frozenset(["in", "at", "from", "near", "to", "around", "outside", "inside", "across", "throughout"])
DESCRIPTIVE_CLASSES = frozenset(["province", "city", "municipality"])
LEGAL_HEADS = frozenset(["act", "bill", "treaty", "initiative", "programme", "project"])
STREETS = frozenset(["street", "road", "avenue", "lane", "square", "quay", "terrace", "drive", "close"])
POSTCODE = re.compile(r"[A-Z]{1,2}\d{1,2}[A-Z]?")
STATES = frozenset(["republic", "kingdom", "state", "federation", "sultanate", "emirate", "union", "commonwealth"])
CLASS_WORDS = frozenset(["county", "district", "town", "township", "village", "prefecture", "region", "state", "island", "islands"])
UNIQUE = frozenset(["national", "state", "royal", "central", "supreme", "imperial", "federal", "white", "red", "presidential", "people's"])
LONGEST_ABBREVIATION = 8
CERTAIN_PERSON = 0.9


@dataclass(frozen=True, slots=True)
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
            yield replace(found, span=replace(found.span, in_title=part.in_title), titled=part.titled)

    def _titled(self, part: NamePart) -> FoundName:
        return self._make(part.first, part.last, "person", "no", "person:title-before", 0.95)

    def _named(self, part: NamePart, sentence: Sentence, *, opens: bool, heading: bool) -> FoundName | None:
        first, last = part.first, part.last
        words = self.evidence.words(first, last)
        if self._is_royal(words):
            return self._make(first, last, "person", "no", "person:royal-title", 0.9)
        alias = self._alias(last, sentence)
        if (
            alias is not None
            and len(words) > 1
            and alias.lower() in initials(self.evidence.name(first, last))
            and not self._is_event(words)
        ):
            head = self._head(first, last, words)
            kind, site = (head.kind, head.site) if head else ("organization", "no")
            return self._make(first, last, kind, site, f"{kind}:abbreviated", 0.9, alias=alias)
        if self._is_no_name(first, last, words):
            if alias is not None and self._is_event(words):
                self._dropped.add(alias)
            return None
        if tuple(words) in self.lexicon.unique_bodies and not heading and not (opens and len(words) == 1):
            head = self._head(first, last, words)
            kind, site = (head.kind, head.site) if head else ("organization", "no")
            return self._make(first, last, kind, site, f"{kind}:unique", 0.8, alias=alias)
        if " ".join(words) in self.lexicon.macro_regions and not heading:
            return self._make(first, last, "place", "region", "place:macro-region", 0.8)
        place = self._division(first, last, words)
        if place is not None:
            return place
        if (
            len(words) > 2
            and self._is_common(words[0])
            and self.evidence.score(first + 1, last) >= SURE_PERSON > self.evidence.score(first, last)
        ):
            first += 1
            words = words[1:]
        head = self._head(first, last, words)
        score = self.evidence.score(first, last)
        if head is not None and not self._outweighs(first, last, score, head):
            if heading and self.evidence.is_ordinary(first, last):
                return None
            return self._headed(first, last, words, head, sentence)
        if score >= SURE_PERSON and len(words) > 1:
            return self._make(first, last, "person", "no", "person:name", score)
        context = self._context(first, last, sentence)
        if len(words) == 1 and context != "person" and self._is_abbreviation(self.tokens[first].text, heading=heading):
            if self.evidence.name(first, last) in self._dropped:
                return None
            return self._make(first, last, "organization", "no", "organization:abbreviation", 0.6)
        if len(words) == 1 and self._is_joined_pinyin(first, last, sentence):
            return self._make(first, last, "person", "no", "person:joined-pinyin", 0.7)
        if score >= POSSIBLE_PERSON and context == "person":
            return self._make(first, last, "person", "no", "person:context", 0.75)
        if context in {"place", "organization"}:
            site = self._lower_head_site(last, sentence)
            return self._make(first, self._with_class(last, sentence), context, site, f"{context}:lower-case-head", 0.75)
        if len(words) == 1 and self.evidence.persons.lexicon.never.get(words[0]) == "strict":
            return None
        if (opens or heading) and (len(words) == 1 or heading) and all(self._is_common(word) for word in words):
            return None
        return self._make(first, last, None, "", "unknown:capitalised", 0.3, alias=self._alias(last, sentence))

    def _is_joined_pinyin(self, first: int, last: int, sentence: Sentence) -> bool:
        """Whether a word is a Chinese surname and given name run together and stands where a person does."""
        before = self.tokens[first - 1].lower if first > sentence.first else ""
        if before in LOCATIVE or self.evidence.places(first, last) or not self.evidence.name(first, last).isascii():
            return False
        owner = self.tokens[last - 1].end != self.evidence.end(last)
        if not owner and before not in self.lexicon.titles and self._context(first, last, sentence) != "person":
            return False
        return self.evidence.persons.pinyin.split_joined(self.evidence.name(first, last), lambda _name: False) is not None

    def _outweighs(self, first: int, last: int, score: float, head: Head) -> bool:
        """Whether a run that ends with a head noun is a person all the same: "Kim Jong Un", "Park Geun Hill"."""
        if score < SURE_PERSON or last - first < 2:
            return False
        judged = self.evidence.person(first, last)
        if judged is not None and judged.origin in SYLLABIC:
            return True
        return score >= CERTAIN_PERSON and head.site in {"settlement", "region"}

    def _is_event(self, words: Sequence[str]) -> bool:
        """Whether a name is an occasion's, a plan's or a law's, which is none of ours."""
        stem = list(words)
        for i, word in enumerate(stem):
            if i and word in {"of", "for", "on", "in", "to"}:
                stem = stem[:i]
                break
        if words[-1] in LEGAL_HEADS:
            return True
        if stem[-1] != "congress":
            return stem[-1] in self.lexicon.event_heads
        return any("ordinal" in self.lexicon.function_words.get(word, ()) or word == "party" for word in stem)

    def _is_royal(self, words: Sequence[str]) -> bool:
        match = self.lexicon.offices.match(words, 0)
        if match is None or match[1] != "royal":
            return False
        rest = words[match[0] :]
        if rest and rest[0] == "of":
            return len(rest) >= 2 and words[0] in TERRITORIAL and self.lexicon.head(rest[1:]) is None
        return not rest or rest == ["royal"]

    def _is_no_name(self, first: int, last: int, words: list[str]) -> bool:
        if self.evidence.ends_with_office(first, last) and "of" not in words and self.evidence.score(first, last) < SURE_PERSON:
            return True
        if tuple(words) in self.lexicon.unique_bodies:
            return False
        if self._is_event(words):
            return not self.evidence.places(first, last)
        if len(words) == 2 and words[-1] in self.lexicon.unit_heads and words[0] not in UNIQUE and self.evidence.is_ordinary(first, last):
            return not self.evidence.places(first, last)
        small = {"and", "of", "the", "for", ","}
        if all(word in self.lexicon.portfolios or word in small for word in words):
            return not self.evidence.places(first, last)
        if all(word in self.lexicon.generic_words or word in small for word in words):
            if words[-1] in STREETS and first and self.tokens[first - 1].shape == "9":
                return False
            return not (len(words) > 1 and self.evidence.places(first, last))
        if len(words) == 1 and re.split(r"[-\d]", words[0])[0] in self.lexicon.common_initials and self.tokens[first].text[:2].isupper():
            return True
        name = self.evidence.name(first, last)
        return self.evidence.is_demonym(first, last) and not self.evidence.divisions(name)

    def _division(self, first: int, last: int, words: list[str]) -> FoundName | None:
        """A place of the gazetteer, in its usual short form."""
        places = self.evidence.places(first, last)
        if not places and POSTCODE.fullmatch(self.tokens[last - 1].text) and last - first > 1 and self.evidence.is_place(first, last - 1):
            return self._make(first, last - 1, "place", "settlement", "place:gazetteer", 0.9)
        if not places and "of" in words[1:-1] and words[words.index("of") - 1] in STATES:
            tail = first + words.index("of") + 1
            if self.evidence.is_place(tail, last):
                return self._make(tail, last, "place", "region", "place:gazetteer", 0.9)
        if not places:
            return None
        ambiguous = len(words) == 1 and self.evidence.gazetteer.is_ambiguous_word(self.evidence.name(first, last), "en")
        if ambiguous and not (first > 0 and self.tokens[first - 1].lower in LOCATIVE | {"of", ","}):
            return None
        usual = places[0].name_en
        if len(words) == 2 and " " not in usual and "'" not in usual and words[-1] not in DESCRIPTIVE_CLASSES:
            if self.evidence.pinyin_score(first, last) >= POSSIBLE_PERSON and words[-1] not in CLASS_WORDS:
                return None
        if len(words) == 1 and self.evidence.is_demonym(first, last) and self.evidence.name(first, last) != usual:
            if not self._is_located(first, sentence_first=0):
                return None
        end = last
        if len(words) > 1 and words[-1] in DESCRIPTIVE_CLASSES and self.evidence.places(first, last - 1):
            if not usual.lower().endswith(words[-1]) and not self._is_common(words[0]):
                end = last - 1
        if len(words) > 2 and "of" in words[1:-1] and words[-1] == usual.lower():
            first = last - 1
        level = places[0].level
        site = "region" if level in {Level.COUNTRY, Level.PROVINCE} or places[0].kind == "region" else "settlement"
        return self._make(first, end, "place", site, "place:gazetteer", 0.9)

    def _is_located(self, first: int, *, sentence_first: int) -> bool:
        return first > sentence_first and self.tokens[first - 1].lower in LOCATIVE

    def _head(self, first: int, last: int, words: list[str]) -> Head | None:
        if len(words) == 1 and words[0] not in COMPANY_TAILS:
            return None
        if words[0] in self.lexicon.leading_heads:
            return self.lexicon.leading_heads[words[0]]
        inner = self.evidence.head(first, last)
        found = inner or self.lexicon.head(words)
        return found[1] if found else None

    def _headed(self, first: int, last: int, words: list[str], head: Head, sentence: Sentence) -> FoundName:
        confidence = 0.6 if all(self._is_common(word) for word in words) else 0.9
        return self._make(first, last, head.kind, head.site, f"{head.kind}:head", confidence, alias=self._alias(last, sentence))

    def _is_common(self, word: str) -> bool:
        return word in self.ordinary or self.lexicon.is_word(word)

    def _is_abbreviation(self, text: str, *, heading: bool) -> bool:
        if not (text.isupper() and 2 <= len(text) <= LONGEST_ABBREVIATION and text[0].isalpha()):
            return False
        return text.lower() not in self.lexicon.common_initials and not (heading and self._is_common(text.lower()))

    def _context(self, first: int, last: int, sentence: Sentence) -> str | None:
        """What the words around say: a title or a verb of saying makes a person, a lower-case head makes a place."""
        before = self.tokens[first - 1].lower if first > sentence.first else ""
        earlier = self.tokens[first - 2].lower if first > sentence.first + 1 else ""
        if before in self.lexicon.titles or (before == "," and earlier in self.lexicon.titles | self.lexicon.portfolios):
            return "person"
        if last < sentence.last:
            after = self.tokens[last].lower
            nxt = self.tokens[last + 1].lower if last + 1 < sentence.last else ""
            head = self.lexicon.heads.get((after, nxt)) or self.lexicon.heads.get((after,))
            if head is not None and self.tokens[last].shape == "a" and after not in self.lexicon.closed_words:
                adjective = self.evidence.is_demonym(first, last) or self.evidence.is_ordinary(first, last)
                adjective = adjective or self.evidence.persons.lexicon.never.get(self.tokens[last - 1].lower) == "strict"
                adjective = adjective or "-" in self.tokens[last - 1].lower
                return None if adjective else head.kind
            senses = self.lexicon.verbs.match([after, nxt], 0)
            if senses and any(sense.kind == "say" for sense in senses[1]):
                return "person"
            if after == "," and (nxt in self.lexicon.titles or nxt in {"a", "an", "the", "member"}):
                follower = [token.lower for token in self.tokens[last + 1 : min(last + 5, sentence.last)]]
                if any(word in self.lexicon.titles for word in follower):
                    return "person"
        if before == "of" and self.tokens[first - 2].shape == "a" and (head := self.lexicon.heads.get((earlier,))):
            return head.kind
        return None

    def _with_class(self, last: int, sentence: Sentence) -> int:
        """End of a name whose class word is part of it though it has no capital: "the Kalma peninsula", but not "Galle district"."""
        if last >= sentence.last:
            return last
        head = self.lexicon.heads.get((self.tokens[last].lower,))
        natural = head is not None and head.kind == "place" and not head.level and head.site in {"region", "yes"}
        return last + 1 if natural and self.tokens[last].start - self.tokens[last - 1].end == 1 else last

    def _lower_head_site(self, last: int, sentence: Sentence) -> str:
        words = [token.lower for token in self.tokens[last : min(last + 2, sentence.last)]]
        head = self.lexicon.heads.get(tuple(words)) or self.lexicon.heads.get(tuple(words[:1]))
        return head.site if head else "settlement"

    def _alias(self, last: int, sentence: Sentence) -> str | None:
        """An abbreviation in brackets right after the name."""
        tokens = self.tokens
        if last + 1 < sentence.last and tokens[last + 1].lower in self.lexicon.common_initials:
            return None
        if last + 2 < sentence.last and tokens[last].text == "(" and tokens[last + 2].text == ")" and tokens[last + 1].shape == "A":
            return tokens[last + 1].text
        return None

    def with_neighbours(self, names: Sequence[FoundName], sentence: Sentence) -> list[FoundName]:
        """Give names of unknown kind the kind that their place in the sentence shows.

        Args:
            names: The names of one sentence, in order.
            sentence: The sentence.

        Returns:
            The same names; "in X", "X, Kenya" and "A, B and Kenya" make X, A and B places.
        """
        result: list[FoundName] = []
        following: FoundName | None = None
        for name in reversed(names):
            if name.span.kind is None:
                name = self._placed(name, following, sentence)
            following = name
            result.append(name)
        return self._listed(result[::-1])

    def _listed(self, names: list[FoundName]) -> list[FoundName]:
        """Take names of unknown kind for places where a list joins them with places: "Kandy, Xville and Galle"."""
        start = 0
        for end in range(1, len(names) + 1):
            if end < len(names) and self._continues_list(names[end - 1].last, names[end].first):
                continue
            chain = names[start:end]
            place = next((name for name in chain if name.span.kind == "place"), None)
            if place is not None and len(chain) > 2 and not any(name.span.kind == "person" for name in chain):
                for k in range(start, end):
                    if names[k].span.kind is None and not any(
                        self._is_common(word) for word in self.evidence.words(names[k].first, names[k].last)
                    ):
                        names[k] = self._as_place(names[k], place.span.site, "place:listed", 0.6)
            start = end
        return names

    def _continues_list(self, last: int, first: int) -> bool:
        between = [token.lower for token in self.tokens[last:first]]
        return bool(between) and len(between) <= 3 and all(word in {",", "and", "the"} for word in between)

    def _placed(self, name: FoundName, following: FoundName | None, sentence: Sentence) -> FoundName:
        before = self.tokens[name.first - 1].lower if name.first > sentence.first else ""
        chained = following is not None and following.span.kind == "place" and following.span.site in {"settlement", "region"}
        if chained and following is not None and following.first == name.last + 1 and self.tokens[name.last].text == ",":
            return self._as_place(name, "settlement" if before in LOCATIVE else "", "place:before-container", 0.7)
        if self.evidence.is_ordinary(name.first, name.last) or self._is_abbreviation(name.span.text, heading=False):
            return name
        if before in {"in", "near", "from"} and self.evidence.score(name.first, name.last) < SURE_PERSON:
            return self._as_place(name, "settlement", "place:locative", 0.5)
        if before == "at":
            return self._as_place(name, "yes", "place:locative", 0.5)
        return name

    @staticmethod
    def _as_place(name: FoundName, site: str, rule: str, confidence: float) -> FoundName:
        return replace(name, span=replace(name.span, kind="place", site=site or "yes", rule=rule, confidence=confidence))

    def _make(
        self, first: int, last: int, kind: str | None, site: str, rule: str, confidence: float, alias: str | None = None
    ) -> FoundName:
        start, end = self.tokens[first].start, self.evidence.end(last)
        span = NameSpan(start, end, self.evidence.text[start:end], kind, site, rule, confidence, alias=alias)  # type: ignore[arg-type]
        return FoundName(span, first, last)
