"""Where a person's name begins in an English phrase that ends with one."""

from tasks.entities.english_evidence import NameEvidence
from tasks.entities.english_phrases import ARTICLED, GENERATIONS
from tasks.entities.english_runs import NAME_HONORIFICS

SURE_PERSON = 0.7
LIKELY_PERSON = 0.6
POSSIBLE_PERSON = 0.3
LONGEST_NAME = 7
CHAIN_WORDS = frozenset(["of", "for", "and", "the", "&", "on", "to", ",", "at", "in", "'s"])
SYLLABIC = frozenset(["zh", "ko", "vi"])


class PersonFinder:
    """Finds the persons at the ends of phrases of one document.

    Args:
        evidence: What the lexicons say of its tokens.
    """

    def __init__(self, evidence: NameEvidence) -> None:
        """Keep the evidence."""
        self.evidence = evidence
        self.lexicon = evidence.lexicon
        self.tokens = evidence.tokens

    def titled_person(self, first: int, last: int) -> int | None:
        """Where the person's name begins in a run that ends with one, after an office; None where there is none."""
        offices = list(self.evidence.offices(first, last))
        while offices and self._sounds_like_office(offices[-1], last):
            offices.pop()
        surname = self._surname_end(first, last)
        while len(offices) > 1 and offices[-1][1] == surname and self.evidence.score(offices[-2][1], last) >= POSSIBLE_PERSON:
            offices.pop()  # a name that ends like an office: "Miguel Head"
        if not offices:
            return None
        _, end, kind = offices[-1]
        if end == last:
            return None
        for begin in range(end, last):
            token = self.tokens[begin]
            if last - begin > LONGEST_NAME or not token.text[0].isalpha() or (token.lower in CHAIN_WORDS and token.shape == "a"):
                continue
            beside = begin == end or self._is_portfolio(end, begin)
            needed = POSSIBLE_PERSON if beside else LIKELY_PERSON
            if self.evidence.score(begin, last) < needed and not (beside and self._can_only_be_person(begin, last)):
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

    def _surname_end(self, first: int, last: int) -> int:
        """End of a run without the generation behind the surname: "King, Jr"."""
        while last - first > 1 and self.tokens[last - 1].lower in GENERATIONS | {",", "."}:
            last -= 1
        return last

    def person_behind_place(self, first: int, last: int) -> int | None:
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

    def _can_only_be_person(self, first: int, last: int) -> bool:
        """Whether two to four unknown words right after an office name its holder."""
        words = self.evidence.words(first, last)
        return (
            2 <= len(words) <= 4
            and all((token.shape == "A" and not token.text.isupper()) or ARTICLED.match(token.text) for token in self.tokens[first:last])
            and not any((self.lexicon.is_word(word) and word not in NAME_HONORIFICS) or (word,) in self.lexicon.heads for word in words)
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
        if self.tokens[first].lower == "for" and last - start == 1 and not self.lexicon.is_word(self.tokens[last].lower):
            return True  # "High Commissioner for Refugees"
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
