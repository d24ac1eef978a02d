"""The places that a Chinese text lists after a verb or "在"."""

from dataclasses import replace

from tasks.entities.chinese_tokens import PERSON, PUNCTUATION, SPACE
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.chinese_place_phrases import ChinesePlacePhrases
from tasks.tours.chinese_place_uses import ListedPlace


class ChinesePlaceLists:
    """Reads lists of places in one document.

    Args:
        clauses: What the grammar sees in the document.
    """

    def __init__(self, clauses: ChineseClauses) -> None:
        """Take the marks of the document."""
        self.c = clauses
        self.text = clauses.text
        self.words = clauses.words
        self.starts = clauses.starts
        self.ends = clauses.ends
        self.phrases = ChinesePlacePhrases(clauses)
        self._before_places = clauses.sets["before_place"]
        self._part_of_places = clauses.sets["part_of_place"]
        self._after_places = clauses.sets["after_place"]

    def after(self, first: int, stop: int, *, strong: bool) -> tuple[list[ListedPlace], int]:
        """The places listed from token `first`, and the token after the list.

        Args:
            first: The first token that may belong to the list.
            stop: Where the sentence ends.
            strong: Whether what the verb takes is a place even if it is no known name.

        Returns:
            The places, and the index of the token after them.
        """
        items: list[ListedPlace] = []
        i = first
        begin = first
        while i <= stop:
            at_end = i == stop
            word = PUNCTUATION if at_end else self.words[i]
            if word.text in self._after_places and i + 1 < stop and self._joins(i + 1):
                i += 1
                continue
            inside = not at_end and self.c.span_at[i] >= 0
            if inside and word is not PERSON:
                i += 1
                continue
            joins = not at_end and self._joins(i)
            if joins or at_end or (self._ends_list(i, begin) and not self._goes_on(i, begin, stop)):
                item = self._item(begin, i, strong=strong)
                if item is None and strong and any(known.whole for known in items):
                    item = self.phrases.listed(begin, i)
                if item is not None:
                    items.append(item)
                if joins and (item is not None or i > begin):
                    i += 1
                    begin = i
                    continue
                return items, i
            i += 1
        return items, stop

    def _joins(self, i: int) -> bool:
        """Whether token `i` joins the places of a list."""
        return "conjunction" in self.words[i].functions or (self.words[i] is PUNCTUATION and self.text[self.starts[i]] == "、")

    def _goes_on(self, i: int, begin: int, stop: int) -> bool:
        """Whether a word that ends phrases stands inside an item because the list goes on after it: "某某货物查验场、某某公园"."""
        word = self.words[i]
        if (
            word is PUNCTUATION
            or word is SPACE
            or word.kinds - {"say"}
            or word.text in self._after_places
            or self.words[i - 1].text in self._after_places
        ):
            return False
        for j in range(i + 1, min(stop, i + 9)):
            if self.words[j].kinds and self.c.span_at[j] < 0:
                return False
            if self.words[j] is PUNCTUATION:
                return self.text[self.starts[j]] == "、"
        return False

    def _ends_list(self, i: int, begin: int) -> bool:
        """Whether token `i` belongs to no place of the list whose item begins at token `begin`."""
        word = self.words[i]
        if word is SPACE:
            return True
        if word is PUNCTUATION:
            return self.text[self.starts[i]] not in "“”‘’《》「」-—·"
        if word.functions & {"particle"} and word.text != "的" and i > begin and word.text not in self._before_places:
            return True
        if word.text in self._before_places or word.text == "的":
            return False
        if word is PERSON:
            return False
        return (
            bool(word.senses)
            or (word.role in {"verb"} and i > begin)
            or bool(word.functions & {"preposition", "locative_preposition"} and i > begin)
        )

    def _item(self, begin: int, end: int, *, strong: bool) -> ListedPlace | None:
        """The place that tokens `begin` to `end` name."""
        while begin < end and self.words[begin].text in self._before_places:
            begin += 1
        last = end
        while last > begin and (self.words[last - 1].text in self._after_places or self.words[last - 1] is SPACE):
            last -= 1
        if begin >= last:
            return None
        full = last
        while last - 1 > begin and self.words[last - 1].text in self._part_of_places and self.c.span_at[last - 1] < 0:
            last -= 1
        number = self.c.span_at[last - 1]
        if number < 0 and last < full:
            promoted = self.phrases.visited(begin, last) if strong else None
            if promoted is not None:
                return replace(promoted, end=self.ends[full - 1])
            last = full
            number = self.c.span_at[last - 1]
        if number >= 0 and self.c.spans[number].kind != "person":
            span = self.c.spans[number]
            return ListedPlace(span, self.phrases.qualified(begin, span.start), self.ends[full - 1], whole=True)
        if strong:
            promoted = self.phrases.visited(begin, last)
            if promoted is not None:
                return promoted
        for i in range(last - 1, begin - 1, -1):
            number = self.c.span_at[i]
            if number >= 0 and self.c.spans[number].kind in {"place", "organization"}:
                span = self.c.spans[number]
                return ListedPlace(span, self.phrases.qualified(begin, span.start), span.end, whole=False)
        return None
