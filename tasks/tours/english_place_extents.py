"""How far the name of a place reaches in English text, and the words that show a finding."""

from bisect import bisect_left, bisect_right
from operator import itemgetter

from tasks.text.sentences import Sentence
from tasks.tours.english_clauses import EnglishClauses

MAX_EVIDENCE = 200
LONGEST_PART = 4  # tokens between two commas of an address
DIVISIONS = frozenset(["settlement", "region"])
QUANTITIES = frozenset(["a", "an", "several", "some", "many", "various", "two", "three", "four", "five", "other", "its"])


class PlaceExtents:
    """Places of one document with their qualifiers.

    Args:
        clauses: The grammar's view of the document.

    Attributes:
        first_of: First token of every name, by the name's number.
        last_of: Last token of every name.
    """

    def __init__(self, clauses: EnglishClauses) -> None:
        """Note where names begin and end."""
        self.c = clauses
        self.tokens = clauses.tokens
        self.lower = clauses.lower
        self.span_at = clauses.span_at
        self.first_of: dict[int, int] = {}
        self.last_of: dict[int, int] = {}
        for first, last, number in clauses.names:
            self.first_of.setdefault(number, first)
            self.last_of[number] = last

    def extent(self, number: int, sentence: Sentence) -> int:
        """One past the last code point of a place's name with its qualifiers: brackets, address, "in Anshun City"."""
        i = self.last_of[number] + 1
        end = self.c.spans[number].end
        if self._class_before_qualifier(i, number, sentence):
            end = self.tokens[i].end
            i += 1
        address, listed = self._address(i, sentence)
        while i < sentence.last:
            word = self.lower[i]
            if word == "(" and (closing := self._closing_bracket(i, sentence)) is not None:
                end = self.tokens[closing].end
                i = closing + 1
                continue
            j = i + 1
            if word in {"located", "situated", "based"} and j < sentence.last and self.lower[j] in self.c.sets["qualifying_preposition"]:
                word, j = self.lower[j], j + 1
            if word == "," and j + 1 < sentence.last and self.lower[j] in {"in", "at"} and self.span_at[j] < 0:
                known = self.span_at[j + 1 if self.lower[j + 1] != "the" else min(j + 2, sentence.last - 1)]
                if known >= 0 and self.c.spans[known].site in DIVISIONS and self._closes(self.last_of.get(known, j), sentence):
                    word, j = self.lower[j], j + 1  # "Guakou village, in Tongren city,"
            if word != "," and word not in self.c.sets["qualifying_preposition"]:
                break
            while j < sentence.last and (self.lower[j] == "the" or self.tokens[j].shape == "9"):
                j += 1
            nxt = self.span_at[j] if j < sentence.last else -1
            if nxt < 0 and word == "," and self.tokens[min(j, sentence.last - 1)].start < address:
                i = self._unnamed_part(j, sentence)
                continue
            if nxt < 0 or not self._qualifies(word, number, nxt, in_address=self.c.spans[nxt].end <= address, listed=listed):
                break
            if word == "," and listed and (self.lower[j - 1] == "the" or self.c.spans[nxt].rule == "place:head"):
                break  # "the Harbour Museum, the Old Town of X and …": another member of the list
            end, i = self._with_kind(nxt, sentence)
        return end

    def _class_before_qualifier(self, i: int, number: int, sentence: Sentence) -> bool:
        """Whether token `i` says what kind of division a name is and another name tells where it lies: "Xville village of Y district"."""
        if i + 2 >= sentence.last or self.span_at[i] >= 0 or self.tokens[i].shape != "a" or self.c.spans[number].site not in DIVISIONS:
            return False
        head = self.c.lexicon.heads.get((self.lower[i],))
        if head is None or head.site not in DIVISIONS or self.lower[i + 1] not in {"of", "in"}:
            return False
        follower = self.span_at[i + 3 if self.lower[i + 2] == "the" and i + 3 < sentence.last else i + 2]
        return follower >= 0 and self.c.spans[follower].site in DIVISIONS

    def _closing_bracket(self, i: int, sentence: Sentence) -> int | None:
        """The bracket that closes the one at token `i` behind a few words with capitals, no person among them."""
        for k in range(i + 1, min(i + 5, sentence.last)):
            if self.lower[k] == ")":
                return k if k > i + 1 else None
            number = self.span_at[k]
            if self.tokens[k].shape != "A" or (number >= 0 and self.c.spans[number].kind == "person"):
                return None
        return None

    def _closes(self, last: int, sentence: Sentence) -> bool:
        """Whether a comma, "and" or the sentence's end follows a name and the class word behind it."""
        i = last + 1
        if i < sentence.last and (self.lower[i],) in self.c.lexicon.heads:
            i += 1
        return i >= sentence.last or self.lower[i] in {",", ".", ";", "and", "on"}

    def _with_kind(self, number: int, sentence: Sentence) -> tuple[int, int]:
        """One past a division's name with the word for its kind ("Anshun City"): the last code point, and the token."""
        i = self.last_of[number] + 1
        if i < sentence.last and self.span_at[i] < 0 and self.tokens[i].shape == "A":
            head = self.c.lexicon.heads.get((self.lower[i],))
            if head is not None and head.site in DIVISIONS:
                return self.tokens[i].end, i + 1
        return self.c.spans[number].end, i

    def _qualifies(self, word: str, number: int, follower_number: int, *, in_address: bool, listed: bool) -> bool:
        """Whether a name that follows a place by a comma or a preposition tells where the place is."""
        follower = self.c.spans[follower_number]
        if follower.kind == "person":
            return False
        site = self.c.spans[number].site
        if word == "," and site in DIVISIONS and (follower.site != "region" or (listed and site == "region")):
            return False
        if word == ",":
            return follower.site in {"settlement", "region", "street"} or in_address
        return follower.site in {"settlement", "region", "street"} or follower.kind in {"place", "organization"}

    def address_tail(self, i: int, sentence: Sentence) -> int:
        """One past the last code point of an address that begins with the comma at token `i`; 0 where there is none."""
        return self._address(i, sentence)[0]

    def _address(self, i: int, sentence: Sentence) -> tuple[int, bool]:
        """Where a chain of names after commas ends, if it is an address (a town or street at its end), and whether it is a list ("and")."""
        end, last = 0, None
        while i + 1 < sentence.last and self.lower[i] == ",":
            j = i + 1
            while j < sentence.last and (self.lower[j] == "the" or self.tokens[j].shape == "9"):
                j += 1
            nxt = self.span_at[j] if j < sentence.last else -1
            after = self._unnamed_part(j, sentence) if nxt < 0 else j
            if after > j:
                i = after
                continue
            if nxt < 0 or self.c.spans[nxt].kind == "person":
                break
            last = self.c.spans[nxt]
            end = last.end
            i = self.last_of[nxt] + 1
            while i < sentence.last and self.tokens[i].shape == "9" and self.tokens[i - 1].shape == "A":
                i += 1  # "Block 11"
        if i + 1 < sentence.last and self.lower[i] == ",":
            i += 1
        follows = i + 2 < sentence.last and (self.span_at[i + 1] >= 0 or (self.lower[i + 1] == "the" and self.span_at[i + 2] >= 0))
        several = i + 1 < sentence.last and self.lower[i + 1] in QUANTITIES
        listed = i < sentence.last and self.lower[i] in {"and", "&"} and (follows or several)
        if last is None or listed or last.site not in {"settlement", "street", "region"}:
            return 0, listed
        return end, listed

    def _unnamed_part(self, i: int, sentence: Sentence) -> int:
        """One past a part of an address that is no name and that a comma follows: "Block 11", "the Airport"; `i` where there is none."""
        j = i
        while j < sentence.last and j - i < LONGEST_PART and self.tokens[j].shape in "A9":
            if self.span_at[j] >= 0 and (j == i or self.c.spans[self.span_at[j]].kind is not None):
                break  # in "Little Harbour" only the second word may be taken for a name
            j += 1
        return j if i < j < sentence.last and self.lower[j] == "," and self.lower[i] not in self.c.lexicon.titles else i

    def evidence(self, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
        """The part of a sentence, at most 200 code points, that shows a finding.

        Args:
            sentence: The sentence of the finding.
            start: First code point that must be in it.
            end: One past the last.

        Returns:
            A span that begins and ends at token boundaries and holds as much of what stands around as fits.
        """
        first = bisect_left(self.c.starts, end - MAX_EVIDENCE, sentence.first, sentence.last)
        begin = min(self.tokens[first].start, start) if first < sentence.last else start
        last = bisect_right(self.tokens, begin + MAX_EVIDENCE, sentence.first, sentence.last, key=itemgetter(1)) - 1
        return begin, max(self.tokens[last].end, end) if last >= sentence.first else end
