"""How capitalised phrases of English text fall apart into names and titles."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tasks.entities.english_evidence import POSSESSIVE, NameEvidence

SURE_PERSON = 0.7
LIKELY_PERSON = 0.6
POSSIBLE_PERSON = 0.3
LONGEST_NAME = 7
CHAIN_WORDS = frozenset(["of", "for", "and", "the", "&", "on", "to", ",", "at", "in", "'s"])
ADJECTIVE_ENDINGS = ("-led", "-based", "-backed", "-run", "-owned", "-oriented", "-style", "-funded", "-born", "-made", "-dominated")
SYLLABIC = frozenset(["zh", "ko", "vi"])
TERRITORIAL = frozenset(
    ["duke", "duchess", "prince", "princess", "earl", "countess", "emir", "sultan", "marquess", "marchioness", "amir", "baron", "baroness"]
)


@dataclass(frozen=True, slots=True)
class NamePart:
    """A stretch of a phrase that is one name, or one person with a title.

    Attributes:
        first: Index of the name's first token.
        last: One past its last token.
        titled: Index of the first token of the title before a person's name; None for any other name.
        in_title: Whether it stands inside the title of somebody named after it, or names an office's body.
    """

    first: int
    last: int
    titled: int | None = None
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    first: int
    last: int
    link: str


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
        name = self.titled_person(first, last)
        if name is not None:
            if name > first:
                yield from (replace(part, in_title=True) for part in self.split(first, self._without_offices(first, name)))
            yield NamePart(name, last, first if name > first else None)
            return
        person = self._person_behind_place(first, last)
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
        yield NamePart(first, last)

    def _person_behind_place(self, first: int, last: int) -> int | None:
        """Where a person's name begins right behind a place's: "(ambassador to) Kenya Jane Doe"."""
        if last - first < 3 or self.lexicon.head(self.evidence.words(first, last)) is not None:
            return None
        for begin in range(max(first + 1, last - 3), last - 1):
            if self.tokens[begin].lower in CHAIN_WORDS or self.evidence.score(begin, last) < SURE_PERSON:
                continue
            if self.evidence.score(first, last) >= self.evidence.score(begin, last) or not self._is_context(first, begin):
                continue
            if not self.evidence.is_place(begin - 1, begin + 1):
                return begin
        return None

    def _is_context(self, first: int, last: int) -> bool:
        """Whether a run is what an office before it is of: a place, a body, a portfolio."""
        words = self.evidence.words(first, last)
        return (
            self._ends_with_place(first, last)
            or words[-1] in self.lexicon.portfolios
            or self.lexicon.head(words) is not None
            or " ".join(words) in self.lexicon.macro_regions
            or self.evidence.is_ordinary(first, last)
        )

    def titled_person(self, first: int, last: int) -> int | None:
        """Where the person's name begins in a run that ends with one, after an office; None where there is none."""
        offices = self.evidence.offices(first, last)
        while offices and self._sounds_like_office(offices[-1], last):
            offices.pop()
        while len(offices) > 1 and offices[-1][1] == last and self.evidence.score(offices[-2][1], last) >= POSSIBLE_PERSON:
            offices.pop()  # a name that ends like an office: "Miguel Head"
        if not offices:
            return None
        _, end, kind = offices[-1]
        if end == last:
            return None
        for begin in range(end, last):
            if last - begin > LONGEST_NAME or not self.tokens[begin].text[0].isalpha() or self.tokens[begin].lower in CHAIN_WORDS:
                continue
            needed = POSSIBLE_PERSON if begin == end or self._is_portfolio(end, begin) else LIKELY_PERSON
            if self.evidence.score(begin, last) < needed and not (begin == end and self._can_only_be_person(begin, last)):
                continue
            if begin > end and not self._is_gap(end, begin):
                continue
            if begin + 2 < last and self._belongs_to_office(begin, end) and self.evidence.score(begin + 1, last) >= POSSIBLE_PERSON:
                continue
            words = self.evidence.words(begin, last)
            if "of" in words or "for" in words or "and" in words:
                continue
            headed = self.lexicon.head(words) is not None and len(words) > 1 and self.evidence.score(begin, last) < SURE_PERSON
            headed = headed and kind not in {"honorific", "rank"}
            place = kind not in {"honorific", "rank"} and self.evidence.is_place(begin, last)
            if not headed and not place:
                return begin
        return None

    def _can_only_be_person(self, first: int, last: int) -> bool:
        """Whether two to four unknown words right after an office name its holder."""
        words = self.evidence.words(first, last)
        return (
            2 <= len(words) <= 4
            and all(token.shape == "A" and not token.text.isupper() for token in self.tokens[first:last])
            and not any(self.lexicon.is_word(word) or (word,) in self.lexicon.heads for word in words)
            and self.lexicon.head(words) is None
            and not self.evidence.places(first, last)
        )

    def _belongs_to_office(self, i: int, end: int) -> bool:
        """Whether a word still tells what the office is of: "Law" in "Minister for Home Affairs and Law A B"."""
        return self.tokens[i].lower in self.lexicon.portfolios or (i > end and self.evidence.is_place(i, i + 1))

    def _sounds_like_office(self, office: tuple[int, int, str], last: int) -> bool:
        """Whether an honorific is part of the name itself: "Pak" in "Pak Jong Chon"."""
        first, end, kind = office
        if (
            kind not in {"honorific", "honorific_upper"}
            or end - first > 1
            or end == last
            or self.tokens[first].end - self.tokens[first].start > 4
        ):
            return False
        judged = self.evidence.person(first, last)
        return judged is not None and judged.score >= SURE_PERSON and judged.honorific is None and judged.origin in SYLLABIC

    def _is_portfolio(self, first: int, last: int) -> bool:
        words = [token.lower for token in self.tokens[first:last]]
        return any(word in self.lexicon.portfolios for word in words) and all(
            word in self.lexicon.portfolios or word in CHAIN_WORDS for word in words
        )

    def _is_gap(self, first: int, last: int) -> bool:
        """Whether the tokens between an office and a name say what the office is of."""
        if self._is_portfolio(first, last):
            return True
        start = first
        while start < last and self.tokens[start].lower in CHAIN_WORDS:
            start += 1
        if start >= last:
            return False
        if start == first:
            return self.evidence.head(first, last) is not None or self.evidence.is_place(first, last)
        words = [token.lower for token in self.tokens[start:last]]
        return (
            self.evidence.head(start, last) is not None
            or self.lexicon.head(words) is not None
            or self.evidence.is_place(start, last)
            or words[-1] in self.lexicon.portfolios
            or self._ends_with_place(start, last)
        )

    def _ends_with_place(self, first: int, last: int) -> bool:
        words = self.evidence.words(first, last)
        return any(
            self.evidence.is_place(k, last) or " ".join(words[k - first :]) in self.lexicon.macro_regions
            for k in range(max(first, last - 3), last)
        )

    def _without_offices(self, first: int, last: int) -> int:
        """End of a title once honorifics and ranks at its end are off."""
        while True:
            found = self.evidence.offices(first, last) if last > first else []
            if not found or found[-1][1] != last:
                return last
            last = found[-1][0]

    def _without_postnominals(self, first: int, last: int) -> int:
        while last - first > 2 and self.tokens[last - 1].lower in self.lexicon.postnominals and self.tokens[last - 1].text.isupper():
            if self.evidence.score(first, last - 1) < POSSIBLE_PERSON and self.titled_person(first, last - 1) is None:
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
        while end < last and (self.tokens[end].lower in CHAIN_WORDS or self.tokens[end].lower in self.lexicon.portfolios):
            if self.tokens[end].lower in self.lexicon.portfolios and self.evidence.head(end, last) is not None:
                break
            end += 1
        linked = end == last or (end > offices[0][1] and self.tokens[offices[0][1]].lower in {"of", "for", "to", "in", ","})
        return end if linked else None

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
        return any(self.tokens[i].lower in TERRITORIAL for i in range(first, min(first + 2, last)))

    def _pieces(self, first: int, last: int) -> list[_Piece]:
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
            if POSSESSIVE.search(token.text) and i < last - 1 and self._owns(begin, i + 1):
                pieces.append(_Piece(begin, i + 1, link))
                begin, link = i + 1, "'s"
            i += 1
        pieces.append(_Piece(begin, last, link))
        return pieces

    def _owns(self, first: int, last: int) -> bool:
        """Whether the words up to a possessive are a name of their own, the owner of what follows."""
        if self.tokens[last - 1].lower in self.lexicon.inner_possessives:
            return False
        if self.tokens[first].lower in {"st", "saint", "dr"}:
            return False
        if self.evidence.places(first, last) or self.evidence.is_demonym(first, last):
            return True
        if last - first < 2:
            return False
        if self.lexicon.head(self.evidence.words(first, last)):
            return True
        return self.evidence.score(first, last) >= SURE_PERSON or self.titled_person(first, last) is not None

    def _joins(self, left: _Piece, right: _Piece) -> bool:
        if right.link == "'s":
            return self._is_royal(left.first, left.last) and self.lexicon.head(self.evidence.words(right.first, right.last)) is not None
        if right.link == "and":
            return self._joins_and(left, right)
        if self.evidence.ends_with_office(left.first, left.last):
            return True
        if self.evidence.score(left.first, left.last) >= SURE_PERSON or self.evidence.is_place(left.first, left.last):
            return self._is_headed_class(left)
        if self.titled_person(left.first, left.last) is not None:
            return False
        head = self.evidence.head(left.first, left.last)
        if head is not None and head[1].kind == "place" and not self.evidence.is_ordinary(left.first, left.last):
            named = self.lexicon.head(self.evidence.words(right.first, right.last)) or self.evidence.is_place(right.first, right.last)
            if named and not self.evidence.is_ordinary(right.first, right.last):
                return False
        if left.last - left.first == 1 and self.tokens[left.first].lower in self.lexicon.common_initials:
            return False
        if right.link == "on":
            return head is not None and (head[1].kind == "organization" or left.last - left.first <= 2)
        return head is not None or right.link == "of" or self._holds_office(left)

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
        if right_words[0] in self.lexicon.portfolios and ("of" in left_words or "for" in left_words):
            if left_words[-1] in self.lexicon.portfolios:
                return True
        if len(right_words) == 1 and ("of" in left_words or "for" in left_words) and self.evidence.is_ordinary(right.first, right.last):
            return (right_words[0],) not in self.lexicon.heads and right_words[0] not in self.lexicon.titles
        if self.evidence.offices(left.first, left.last) and "of" not in left_words:
            return False
        right_named = (
            self.lexicon.head(right_words) is not None
            or self.evidence.is_place(right.first, right.last)
            or self.evidence.score(right.first, right.last) >= SURE_PERSON
            or bool(self.evidence.offices(right.first, right.last))
        )
        if "of" in left_words or "for" in left_words:
            return not right_named and not self._holds_office(left)
        left_named = (
            self.evidence.head(left.first, left.last) is not None
            or self.evidence.is_place(left.first, left.last)
            or self.evidence.score(left.first, left.last) >= SURE_PERSON
        )
        if self._names_one_body(left, right):
            return True
        if not left_named:
            return self.lexicon.head(right_words) is not None and not self.evidence.is_place(right.first, right.last)
        return False
