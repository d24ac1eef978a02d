"""Whether two spellings within one document name one person."""

import re
from functools import lru_cache

from tasks.entities.name_lexicon import NameLexicon, fold, spelling_key

_SEPARATORS = re.compile(r"[\s·•\-‐‑]+")
_POINTED = re.compile(r"(?:[a-z]\.){2,}[a-z]?")
_MALE, _FEMALE = "male", "female"
_SPELLING_MIN = 6  # letters from which two spellings of one sound are taken for one name; shorter ones are often two


@lru_cache(maxsize=50_000)
def name_parts(name: str, lexicon: NameLexicon) -> tuple[tuple[str, ...], str | None]:
    """Divide a name into the parts that are compared.

    Args:
        name: A name as found in a text, honorifics included.
        lexicon: The name lists.

    Returns:
        Folded parts without honorifics, initials one by one; and the sex that an honorific tells, null if none does.
    """
    parts: list[str] = []
    sex: str | None = None
    for word in _SEPARATORS.split(name.strip(" ,.")):
        folded = fold(word).strip(",").replace("'", "")
        kind = lexicon.honorifics.get(folded.rstrip("."), ("", ""))[0]
        if kind and len(folded.rstrip(".")) > 1:
            sex = kind if kind in {_MALE, _FEMALE} else sex
        elif folded == "the":
            continue
        elif _POINTED.fullmatch(folded):
            parts.extend(folded.replace(".", ""))
        elif folded:
            parts.append(folded.rstrip("."))
    return tuple(parts), sex


def same_person(a: str, b: str, lexicon: NameLexicon, is_syllabic: bool) -> bool:
    """Say whether two forms of a name, in one document, name one person.

    Args:
        a: One form.
        b: Another form.
        lexicon: The name lists.
        is_syllabic: Whether either is a Chinese, Korean or Vietnamese name, whose short syllables allow no respelling.

    Returns:
        True for reversed order, joined or hyphenated syllables, initials, short forms of given names, left-out parts and
        variant romanisations; a lone surname or given name is the same person as the full name that has it.
    """
    if fold(a) == fold(b):
        return True
    (left, left_sex), (right, right_sex) = name_parts(a, lexicon), name_parts(b, lexicon)
    if not left or not right or {left_sex, right_sex} == {_MALE, _FEMALE}:
        return False
    if left == right or "".join(left) == "".join(right):
        return True
    if _rotated(left, right):
        return True
    shorter, longer = sorted((left, right), key=lambda parts: (len(parts), sum(map(len, parts)), parts))  # whichever is asked first
    if is_syllabic:
        return len(shorter) == 1 and len(shorter[0]) > 1 and (shorter[0] == longer[0] or shorter[0] == "".join(longer[1:]))
    if len(shorter) == 1:
        ends = (longer[0], longer[-1])
        return len(shorter[0]) > 2 and any(_same_part(shorter[0], end, lexicon) for end in ends)
    if len(shorter) >= 2 and longer[: len(shorter)] == shorter:
        return True  # "Ahmad Fikri" for "Ahmad Fikri Zulkifli"
    return _contained(shorter, longer, lexicon) or (left[:-1] == right[:-1] and _one_slip(left[-1], right[-1]))


@lru_cache(maxsize=50_000)
def variant_keys(name: str, lexicon: NameLexicon) -> frozenset[tuple[str, ...]] | None:
    """Keys of which any two forms of one name share one: what a table of names is searched by.

    Args:
        name: A name as found in a text, honorifics included.
        lexicon: The name lists.

    Returns:
        The letters in any order, the first two parts, the last part in all its spellings and short forms, and the last part less any
        one letter after the same other parts. None for a name of one part or with an initial at its end, which may go with
        any that has the part.
    """
    parts, _ = name_parts(name, lexicon)
    if len(parts) < 2 or len(parts[-1]) < 2:
        return None
    *others, last = parts
    keys = {("letters", "".join(sorted("".join(parts)))), ("part", last), ("begins", parts[0], parts[1])}
    keys.update(("part", form) for form in lexicon.short_forms.get(last, ()))
    if len(last) >= _SPELLING_MIN:
        keys.add(("sound", spelling_key(last)))
        keys.update(("slip", *others, last[:i] + last[i + 1 :]) for i in range(len(last)))
        keys.add(("slip", *others, last))
    return frozenset(keys)


def _one_slip(a: str, b: str) -> bool:
    """Whether two long surnames differ by one letter put in, left out or changed: "Muhamedov" and "Muhamdov"."""
    if min(len(a), len(b)) < _SPELLING_MIN or abs(len(a) - len(b)) > 1:
        return False
    shorter, longer = sorted((a, b), key=len)
    start = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    return shorter[start:] == longer[start + 1 :] or shorter[start + 1 :] == longer[start + 1 :]


def _rotated(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    joined = "".join(left)
    return any("".join((*right[cut:], *right[:cut])) == joined for cut in range(1, len(right)))


def _contained(shorter: tuple[str, ...], longer: tuple[str, ...], lexicon: NameLexicon) -> bool:
    """Match the last parts, then the others in the order of the longer name; middle initials that only one has do not count."""
    if not _same_part(shorter[-1], longer[-1], lexicon) or len(shorter[-1]) == 1:
        return False
    position = 0
    for part in shorter[:-1]:
        while position < len(longer) - 1 and not _same_part(part, longer[position], lexicon):
            position += 1
        if position == len(longer) - 1:
            return _without_middle_initials(shorter, longer, lexicon)
        position += 1
    return True


def _without_middle_initials(shorter: tuple[str, ...], longer: tuple[str, ...], lexicon: NameLexicon) -> bool:
    left, right = (tuple(part for part in parts if len(part) > 1) for parts in (shorter, longer))
    if (left, right) == (shorter, longer) or len(left) < 2 or len(right) < 2:
        return False
    return _same_part(left[0], right[0], lexicon) and _same_part(left[-1], right[-1], lexicon)


def _same_part(a: str, b: str, lexicon: NameLexicon) -> bool:
    if a == b:
        return True
    if 1 in (len(a), len(b)):
        return a[0] == b[0]
    a_forms, b_forms = (lexicon.short_forms.get(part, frozenset()) for part in (a, b))
    if a in b_forms or b in a_forms:
        return True
    return min(len(a), len(b)) >= _SPELLING_MIN and spelling_key(a) == spelling_key(b)
