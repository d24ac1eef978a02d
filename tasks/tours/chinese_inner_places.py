"""Rooms, floors and halls of the place just gone to, and kinds of places that are no one place, in a Chinese text."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tasks.entities.chinese_tokens import NUMBER, PERSON, UNKNOWN
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.uses import PlaceUse

ROUND = re.compile("首先|先后")
ONWARD = re.compile("随后|之后|然后|接着|最后|离开|下午|傍晚|当晚|当天|[0-9]日|还|又|再|前往")
FLOOR = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,3})[层楼]")


class ChineseInnerPlaces:
    """Tells names of places from descriptions of what is inside one.

    Args:
        clauses: What the grammar sees in the document.
    """

    def __init__(self, clauses: ChineseClauses) -> None:
        """Take the marks of the document."""
        self.c = clauses
        self._heads = tuple(sorted(clauses.sets["inner_head"]))
        self._rooms = tuple(sorted(clauses.sets["room_head"]))
        self._holders = clauses.sets["inner_prefix"]
        self._kinds = clauses.sets["visited_kind"]
        self._qualities = clauses.sets["quality_word"]

    def marked(self, uses: Sequence[PlaceUse]) -> Iterator[PlaceUse]:
        """The uses of a document, those of places inside another one marked, those of mere kinds of places left out.

        Args:
            uses: All uses.

        Yields:
            Uses: "村活动中心" is inside the village just gone to, and so is a named hall that is only looked at; "基层派出所" is any
            police station.
        """
        for found in uses:
            use = replace(found, begins_round=True) if self._begins_round(found) else found
            words = [self.c.words[i] for i in self._tokens(use)]
            text = self.c.text[use.place_start : use.place_end]
            general = all(
                (word.common or word.head is not None or word.functions)
                and not (word.is_division or word is UNKNOWN or word is PERSON or word is NUMBER)
                for word in words
            )
            if not words or not (general or FLOOR.match(text)):
                shown = use.rule == "stop:visit-object" and text.endswith(self._rooms)
                yield replace(use, inside=True) if shown else use
            elif text in self._kinds or any(word.text in self._qualities for word in words):
                continue
            elif text.endswith(self._heads) or words[0].text in self._holders or FLOOR.match(text):
                yield replace(use, inside=True)
            else:
                yield use

    def _begins_round(self, use: PlaceUse) -> bool:
        """Whether the place comes first, or is one of several, with no word that leads away from the place before: "她首先来到…"."""
        before = self.c.text[self.c.tokens.sentences[use.sentence].start : use.place_start]
        return ROUND.search(before) is not None and ONWARD.search(before) is None

    def _tokens(self, use: PlaceUse) -> range:
        """The tokens of a place's name with its qualifiers."""
        first = bisect_right(self.c.ends, use.place_start)
        stop = first
        while stop < len(self.c.starts) and self.c.starts[stop] < use.place_end:
            stop += 1
        return range(first, stop)
