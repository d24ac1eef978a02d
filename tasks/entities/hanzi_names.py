"""Chinese characters read as a person's name: "应勇", "欧阳锋", "阿纳托利·普罗科皮耶夫"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from tasks.entities.person_name import PersonName
from tasks.lexicon.seed_tables import read_seed_table

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_TRANSLITERATED = re.compile(r"[\u4e00-\u9fffA-Z]{1,8}(?:[·•・][\u4e00-\u9fff]{1,8}){1,4}")
_FREQUENT = 200


@dataclass(frozen=True, eq=False)
class HanziNames:
    """Judges names in Chinese characters.

    Attributes:
        surnames: Surname -> rank by frequency, from 0.
        given: Characters usual in given names.
        never: Characters that given names avoid: of grammar, administration and organisations.
        transliteration: Characters that write foreign names by sound.
        japanese: Japanese surnames.
    """

    surnames: dict[str, int]
    given: frozenset[str]
    never: frozenset[str]
    transliteration: frozenset[str]
    japanese: frozenset[str] = frozenset()

    def judge(self, name: str, is_place: Callable[[str], bool]) -> PersonName | None:
        """Judge a run of characters.

        Args:
            name: Two to four characters (newspapers space two: "宋 洋"), a longer transliteration, or parts joined by a middle dot.
            is_place: Says whether a name is a place.

        Returns:
            The name, or null.
        """
        judged = self._judge(re.sub(r"(?<=^[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]$)", "", name))
        if judged is None:
            return None
        return replace(judged, words=(name,), score=min(judged.score, 0.25) if is_place(name) else judged.score)

    def _judge(self, name: str) -> PersonName | None:
        if _TRANSLITERATED.fullmatch(name):
            parts = re.split("[·•・]", name)
            return PersonName((name,), parts[-1], " ".join(parts[:-1]), "given_first", "unknown", 0.9)
        if not _HAN.fullmatch(name) or not 2 <= len(name) <= 8:
            return None
        return self._judge_chinese(name) or self._judge_foreign(name)

    def _judge_foreign(self, name: str) -> PersonName | None:
        """Judge "米尔济约耶夫": places are transliterated with the same characters, so never sure."""
        if len(name) < 3 or not self.transliteration.issuperset(name):
            return None
        return PersonName((name,), name, None, "unknown", "unknown", 0.35)

    def _judge_chinese(self, name: str) -> PersonName | None:
        """Judge a surname of the list and one or two characters."""
        at = 2 if name[:2] in self.surnames and len(name) > 2 else 1
        surname, given = name[:at], name[at:]
        if surname not in self.surnames or not 1 <= len(given) <= 2 or any(character in self.never for character in given):
            return None
        usual = sum(character in self.given for character in given) / len(given)
        score = (0.6 if self.surnames[surname] < _FREQUENT or at == 2 else 0.45) + 0.35 * usual
        return PersonName((name,), surname, given, "surname_first", "zh", round(score - (0.05 if len(given) == 1 else 0.0), 2))


@cache
def load_hanzi_names() -> HanziNames:
    """Read the surnames and the characters of given names.

    Returns:
        The judge of names in Chinese characters.
    """
    ranks: dict[str, int] = {}
    for rank, (surname, _) in enumerate(read_seed_table("lexicon/zh/surnames.csv", ("surname", "pinyin"))):
        ranks.setdefault(surname, rank)
    characters = {use: frozenset(row) for use, row in read_seed_table("lexicon/zh/given_name_characters.csv", ("use", "characters"))}
    japanese = frozenset(surname for (surname,) in read_seed_table("lexicon/zh/japanese_surnames.csv", ("surname",)))
    return HanziNames(ranks, characters["usual"], characters["never"], characters["transliteration"], japanese)
