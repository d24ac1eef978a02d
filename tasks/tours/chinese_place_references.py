"""Places that a Chinese text names first and refers to when somebody goes there: "某某村因古树闻名。某某来到这里"."""

from collections.abc import Iterator

from tasks.entities.chinese_tokens import PERSON, SPACE
from tasks.entities.spans import NameSpan
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.chinese_place_uses import ListedPlace, place_use
from tasks.tours.uses import PlaceUse

REACH = 2  # sentences before that of the reference, in the same paragraph


class ChinesePlaceReferences:
    """Finds what "这里", "此地" and the like mean after a verb of going.

    Args:
        clauses: What the grammar sees in the document.
    """

    def __init__(self, clauses: ChineseClauses) -> None:
        """Take the marks of the document."""
        self.c = clauses
        self._pronouns = clauses.sets["place_pronoun"]

    def at(self, i: int) -> Iterator[PlaceUse]:
        """The use of the place that the object of the verb at token `i` refers to.

        Args:
            i: A token with a verb of reports.

        Yields:
            One use, or none where the object is no such word or nothing that one can go to was named before.
        """
        words = self.c.words
        stop = self.c.sentence_stop(i)
        after = i + 1
        while after < stop and words[after].text in {"了", "过"}:
            after += 1
        if not words[i].kinds & {"go", "visit"} or after >= stop or words[after].text not in self._pronouns:
            return
        if after + 1 < stop and words[after + 1].text == "的":
            return
        span = self._topic(i)
        if span is not None:
            item = ListedPlace(span, span.start, span.end, whole=True)
            yield place_use(self.c, item, i, "stop:referred-to", 0.85, "visit", self.c.actor(i))

    def _topic(self, i: int) -> NameSpan | None:
        """The last site named before token `i` in its sentence; else the first one of the sentences before, which they are about."""
        tokens = self.c.tokens
        sentence = self.c.sentence_of[i]
        own = self._sites(self.c.sentence_first(i), i)
        if own:
            return own[-1]
        line = tokens.sentences[sentence].line
        for before in range(sentence - 1, max(-1, sentence - 1 - REACH), -1):
            if tokens.sentences[before].line != line:
                break
            found = self._sites(tokens.first[before], tokens.first[before + 1])
            if found:
                return found[0]
        return None

    def _sites(self, first: int, stop: int) -> list[NameSpan]:
        """The names of sites and settlements between two tokens, divisions and what only qualifies another name left out."""
        found: list[NameSpan] = []
        for j in range(first, stop):
            number = self.c.span_at[j]
            if number < 0 or self.c.words[j] is PERSON or self.c.words[j] is SPACE:
                continue
            span = self.c.spans[number]
            if span.kind == "person" or span.site not in {"yes", "settlement"} or (found and found[-1] is span):
                continue
            if self.c.words[j].is_division and span.site != "yes":
                continue
            if found and self.c.text[found[-1].end : span.start] in {"", "的"}:
                found.pop()  # "某某镇的某某村"
            found.append(span)
        return found
