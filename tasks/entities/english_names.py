"""Names in English text: persons with their titles, organizations, places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tasks.entities.english_phrases import COMPANY_TAILS, PARTICLES, Phrase, PhraseFinder
from tasks.entities.person_names import PersonNames
from tasks.entities.spans import Kind, NameSpan
from tasks.lexicon.english import EnglishLexicon
from tasks.lexicon.gazetteer import Gazetteer
from tasks.text.sentences import Sentence
from tasks.text.tokens import Token

POSSESSIVE = re.compile(r"['’]s$")
SURE_PERSON = 0.7
POSSIBLE_PERSON = 0.3
# Possessives that are part of a name ("People's Court", "King's College"), not its owner ("Macau's museums").
INNER_POSSESSIVES = frozenset(
    ["people's", "workers'", "women's", "children's", "men's", "king's", "queen's", "prince's", "princess's", "farmers'", "teachers'",
     "citizens'", "veterans'", "girls'", "boys'", "soldiers'", "youth's", "bishop's", "consumers'", "writers'", "ministers'"]
)  # fmt: skip
GENERIC_BODY = frozenset(
    ["provincial", "municipal", "central", "party", "committee", "group", "standing", "city", "county", "district", "national", "state", "supreme",
     "regional", "local", "government", "governments", "department", "departments", "court", "courts", "procuratorate", "bureau", "office", "the",
     "people's", "leading", "congress", "secretary", "general", "cabinet", "parliament", "ministry", "commission", "council", "conference",
     "assembly", "village", "town", "township", "of", "and", "higher", "high", "intermediate", "navy", "army", "air", "force", "division",
     "school", "schools", "university", "hospital", "company", "center", "centre", "station", "university's", "senate", "house", "church",
     "minister", "ministers", "members", "delegation", "lake", "river", "temple", "mountain", "hall", "library", "island", "port", "airport"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a phrase: token indexes, half-open, and the link word before it."""

    first: int
    last: int
    link: str


class EnglishNames:
    """Finds names in one English document.

    Args:
        lexicon: The English lexicon.
        gazetteer: Places of the world.
        persons: Judge of personal names.
        text: The document's text.
        tokens: Its tokens.
    """

    def __init__(self, lexicon: EnglishLexicon, gazetteer: Gazetteer, persons: PersonNames, text: str, tokens: Sequence[Token]) -> None:
        """Prepare the phrase finder."""
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        self.persons = persons
        self.text = text
        self.tokens = tokens
        self.finder = PhraseFinder(lexicon, text, tokens)

    def find(self, sentences: Sequence[Sentence]) -> list[NameSpan]:
        """All names, in order of the text."""
        found: list[NameSpan] = []
        for sentence in sentences:
            for phrase in self.finder.phrases(sentence):
                found.extend(self._names(phrase, sentence))
        return found

    # --- a phrase falls apart -------------------------------------------------------------------------------------------

    def _names(self, phrase: Phrase, sentence: Sentence) -> Iterator[NameSpan]:
        person = self._person_at_end(phrase.first, phrase.last)
        if person is not None:
            name_first, title_last = person
            title = self._text(phrase.first, title_last) if title_last > phrase.first else None
            if title is not None:
                for name in self._pieces(phrase.first, title_last, sentence, phrase.opens_sentence):
                    yield replace(name, in_title=True)
            yield self._span(name_first, phrase.last, "person", "no", "person:title-before" if title else "person:name", 0.95, title)
            return
        yield from self._pieces(phrase.first, phrase.last, sentence, phrase.opens_sentence)

    def _person_at_end(self, first: int, last: int) -> tuple[int, int] | None:
        """Where a titled person's name begins in a phrase that ends with one, and where the title ends."""
        words = [self.tokens[i].lower for i in range(first, last)]
        if self.lexicon.head(words) and not self._certain_person(first, last):
            office_end = self._last_office(words)
            if office_end is None or office_end == len(words):
                return None
        office_end = self._last_office(words)
        if office_end is None or office_end == len(words):
            return None
        begin = office_end
        while begin < len(words) and (words[begin] in self.lexicon.portfolios or words[begin] in {"of", "for", "and", "the", "&", "on"}):
            begin += 1
        if begin == len(words) or len(words) - begin > 6:
            return None
        if words[begin - 1] in {"of", "for"} and begin == office_end + 1:
            return None  # "Secretary of X": what follows is the office's body, not its holder
        judged = self.persons.judge([self.tokens[i].text for i in range(first + begin, last)])
        if judged is None or judged.score < POSSIBLE_PERSON or self._is_place_name(first + begin, last):
            return None
        if "of" in words[begin:] or "for" in words[begin:] or self.lexicon.head(words[begin:]):
            return None
        return first + begin, first + begin

    def _last_office(self, words: Sequence[str]) -> int | None:
        """One past the last word of the last office among the words."""
        end = None
        i = 0
        while i < len(words):
            match = self.lexicon.offices.match(words, i)
            if match and match[1] != "modifier":
                end = i + match[0]
                i = end
                if i < len(words) and words[i] == ".":
                    i += 1
                    end = i
            else:
                i += 1
        return end

    def _certain_person(self, first: int, last: int) -> bool:
        judged = self.persons.judge([self.tokens[i].text for i in range(first, last)])
        return judged is not None and judged.score >= SURE_PERSON

    def _is_place_name(self, first: int, last: int) -> bool:
        return bool(self.gazetteer.lookup(self._text(first, last), "en"))

    def _pieces(self, first: int, last: int, sentence: Sentence, opens: bool) -> Iterator[NameSpan]:
        """Split at links and possessives, join what belongs together, and name each part."""
        if last <= first:
            return
        pieces = self._split(first, last)
        current = pieces[0]
        for piece in pieces[1:]:
            if self._joins(current, piece):
                current = _Piece(current.first, piece.last, current.link)
            else:
                yield from self._classify(current, sentence, opens and current.first == first)
                current = piece
        yield from self._classify(current, sentence, opens and current.first == first)

    def _split(self, first: int, last: int) -> list[_Piece]:
        pieces = []
        begin, link = first, ""
        i = first
        while i < last:
            token = self.tokens[i]
            if token.lower in {"of", "for", "on", "and"} and begin < i < last - 1 and token.shape == "a":
                pieces.append(_Piece(begin, i, link))
                link = token.lower
                begin = i + 1
                while begin < last - 1 and self.tokens[begin].lower in {"the", "la"}:
                    begin += 1
                i = begin
                continue
            if POSSESSIVE.search(token.text) and i < last - 1 and token.lower not in INNER_POSSESSIVES and self._owns(begin, i + 1):
                pieces.append(_Piece(begin, i + 1, link))
                begin, link = i + 1, "'s"
            i += 1
        pieces.append(_Piece(begin, last, link))
        return pieces

    def _owns(self, first: int, last: int) -> bool:
        """Whether the words up to a possessive are a name of their own, the owner of what follows."""
        stem = POSSESSIVE.sub("", self._text(first, last))
        words = stem.split()
        if self.gazetteer.lookup(stem, "en") or self.gazetteer.demonym(stem, "en"):
            return True
        if last - first >= 2 and self.lexicon.head([word.lower() for word in words]):
            return True
        judged = self.persons.judge(words)
        return judged is not None and judged.score >= SURE_PERSON and len(words) >= 2

    def _joins(self, left: _Piece, right: _Piece) -> bool:
        left_words = self._words(left)
        right_words = self._words(right)
        if right.link == "'s":
            return False
        if right.link in {"of", "for", "on"}:
            if self._is_office(left_words):
                return False
            if self._certain_person(left.first, left.last) or self._is_known_place(left):
                return False
            head = self._inner_head(left)
            if right.link == "on":
                return head is not None and head[1].kind == "organization"
            if head is not None and head[1].site == "region" and right.link == "of":
                return True
            return head is not None or right.link == "of"
        left_named = self._inner_head(left) is not None or self._is_known_place(left) or self._certain_person(left.first, left.last)
        right_named = (
            self.lexicon.head(right_words) is not None or self._is_known_place(right) or self._certain_person(right.first, right.last)
        )
        if "of" in left_words or "for" in left_words:
            return not right_named and not self._is_office(right_words)
        if not left_named and not self._is_office(left_words):
            return self.lexicon.head(right_words) is not None and not self._is_known_place(right)
        return False

    def _words(self, piece: _Piece) -> list[str]:
        return [self.tokens[i].lower for i in range(piece.first, piece.last)]

    def _inner_head(self, piece: _Piece) -> tuple[int, "object"] | None:
        words = self._words(piece)
        for i, word in enumerate(words):
            if word in {"of", "for", "on"} and i:
                words = words[:i]
                break
        while words and (words[-1] == "." or words[-1].isdigit()):
            words = words[:-1]
        return self.lexicon.head(words)

    def _is_known_place(self, piece: _Piece) -> bool:
        name = self._text(piece.first, piece.last)
        return bool(self.gazetteer.lookup(name, "en")) and not (
            piece.last - piece.first == 1 and self.gazetteer.is_ambiguous_word(name, "en")
        )

    def _is_office(self, words: Sequence[str]) -> bool:
        """Whether the words end with an office."""
        return any(
            (match := self.lexicon.offices.match(words, i)) is not None and i + match[0] == len(words) and match[1] != "modifier"
            for i in range(max(0, len(words) - 4), len(words))
        )

    # --- a part gets its kind -------------------------------------------------------------------------------------------

    def _classify(self, piece: _Piece, sentence: Sentence, opens: bool) -> Iterator[NameSpan]:
        first, last = piece.first, piece.last
        trimmed = POSSESSIVE.sub("", self.tokens[last - 1].text)
        end = self.tokens[last - 1].start + len(trimmed)
        words = self._words(piece)
        words[-1] = POSSESSIVE.sub("", words[-1])
        name = self.text[self.tokens[first].start : end]
        if self._royal(words):
            yield self._make(first, end, "person", "no", "person:royal-title", 0.9)
            return
        if self._is_office(words) or all(word in self.lexicon.portfolios or word in {"and", "of", "the"} for word in words):
            return
        if self.gazetteer.demonym(name, "en") and not self.gazetteer.lookup(name, "en"):
            return
        yield from self._named(first, last, end, words, name, sentence, opens)

    def _named(self, first: int, last: int, end: int, words: list[str], name: str, sentence: Sentence, opens: bool) -> Iterator[NameSpan]:
        head = self._inner_head(_Piece(first, last, "")) if len(words) > 1 or words[0] in COMPANY_TAILS else None
        whole_head = self.lexicon.head(words) if len(words) > 1 else None
        places = self.gazetteer.lookup(name, "en")
        if places and not (len(words) == 1 and self.gazetteer.is_ambiguous_word(name, "en") and not self._locative(first)):
            site = "settlement" if places[0].level in {"city", "county"} else "region"
            yield self._make(first, end, "place", site, "place:gazetteer", 0.9)
            return
        judged = self.persons.judge(
            [self.tokens[i].text if i < last - 1 else POSSESSIVE.sub("", self.tokens[i].text) for i in range(first, last)]
        )
        score = judged.score if judged else 0.0
        found = head or whole_head
        if found is not None and not (score >= 0.9 and found[1].site in {"settlement", "region"}):
            if all(word in GENERIC_BODY for word in words):
                return
            confidence = 0.9 if len(words) > found[0] else 0.6
            yield self._make(
                first, end, found[1].kind, found[1].site, f"{found[1].kind}:head", confidence, alias=self._alias(last, sentence)
            )
            return
        if score >= SURE_PERSON and len(words) > 1:
            yield self._make(first, end, "person", "no", "person:name", score)
            return
        context = self._context(first, last, sentence)
        if score >= POSSIBLE_PERSON and context == "person":
            yield self._make(first, end, "person", "no", "person:context", 0.75)
            return
        if context in {"place", "organization"}:
            yield self._make(first, end, context, self._lower_head_site(last, sentence), f"{context}:lower-case-head", 0.75)
            return
        if len(words) == 1 and name.isupper() and 2 <= len(name) <= 8 and name.isalpha():
            yield self._make(first, end, "organization", "no", "organization:abbreviation", 0.6)
            return
        if opens and len(words) == 1:
            return
        yield self._make(first, end, None, "", "unknown:capitalised", 0.3, alias=self._alias(last, sentence))

    def _royal(self, words: Sequence[str]) -> bool:
        match = self.lexicon.offices.match(words, 0)
        if match is None or match[1] != "royal":
            return False
        rest = words[match[0] :]
        return not rest or (len(rest) >= 2 and rest[0] == "of") or rest == ["royal"] or len(rest) <= 2

    def _locative(self, first: int) -> bool:
        return first > 0 and self.tokens[first - 1].lower in {"in", "at", "from", "to", "near", "of"}

    def _context(self, first: int, last: int, sentence: Sentence) -> str | None:
        """What the words around say: a title or a verb of saying makes a person, a lower-case head makes a place."""
        before = self.tokens[first - 1].lower if first > sentence.first else ""
        earlier = self.tokens[first - 2].lower if first > sentence.first + 1 else ""
        if before in self.lexicon.office_words or (before == "," and earlier in self.lexicon.office_words):
            return "person"
        if last < sentence.last:
            after = self.tokens[last].lower
            nxt = self.tokens[last + 1].lower if last + 1 < sentence.last else ""
            head = self.lexicon.heads.get((after,)) or self.lexicon.heads.get((after, nxt))
            if head is not None and self.tokens[last].shape == "a":
                return head.kind
            senses = self.lexicon.verbs.match([after, nxt], 0)
            if senses and any(sense.kind == "say" for sense in senses[1]):
                return "person"
            if after == "," and (nxt in self.lexicon.office_words or nxt in {"a", "an", "the", "member"}):
                follower = [self.tokens[i].lower for i in range(last + 1, min(last + 5, sentence.last))]
                if any(word in self.lexicon.office_words for word in follower):
                    return "person"
        if before == "of" and (earlier,) in self.lexicon.heads and self.tokens[first - 2].shape == "a":
            return self.lexicon.heads[(earlier,)].kind
        return None

    def _lower_head_site(self, last: int, sentence: Sentence) -> str:
        words = [self.tokens[i].lower for i in range(last, min(last + 2, sentence.last))]
        head = self.lexicon.heads.get(tuple(words)) or self.lexicon.heads.get(tuple(words[:1]))
        return head.site if head else "settlement"

    def _alias(self, last: int, sentence: Sentence) -> str | None:
        """An abbreviation in brackets right after the name."""
        tokens = self.tokens
        if last + 2 < sentence.last and tokens[last].text == "(" and tokens[last + 2].text == ")" and tokens[last + 1].shape == "A":
            return tokens[last + 1].text
        return None

    def _text(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def _span(self, first: int, last: int, kind: Kind, site: str, rule: str, confidence: float, title: str | None) -> NameSpan:
        end = self.tokens[last - 1].start + len(POSSESSIVE.sub("", self.tokens[last - 1].text))
        return replace(self._make(first, end, kind, site, rule, confidence), title=title)

    def _make(
        self, first: int, end: int, kind: Kind | str | None, site: str, rule: str, confidence: float, alias: str | None = None
    ) -> NameSpan:
        start = self.tokens[first].start
        return NameSpan(start, end, self.text[start:end], kind, site, rule, confidence, alias=alias)  # type: ignore[arg-type]
