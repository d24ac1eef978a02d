"""How likely characters of a Chinese text are a person's name, by themselves."""

from tasks.entities.person_names import PersonNames
from warehouse.records import record

# Ranks by frequency: from the first on a surname is rare, below the second it is common.
RARE_SURNAME = 200
COMMON_SURNAME = 100
# A married name of Hong Kong has two surnames: "陈李秀兰".
MARRIED, MARRIED_PENALTY = 4, 0.15
FREQUENT_SCORE, RARE_SCORE, USUAL_SHARE, SHORT_PENALTY = 0.6, 0.45, 0.35, 0.05


@record(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a person's name.

    Attributes:
        start: First code point.
        end: One past the last.
        score: How well it fits the characters and words around it.
    """

    start: int
    end: int
    score: float


class NamePlausibility:
    """Scores stretches of one document, each one once.

    Args:
        judge: Judge of personal names.
    """

    def __init__(self, judge: PersonNames) -> None:
        """Start with nothing scored."""
        self.hanzi = judge.hanzi
        self._scores: dict[str, float] = {}

    def of(self, name: str) -> float:
        """How likely a Chinese name is, from 0 to 1."""
        known = self._scores.get(name)
        if known is None:
            known = self._plausible(name)
            self._scores[name] = known
        return known

    def is_rare(self, character: str) -> bool:
        """Whether a character is a rare surname, or none."""
        return self.hanzi.surnames.get(character, RARE_SURNAME) >= RARE_SURNAME

    def is_common(self, character: str) -> bool:
        """Whether a character is one of the most frequent surnames."""
        return self.hanzi.surnames.get(character, RARE_SURNAME) < COMMON_SURNAME

    def _plausible(self, name: str) -> float:
        """How likely a Chinese name is, by `HanziNames`, without the object that it would return."""
        hanzi = self.hanzi
        at = 2 if len(name) > 2 and name[:2] in hanzi.surnames else 1
        if at == 1 and len(name) == MARRIED and self.is_common(name[0]) and self.is_common(name[1]):
            return self._plausible(name[0] + name[2:]) - MARRIED_PENALTY
        rank = hanzi.surnames.get(name[:at])
        given = name[at:]
        if rank is None or len(given) > 2 or not hanzi.never.isdisjoint(given):
            return 0.0
        usual = sum(character in hanzi.given for character in given) / len(given)
        return (
            (FREQUENT_SCORE if rank < RARE_SURNAME or at == 2 else RARE_SCORE)
            + USUAL_SHARE * usual
            - (SHORT_PENALTY if len(given) == 1 else 0.0)
        )
