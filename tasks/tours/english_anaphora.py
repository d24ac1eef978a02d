"""Whom a pronoun or a bare title means in English: "she", "Her Royal Highness", "the Minister"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from tasks.entities.referents import DocumentReferent
from tasks.entities.spans import NameSpan
from tasks.tours.english_clauses import EnglishClauses
from tasks.tours.uses import Action, Actor, PlaceUse

PLURAL = frozenset(["they", "we"])
REACH = 12
"""How many sentences back somebody may have acted whom a pronoun means."""

Acted = TypeVar("Acted", PlaceUse, Action)


class EnglishAnaphora:
    """Finds the antecedents of one document.

    Args:
        clauses: The grammar's view of the document.
        of_span: The referent of every mention, by its offsets.
        actions: What the text tells that somebody did, in order.
    """

    def __init__(self, clauses: EnglishClauses, of_span: Mapping[tuple[int, int], DocumentReferent], actions: Sequence[Action]) -> None:
        """Note who acts by name, and where."""
        self.sets = clauses.sets
        self.of_span = of_span
        self._named = [action for action in actions if action.actor.kind in {"person", "passive"} and action.actor.persons]
        self._words: dict[int, frozenset[str]] = {}

    def resolve(self, found: Sequence[Acted]) -> list[Acted]:
        """Give singular pronouns and bare titles the person whom they mean, where the text shows it.

        Args:
            found: Uses of places or actions.

        Returns:
            The same, the persons of their actors filled in; the kind of an actor stays.
        """
        result: list[Acted] = []
        for each in found:
            actor = each.actor
            if actor.kind == "pronoun" and not actor.persons and actor.word not in PLURAL:
                position = each.evidence_end if isinstance(each, PlaceUse) else each.start
                person = self._antecedent(actor, each.sentence, position)
                if person is not None:
                    each = replace(each, actor=replace(actor, persons=(person,)))
            result.append(each)
        return result

    def _antecedent(self, actor: Actor, sentence: int, position: int) -> NameSpan | None:
        """The person named last as acting who bears the title, or whose titles do not contradict the pronoun's gender."""
        gender = self._gender(actor.word.split(" "))
        titled = gender is None and actor.word not in self.sets["pronoun"]
        for action in reversed(self._named):
            if action.sentence > sentence or action.start >= position:
                continue
            if action.sentence < sentence - REACH:
                break
            for span in action.actor.persons:
                words = self._words_of(span)
                if titled and actor.word.split(" ")[-1] in words:
                    return span
                if not titled and gender is not None and self._gender(sorted(words)) in {gender, None}:
                    return span
        return None

    def _gender(self, words: Sequence[str]) -> str | None:
        feminine, masculine = (any(word in self.sets[name] for word in words) for name in ("feminine", "masculine"))
        return None if feminine == masculine else "feminine" if feminine else "masculine"

    def _words_of(self, span: NameSpan) -> frozenset[str]:
        """The words of all titles of the person whom a mention means, and of names that are titles ("the Princess Royal")."""
        referent = self.of_span.get((span.start, span.end))
        spans = [span] if referent is None else referent.spans
        key = id(referent) if referent is not None else id(span)
        if key not in self._words:
            phrases = [each.title or "" for each in spans] + [each.text for each in spans]
            self._words[key] = frozenset(word.strip(".,").lower() for phrase in phrases for word in phrase.split())
        return self._words[key]
