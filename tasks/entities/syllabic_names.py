"""Korean, Vietnamese and southern Chinese names: a surname of a closed list, then one or two syllables."""

import re

from tasks.entities.name_lexicon import NameLexicon, fold
from tasks.entities.person_name import Origin, PersonName

_SYLLABLE: dict[Origin, re.Pattern[str]] = {
    "ko": re.compile(
        r"(?:kk|tt|pp|ss|jj|ch|kh|th|ph|[bcdghjklmnprstwy])?"
        r"(?:yae|yeo|ya|ye|yo|yu|yoo|you|wa|wae|we|wi|wo|ui|eui|ae|ai|eo|eu|oe|oo|ou|ee|a|e|i|o|u)(?:ng|ck|[kntlmphdbgr])?"
    ),
    "vi": re.compile(r"(?:ngh|nh|ng|th|tr|ph|kh|gh|gi|qu|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?"),
    "zh": re.compile(
        r"(?:ts|tz|hs|ch|sh|kh|ph|th|ng|kw|gw|[bcdfghjklmnprstwyz])?(?:[aeiouy]{1,3}|oei|ieu)(?:ng|ck|gn|[hknmptwr])?|h?ng|szu|tzu|tze"
    ),
}
_ORIGINS: tuple[Origin, ...] = ("ko", "vi", "zh")
_VIETNAMESE_ONLY = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", re.IGNORECASE)


def judge_syllabic(words: tuple[str, ...], lexicon: NameLexicon) -> PersonName | None:
    """Judge capitalised words as a Korean, Vietnamese or southern Chinese name, surname first.

    Args:
        words: Two to four words, such as ("Kim", "Jong", "Un"), ("Tsai", "Ing-wen") or ("Nguyen", "Phu", "Trong").
        lexicon: The name lists.

    Returns:
        The most likely reading, or null.
    """
    if not 2 <= len(words) <= 4:
        return None
    found = [name for origin in _ORIGINS if (name := _judge(words, origin, lexicon))]
    return max(found, key=lambda name: name.score, default=None)


def _judge(words: tuple[str, ...], origin: Origin, lexicon: NameLexicon) -> PersonName | None:
    surname = fold(words[0])
    telling = lexicon.romanised_surnames[origin].get(surname)
    if telling is None:
        return None
    given = words[1:]
    hyphenated = len(given) == 1 and "-" in given[0]
    syllables = fold(given[0]).split("-") if hyphenated else [fold(word) for word in given]
    limit = 3 if origin == "vi" else 2
    if not 1 <= len(syllables) <= limit or not all(_SYLLABLE[origin].fullmatch(syllable) for syllable in syllables):
        return None
    english = sum(lexicon.word_size(syllable) in {10, 20} for syllable in syllables)
    marked = origin == "vi" and any(_VIETNAMESE_ONLY.search(word) for word in words)
    if not marked and not hyphenated and english == len(syllables):
        return None
    score = 0.9 if telling or marked or hyphenated else 0.8
    if lexicon.word_size(surname) in {10, 20} and not telling:
        score -= 0.1
    if len(syllables) == 1 and not marked:
        score -= 0.15 if telling else 0.3
    score -= 0.0 if hyphenated else (0.1 if len(syllables) > 1 else 0.15) * english
    return PersonName(words, words[0], " ".join(given), "surname_first", origin, round(score, 2))
