"""How capitalised phrases of English text fall apart into names and titles."""

from collections.abc import Iterator
from dataclasses import replace

from tasks.entities.english_evidence import NameEvidence
from tasks.entities.english_persons import CHAIN_WORDS, LIKELY_PERSON, POSSIBLE_PERSON, SURE_PERSON, PersonFinder
from tasks.entities.english_runs import POSSESSIVE, SAINTS, NamePart
from tasks.lexicon.english import Head
from warehouse.records import record

ADJECTIVE_ENDINGS = ("-led", "-based", "-backed", "-run", "-owned", "-oriented", "-style", "-funded", "-born", "-made", "-dominated")
ORDINALS = frozenset(["ii", "iii", "iv"])
"""Numbers of kings, which belong to the name."""


@record(frozen=True, slots=True)
class _Piece:
    first: int
    last: int
    link: str


def _moved(part: NamePart, by: int) -> NamePart:
    return NamePart(part.first + by, part.last + by, None if part.titled is None else part.titled + by, part.in_title)


class PhraseSplitter:
    """Splits the phrases of one document.

    Args:
        evidence: What the lexicons say of its tokens.
    """

    def __init__(self, evidence: NameEvidence) -> None:
        """Keep the evidence."""
        self.evidence = evidence
        self.lexicon = evidence.lexicon
        self.tokens = evidence.tokens
        self.persons = PersonFinder(evidence)

    def parts(self, first: int, last: int) -> Iterator[NamePart]:
        """The names of a whole phrase, remembered for all documents: reports repeat the same few phrases.

        Args:
            first: Index of the phrase's first token.
            last: One past its last.

        Yields:
            Its names, as `split` finds them.
        """
        run = self.evidence.run(first, last)
        if run.parts is None:
            run.parts = tuple(_moved(part, -first) for part in self.split(first, last))
        for part in run.parts:
            yield _moved(part, first)

    def split(self, first: int, last: int) -> Iterator[NamePart]:
        """The names of a phrase, in order.

        Args:
            first: Index of the phrase's first token.
            last: One past its last.

        Yields:
            Its names.
        """
        while first < last and (self.tokens[first].lower in CHAIN_WORDS or self.tokens[first].lower.endswith(ADJECTIVE_ENDINGS)):
            first += 1
        while first < last and self.tokens[last - 1].lower in CHAIN_WORDS:
            last -= 1
        if first >= last:
            return
        pieces = self._pieces(first, last)
        current = pieces[0]
        for piece in pieces[1:]:
            if self._joins(current, piece):
                current = _Piece(current.first, piece.last, current.link)
            else:
                yield from self._group(current.first, current.last)
                current = piece
        yield from self._group(current.first, current.last)

    def _group(self, first: int, last: int) -> Iterator[NamePart]:
        last = self._without_postnominals(first, last)
        if last - first > 2 and self.evidence.places(first, last) and self.evidence.score(first, last) < POSSIBLE_PERSON:
            yield NamePart(first, last)  # "Dera Ghazi Khan"
            return
        name = self.persons.titled_person(first, last)
        if name is not None:
            if name > first:
                yield from (replace(part, in_title=True) for part in self.split(first, self._without_offices(first, name)))
            yield NamePart(name, last, first if name > first else None)
            return
        person = self.persons.person_behind_place(first, last)
        if person is not None:
            yield NamePart(first, person, in_title=True)
            yield NamePart(person, last)
            return
        complement = self._complement(first, last)
        if complement is not None:
            yield from (replace(part, in_title=True) for part in self.split(complement, last))
            return
        office = self._office_inside(first, last)
        if office is not None:
            yield from (replace(part, in_title=True) for part in self.split(first, office[0]))
            yield from (replace(part, in_title=True) for part in self.split(office[1], last))
            return
        body = self._leading_body(first, last)
        yield NamePart(first, body)
        if body < last:
            yield NamePart(body, last)

    def _leading_body(self, first: int, last: int) -> int:
        """Where a body that is one of its kind ends before a region that is no part of it: "National Security Council Indo-Pacific"."""
        words = self.evidence.words(first, last)
        for size in range(min(5, len(words) - 1), 1, -1):
            if self.evidence.run(first, first + size).is_unique_body:
                rest = self.evidence.run(first + size, last)
                return first + size if rest.is_unique_body or rest.is_macro_region or rest.is_place else last
        return last

    def _without_offices(self, first: int, last: int) -> int:
        """End of a title once honorifics and ranks at its end are off."""
        while True:
            found = self.evidence.offices(first, last) if last > first else ()
            if not found or found[-1][1] != last:
                return last
            start, end, kind = found[-1]
            if kind == "office" and start > first and self.tokens[start - 1].lower in {"of", "for"}:
                return last if end - start == 1 else last - 1  # "House of Representatives", "Council of Agriculture Minister"
            last = start

    def _is_postnominal(self, i: int) -> bool:
        token = self.tokens[i]
        return token.lower in self.lexicon.postnominals and token.text.isupper() and token.lower not in ORDINALS

    def _without_postnominals(self, first: int, last: int) -> int:
        letters = last
        while letters - first > 2 and self._is_postnominal(letters - 1):
            letters -= 1
        if last - letters > 1:
            return letters  # two honours behind each other: "Quentin Bryce AC CVO"
        while last - first > 2 and self._is_postnominal(last - 1):
            if self.evidence.score(first, last - 1) < POSSIBLE_PERSON and self.persons.titled_person(first, last - 1) is None:
                break
            last -= 1
        return last

    def _complement(self, first: int, last: int) -> int | None:
        """Where the body begins in "Secretary of the X": the office itself is no name."""
        offices = self.evidence.offices(first, last)
        if not offices or self._is_royal(first, last):
            return None
        start, end, kind = offices[0]
        if kind == "royal" and end == last:
            return None
        if start > first and not self._modifies(first, start):
            return None
        for following, following_end, _ in offices[1:]:
            if following == end:
                end = following_end  # "Assistant Administrator"
        linked = {self.tokens[end - 1].lower, self.tokens[min(end, last - 1)].lower} & {"of", "for", "to", "in", ","}
        while end < last and (self.tokens[end].lower in CHAIN_WORDS or self.tokens[end].lower in self.lexicon.portfolios):
            if self.tokens[end].lower in self.lexicon.portfolios and self.evidence.head(end, last) is not None:
                break
            end += 1
        return end if linked or end == last else None

    def _modifies(self, first: int, last: int) -> bool:
        """Whether the words before an office only qualify it: "Deputy Assistant", "News"."""
        return all(
            self.lexicon.is_word(POSSESSIVE.sub("", token.lower)) or token.lower in self.lexicon.portfolios
            for token in self.tokens[first:last]
        ) and (self.evidence.head(first, last) is None or last - first == 1)

    def _office_inside(self, first: int, last: int) -> tuple[int, int] | None:
        """Where an office stands between its body and what it is for: "USAID Assistant Administrator for Asia"."""
        offices = [office for office in self.evidence.offices(first, last) if office[2] == "office"]
        if not offices or self.lexicon.head(self.evidence.words(first, last)) is not None or self._is_royal(first, last):
            return None
        start, end, _ = offices[0]
        if start == first or (start < last and self.tokens[start - 1].lower in CHAIN_WORDS):
            return None
        while start > first and self.lexicon.offices.match([self.tokens[start - 1].lower], 0):
            start -= 1
        return (start, end) if start > first else None

    def _is_royal(self, first: int, last: int) -> bool:
        return any(self.tokens[i].lower in self.lexicon.sets["territorial"] for i in range(first, min(first + 2, last)))

    def _pieces(self, first: int, last: int) -> list[_Piece]:
        pieces = []
        begin, link = first, ""
        i = first
        while i < last:
            token = self.tokens[i]
            initials = token.lower == "and" and self.tokens[i - 1].text == "." and len(self.tokens[i + 1 if i + 1 < last else i].text) == 1
            if token.lower in {"of", "for", "on", "and"} and begin < i < last - 1 and token.shape == "a" and not initials:
                pieces.append(_Piece(begin, i, link))
                link = token.lower
                begin = i + 1
                while begin < last - 1 and self.tokens[begin].lower in {"the", "la"}:
                    begin += 1
                i = begin
                continue
            if POSSESSIVE.search(token.text) and i < last - 1 and self._owns(begin, i + 1):
                pieces.append(_Piece(begin, i + 1, link))
                begin, link = i + 1, "'s"
            i += 1
        pieces.append(_Piece(begin, last, link))
        return pieces

    def _owns(self, first: int, last: int) -> bool:
        """Whether the words up to a possessive are a name of their own, the owner of what follows."""
        owner = self.tokens[last - 1]
        word = owner.lower if last - first < 2 or owner.text not in {"'", "’"} else f"{self.tokens[last - 2].lower}'"
        if word in self.lexicon.inner_possessives:
            return False
        if self.tokens[first].lower in {"st", "saint", "dr"}:
            return False
        if self.evidence.places(first, last) or self.evidence.is_demonym(first, last):
            return True
        if last - first == 2 and self.tokens[first].lower in self.lexicon.sets["direction"] and self.evidence.places(first + 1, last):
            return True  # "Southwest China's Guizhou province"
        if last - first < 2:
            return len(word) > 4 and POSSESSIVE.sub("", owner.text).isupper()
        if self.lexicon.head(self.evidence.words(first, last)):
            return True
        return self.evidence.score(first, last) >= SURE_PERSON or self.persons.titled_person(first, last) is not None

    def _joins(self, left: _Piece, right: _Piece) -> bool:
        if right.link == "'s":
            return self._is_royal(left.first, left.last) and self.lexicon.head(self.evidence.words(right.first, right.last)) is not None
        if right.link == "and":
            return self._joins_and(left, right)
        if right.link == "of" and self._is_saint(left):
            return True  # "St John of God Hospital", "Our Lady of Fatima Shrine"
        if self.evidence.ends_with_office(left.first, left.last):
            return True
        if self.evidence.score(left.first, left.last) >= SURE_PERSON or self.evidence.is_place(left.first, left.last):
            return self._is_headed_class(left)
        if self.persons.titled_person(left.first, left.last) is not None:
            return False
        head = self.evidence.head(left.first, left.last)
        if right.link == "of" and head is not None and self._is_named_division(left, head):
            return False  # "Tain District of the Brong Ahafo region"
        if head is not None and head[1].kind == "place" and not self.evidence.is_ordinary(left.first, left.last):
            named = self.lexicon.head(self.evidence.words(right.first, right.last)) or self.evidence.is_place(right.first, right.last)
            if named and not self.evidence.is_ordinary(right.first, right.last):
                return False
        if left.last - left.first == 1 and self.tokens[left.first].lower in self.lexicon.common_initials:
            return False
        if right.link == "on":
            return head is not None and (head[1].kind == "organization" or left.last - left.first <= 2)
        return head is not None or right.link == "of" or self._holds_office(left)

    def _is_named_division(self, piece: _Piece, head: tuple[int, Head]) -> bool:
        """Whether a piece is a division with a name of its own ("Tain District"), not only a kind of one ("Federal Territory")."""
        words = self.evidence.words(piece.first, piece.last)
        named = words[: len(words) - head[0]]
        return (
            bool(head[1].level)
            and bool(named)
            and not any(word in self.lexicon.sets["division_adjective"] or (word,) in self.lexicon.heads for word in named)
        )

    def _are_plural_regions(self, left: list[str], right: list[str]) -> bool:
        """Whether two plurals of kinds of land belong to one name: "Highlands and Islands", "Lakes and Rivers"."""
        both = (left[-1], right[0])
        after_link = len(left) > 2 and left[-2] in {"of", "for", "the"}
        return len(right) == 1 and after_link and all(word.endswith("s") and (word,) in self.lexicon.heads for word in both)

    def _is_saint(self, piece: _Piece) -> bool:
        words = self.evidence.words(piece.first, piece.last)
        return words[:2] == ["our", "lady"] or (words[0] in SAINTS and 2 <= len(words) <= 3)

    def _ends_with_holder(self, piece: _Piece) -> bool:
        """Whether an office's holder ends a piece: "UN High Commissioner for Refugees Anna Berg"."""
        if not self._holds_office(piece):
            return False
        return any(
            self.evidence.score(piece.last - size, piece.last) >= LIKELY_PERSON for size in (2, 3) if piece.last - size > piece.first
        )

    def _begins_with_office(self, piece: _Piece) -> bool:
        offices = self.evidence.offices(piece.first, piece.last)
        return bool(offices) and offices[0][0] - piece.first <= 1

    def _are_twin_sites(self, left: _Piece, right: list[str]) -> bool:
        """Whether a second bare head noun closes the name of one house: "Armagh Robinson Library and Museum"."""
        twins = self.lexicon.sets["twin_site"]
        named = not self.evidence.is_ordinary(left.first, left.last) or left.last - left.first > 2
        return len(right) == 1 and right[0] in twins and self.tokens[left.last - 1].lower in twins and left.last - left.first > 1 and named

    def _names_one_body(self, left: _Piece, right: _Piece) -> bool:
        """Whether ordinary words close a name that "and" runs through: "Hainan Harbour and Shipping Group"."""
        head = self.lexicon.head(self.evidence.words(right.first, right.last))
        opening = self.evidence.head(left.first, left.last)
        return (
            head is not None
            and head[1].kind == "organization"
            and right.last - right.first == 2
            and self.evidence.is_ordinary(right.first, right.last)
            and left.last - left.first > 1
            and self.lexicon.is_word(self.tokens[left.last - 1].lower)
            and (opening is None or opening[1].kind == "place")
        )

    def _is_headed_class(self, piece: _Piece) -> bool:
        """Whether a place name is only a class word, so that "of" brings the name ("University of X", "Church of Y")."""
        return self.evidence.head(piece.first, piece.last) is not None and self.evidence.is_ordinary(piece.first, piece.last)

    def _holds_office(self, piece: _Piece) -> bool:
        return bool(self.evidence.offices(piece.first, piece.last))

    def _joins_and(self, left: _Piece, right: _Piece) -> bool:
        left_words = self.evidence.words(left.first, left.last)
        right_words = self.evidence.words(right.first, right.last)
        if self._ends_with_holder(left) and self._begins_with_office(right):
            return False
        if self.evidence.places(left.first, right.last):
            return True  # "Jammu and Kashmir"
        if self._are_twin_sites(left, right_words):
            return True
        holds_of = "of" in left_words or "for" in left_words
        if holds_of and right_words[0] in self.lexicon.portfolios and left_words[-1] in self.lexicon.portfolios:
            return True
        if holds_of and self._are_plural_regions(left_words, right_words):
            return True  # "University of the Highlands and Islands"
        if holds_of and len(right_words) == 1 and self.evidence.is_ordinary(right.first, right.last):
            return (right_words[0],) not in self.lexicon.heads and right_words[0] not in self.lexicon.titles
        if self.evidence.offices(left.first, left.last) and "of" not in left_words and "for" not in left_words:
            return False
        right_named = (
            self.lexicon.head(right_words) is not None
            or self.evidence.is_place(right.first, right.last)
            or self.evidence.score(right.first, right.last) >= SURE_PERSON
            or bool(self.evidence.offices(right.first, right.last))
        )
        if holds_of:
            return not right_named and not self._holds_office(left)
        left_named = (
            self.evidence.head(left.first, left.last) is not None
            or self.evidence.is_place(left.first, left.last)
            or self.evidence.score(left.first, left.last) >= SURE_PERSON
        )
        if self._names_one_body(left, right):
            return True
        own_name = len(right_words) > 2 and left.last - left.first == 1 and not self.lexicon.is_word(right_words[-1])
        if not left_named and own_name and self.lexicon.head(right_words[:-1]) is not None:
            return True  # "Research and Production Corporation Xyz"
        if not left_named:
            return self.lexicon.head(right_words) is not None and not self.evidence.is_place(right.first, right.last)
        return False
