"""Romanisation of Cyrillic and Indic name lists, in the spellings that English reports use; only for `build.py`."""

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "є": "ye",
    "і": "i", "ї": "yi", "ј": "j", "љ": "lj", "њ": "nj", "ѓ": "gj", "ќ": "kj", "џ": "dz", "ѕ": "dz",
}  # fmt: skip

# Unicode lays the Indic blocks out alike, 128 code points each, so one table of offsets serves them; Sinhala has its own.
CONSONANTS = dict(
    zip(
        range(0x15, 0x3A),
        [
            "k",
            "kh",
            "g",
            "gh",
            "ng",
            "ch",
            "chh",
            "j",
            "jh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "n",
            "p",
            "ph",
            "b",
            "bh",
            "m",
            "y",
            "r",
            "r",
            "l",
            "l",
            "l",
            "v",
            "sh",
            "sh",
            "s",
            "h",
        ],
        strict=True,
    )
)
VOWELS = {0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0E: "e", 0x0F: "e", 0x10: "ai", 0x12: "o",
          0x13: "o", 0x14: "au"}  # fmt: skip
SIGNS = {
    0x3E: "a",
    0x3F: "i",
    0x40: "i",
    0x41: "u",
    0x42: "u",
    0x43: "ri",
    0x46: "e",
    0x47: "e",
    0x48: "ai",
    0x4A: "o",
    0x4B: "o",
    0x4C: "au",
}
VIRAMA, ANUSVARA, NUKTA = 0x4D, (0x01, 0x02), 0x3C

SINHALA_CONSONANTS = {
    "ක": "k", "ඛ": "kh", "ග": "g", "ඝ": "gh", "ඞ": "ng", "ඟ": "ng", "ච": "ch", "ඡ": "chh", "ජ": "j", "ඣ": "jh", "ඤ": "n",
    "ඥ": "gn", "ඦ": "nj", "ට": "t", "ඨ": "th", "ඩ": "d", "ඪ": "dh", "ණ": "n", "ඬ": "nd", "ත": "th", "ථ": "th", "ද": "d",
    "ධ": "dh", "න": "n", "ඳ": "nd", "ප": "p", "ඵ": "ph", "බ": "b", "භ": "bh", "ම": "m", "ඹ": "mb", "ය": "y", "ර": "r",
    "ල": "l", "ව": "w", "ශ": "sh", "ෂ": "sh", "ස": "s", "හ": "h", "ළ": "l", "ෆ": "f",
}  # fmt: skip
SINHALA_VOWELS = {"අ": "a", "ආ": "a", "ඇ": "a", "ඈ": "a", "ඉ": "i", "ඊ": "i", "උ": "u", "ඌ": "u", "එ": "e", "ඒ": "e", "ඔ": "o", "ඕ": "o"}
SINHALA_SIGNS = {
    "ා": "a",
    "ැ": "a",
    "ෑ": "a",
    "ි": "i",
    "ී": "i",
    "ු": "u",
    "ූ": "u",
    "ෙ": "e",
    "ේ": "e",
    "ෛ": "ai",
    "ො": "o",
    "ෝ": "o",
    "ෞ": "au",
    "ෘ": "ru",
}
SCHWA_KEPT = (0x0B00, 0x0C00, 0x0C80, 0x0D00)  # Odia, Telugu, Kannada, Malayalam; Hindi and its kin drop the last inherent vowel


def cyrillic_to_latin(name: str) -> str:
    """Romanise a Cyrillic name letter by letter.

    Args:
        name: One name.

    Returns:
        The name with its first letter in upper case.
    """
    return "".join(CYRILLIC.get(letter, letter) for letter in name.lower()).replace("iy", "y").replace("yy", "y").capitalize()


def indic_to_latin(name: str) -> str:
    """Romanise a name in Devanagari, Bengali, Gujarati, Odia, Tamil or Sinhala.

    Args:
        name: One name.

    Returns:
        The name with its first letter in upper case.
    """
    parts: list[str] = []
    pending = False  # whether the last consonant still carries its inherent "a"
    keeps_schwa = True
    for character in name:
        code = ord(character)
        sinhala = 0x0D80 <= code <= 0x0DFF
        block, offset = code & ~0x7F, code & 0x7F
        keeps_schwa = sinhala or block in SCHWA_KEPT
        consonant = SINHALA_CONSONANTS.get(character) if sinhala else CONSONANTS.get(offset) if code > 0x8FF else None
        sign = SINHALA_SIGNS.get(character) if sinhala else SIGNS.get(offset) if code > 0x8FF else None
        vowel = SINHALA_VOWELS.get(character) if sinhala else VOWELS.get(offset) if code > 0x8FF else None
        if consonant:
            parts.append(("a" if pending else "") + consonant)
            pending = True
        elif sign:
            parts.append(sign)
            pending = False
        elif character == "\u0dca" or (not sinhala and offset == VIRAMA):
            pending = False
        elif vowel:
            parts.append(("a" if pending else "") + vowel)
            pending = False
        elif not sinhala and offset in ANUSVARA and code > 0x8FF:
            parts.append(("a" if pending else "") + "n")
            pending = False
    if pending and keeps_schwa:
        parts.append("a")
    return "".join(parts).capitalize()
