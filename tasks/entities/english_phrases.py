"""Capitalised phrases of English text, and how they fall apart into names."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from tasks.lexicon.english import EnglishLexicon
from tasks.text.sentences import ABBREVIATIONS, COMPANY_TAILS, OPENERS, Sentence
from tasks.text.tokens import Token
from warehouse.records import record

LINKS = frozenset(
    [
        "of",
        "for",
        "de",
        "du",
        "des",
        "del",
        "la",
        "las",
        "le",
        "los",
        "da",
        "dos",
        "di",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "bint",
        "ibn",
        "al",
        "el",
        "on",
        "and",
    ]
)
COMPANY_WORDS = COMPANY_TAILS | {"co"}
PARTICLES = LINKS - {"of", "for", "on", "and"}
GENERATIONS = frozenset(["jr", "sr", "jnr", "snr"])
SURNAMES = frozenset(["he", "you", "she", "no", "an", "so", "to", "thu"])
"""Surnames that are function words, too; a capital inside a sentence tells them apart."""
SYLLABLES = frozenset(["An", "So", "He", "You", "She", "Can", "Nor", "Do", "My", "To"])
"""Function words that are also syllables of names of places and persons, behind another word of the name."""
OBJECT_VERBS = frozenset(["save"])
ARTICLED = re.compile(r"(?:a[dlnrstz]|ash|e[dlnrst]|esh|ul)-[A-Z]")
"""How a name begins that an Arabic article is joined to: "al-Maliki", "ash-Shati"."""
AMOUNT = re.compile(r"[A-Z]{1,4}s?\d+")
ORDERS_OF_MAGNITUDE = frozenset(
    ["million", "billion", "trillion", "thousand", "crore", "crores", "lakh", "lakhs", "mln", "bln", "mn", "bn"]
)
SHORTEST_HEADING = 4
HEADING_SHARE = 0.8
LONGEST_PHRASE = 60
"""Tokens after which a phrase ends, so that what is asked of its parts stays bounded; the development documents' longest has 28."""
UNITS = frozenset(["kv", "mw", "km", "kw"])


@record(frozen=True, slots=True)
class Phrase:
    """A maximal run of capitalised words with the small words that join them.

    Attributes:
        first: Index of its first token.
        last: One past the index of its last token.
        opens_sentence: Whether its first word begins a sentence, where a capital means little.
    """

    first: int
    last: int
    opens_sentence: bool


class PhraseFinder:
    """Finds capitalised phrases in one document.

    Args:
        lexicon: The English lexicon.
        text: The document's text.
        tokens: Its tokens.
    """

    def __init__(self, lexicon: EnglishLexicon, text: str, tokens: Sequence[Token]) -> None:
        """Note which words the document also writes without a capital."""
        self.lexicon = lexicon
        self.text = text
        self.tokens = tokens
        self.heading = False
        self.cut: list[Phrase] = []
        self._capitals = [i for i, (_, _, word, _, shape) in enumerate(tokens) if shape in "A9" or ARTICLED.match(word)]
        self.ordinary = {token.text for token in tokens if token.shape == "a"}

    def is_heading(self, sentence: Sentence) -> bool:
        """Whether a line is a heading: nearly all its words have capitals, and no full stop ends it."""
        if self.tokens[sentence.last - 1].text == ".":
            return False
        words = [token for token in self.tokens[sentence.first : sentence.last] if token.shape in "Aa" and len(token.text) > 3]
        if len(words) < SHORTEST_HEADING:
            return False
        return sum(token.shape == "A" for token in words) >= HEADING_SHARE * len(words)

    def phrases(self, sentence: Sentence, *, heading: bool = False) -> list[Phrase]:
        """The phrases of one sentence, in order.

        Args:
            sentence: The sentence.
            heading: Whether it is a heading, whose verbs have capitals, too.

        Returns:
            The phrases.
        """
        self.heading = heading
        found = []
        free = sentence.first
        for i in self._capitals[bisect_left(self._capitals, sentence.first) : bisect_left(self._capitals, sentence.last)]:
            if i >= free and self._may_begin(i, sentence):
                free = self._extend(i, sentence)
                found.append(Phrase(i, free, self._opens(i, sentence)))
                if free - i >= LONGEST_PHRASE:
                    self.cut.append(found[-1])
        return found

    def _opens(self, i: int, sentence: Sentence) -> bool:
        if i == sentence.first:
            return True
        before = self.tokens[i - 1].text
        return before in OPENERS or before in ":;—-•*." or (before == ")" and i - sentence.first <= 3)

    def _may_begin(self, i: int, sentence: Sentence) -> bool:
        token = self.tokens[i]
        if token.shape == "9":
            return (
                token.text[-1] in "tdh" and not token.text[-1].isdigit() and self._is_capital(i + 1, sentence) and self._adjacent(i, i + 1)
            )
        if ARTICLED.match(token.text):
            return True
        if token.shape != "A" or self._is_amount(i, sentence):
            return False
        if self._is_excellency(i, sentence) or (i - 2 >= sentence.first and self._is_excellency(i - 2, sentence)):
            return False
        if self._is_numero(i, sentence) or (self._is_initial(i, sentence) and not self._opens(i, sentence)):
            return True
        if self._names_by_day(i, sentence):
            return True
        if token.lower in self.lexicon.closed_words or self._is_heading_verb(token):
            if token.lower in SURNAMES and not self._opens(i, sentence) and token.text.istitle() and not self.heading:
                return self._is_capital(i + 1, sentence) and self._adjacent(i, i + 1)
            article = i + 2 < sentence.last and self.tokens[i + 1].text == "the" and self._is_capital(i + 2, sentence)
            return token.lower in OBJECT_VERBS and article and not self._opens(i, sentence)
        if self._opens(i, sentence):
            if token.lower in self.lexicon.function_words and not self._may_open(i, sentence):
                return False
            if self.lexicon.offices.match([token.lower], 0) or token.lower in self.lexicon.office_words:
                return True
            if token.lower in self.ordinary:
                return (token.lower,) in self.lexicon.heads and self._is_capital(i + 1, sentence)
            if token.lower in self.lexicon.verbs and not self._is_capital(i + 1, sentence):
                return False
            if token.lower.endswith("ing") and (not self._is_capital(i + 1, sentence) or self._is_participle(token)):
                return False
        return True

    def _names_by_day(self, i: int, sentence: Sentence) -> bool:
        """Whether a day of the year begins the name of a body: "February 8 General Machine Factory"."""
        if i + 3 >= sentence.last or self.tokens[i + 1].shape != "9" or not self.tokens[i + 1].text.isdigit() or self.heading:
            return False
        if "month" not in self.lexicon.function_words.get(self.tokens[i].lower, ()) or not self._is_capital(i + 2, sentence):
            return False
        end = i + 2
        while end < sentence.last and self._is_capital(end, sentence) and self._adjacent(end - 1, end):
            end += 1
        head = self.lexicon.head([token.lower for token in self.tokens[i + 2 : end]])
        return head is not None and head[1].site == "yes"

    def _is_participle(self, token: Token) -> bool:
        """Whether a word that opens a sentence is a verb of going or of company before its object: "Accompanying President X were"."""
        match = self.lexicon.verbs.match([token.lower], 0)
        return (
            match is not None
            and (token.lower,) not in self.lexicon.heads
            and any(sense.kind in {"accompany", "visit", "go"} for sense in match[1])
        )

    def _is_amount(self, i: int, sentence: Sentence) -> bool:
        """Whether a token is a sum with its currency glued to it: "P95 million", "RM68.3 billion", "VND2,300"."""
        if not AMOUNT.fullmatch(self.tokens[i].text):
            return False
        following = self.tokens[i + 1] if i + 1 < sentence.last else None
        if following is None or following.lower in ORDERS_OF_MAGNITUDE:
            return following is not None
        return following.text in {",", "."} and i + 2 < sentence.last and self.tokens[i + 2].start == following.end

    def _is_heading_verb(self, token: Token) -> bool:
        return self.heading and token.lower in self.lexicon.verbs and (token.lower,) not in self.lexicon.heads

    def _may_open(self, i: int, sentence: Sentence) -> bool:
        """Whether a word that often opens sentences ("National", "Today") opens a name here."""
        word = self.tokens[i].lower
        if "connective" in self.lexicon.function_words[word] or word.endswith(("ing", "ly")):
            return False
        return self._is_capital(i + 1, sentence) and self._adjacent(i, i + 1)

    def _is_capital(self, i: int, sentence: Sentence) -> bool:
        if i >= sentence.last:
            return False
        token = self.tokens[i]
        return (token.shape == "A" and token.lower not in self.lexicon.closed_words) or ARTICLED.match(token.text) is not None

    def _adjacent(self, i: int, j: int) -> bool:
        between = self.text[self.tokens[i].end : self.tokens[j].start]
        return len(between) <= 2 and not between.strip() and "\n" not in between

    def _extend(self, i: int, sentence: Sentence) -> int:
        tokens = self.tokens
        last = i
        while last - i < LONGEST_PHRASE:
            step = self._step(last, sentence)
            if step is None:
                break
            last = step
        if last + 1 < sentence.last and tokens[last + 1].text == "." and tokens[last].end == tokens[last + 1].start:
            follows = last + 2 < sentence.last
            if tokens[last].lower in COMPANY_WORDS and (follows or tokens[last].lower != "limited"):
                last += 1
        return last + 1

    def _step(self, last: int, sentence: Sentence) -> int | None:
        """The token that the phrase reaches next, or None where it ends at `last`."""
        tokens = self.tokens
        k = last + 1
        if k >= sentence.last:
            return None
        token = tokens[k]
        if not self._adjacent(last, k):
            return None
        if self._is_numero(k, sentence):
            return k
        if token.lower == "the" and self._has_object(last, sentence) and self._is_capital(k + 1, sentence):
            return k + 1
        if ARTICLED.match(token.text):
            return k
        if token.shape == "A":
            if self._is_heading_verb(token) or self._is_excellency(k, sentence):
                return None
            open_word = token.lower not in self.lexicon.closed_words or tokens[last].text in {"."} or self._is_initial(k, sentence)
            return k if open_word or self._is_syllable(k) or self._is_inner_month(k, sentence) else None
        if token.text == ".":
            glued = tokens[last].end == token.start
            short = tokens[last].lower in ABBREVIATIONS or (len(tokens[last].text) == 1 and tokens[last].shape == "A")
            after = k + 1 < sentence.last and (
                self._is_capital(k + 1, sentence)
                or self._is_initial(k + 1, sentence)
                or (tokens[last].lower == "no" and tokens[k + 1].shape == "9")
            )
            if glued and short and after:
                return k + 1
            if glued and len(tokens[last].text) == 1 and self._are_joined_initials(k, sentence):
                return k + 2
            comma = glued and tokens[last].lower in {"co", "corp"} and k + 2 < sentence.last and tokens[k + 1].text == ","
            return k + 2 if comma and tokens[k + 2].lower in COMPANY_TAILS else None
        if token.text == "," and tokens[last].lower in {"co", "corp", "company"} and k + 1 < sentence.last:
            return k + 1 if tokens[k + 1].lower in COMPANY_TAILS else None
        if token.text == "," and k + 1 < sentence.last and tokens[k + 1].lower in GENERATIONS and tokens[k + 1].shape == "A":
            return k + 1  # "Martin Luther King, Jr."
        if token.text == "," and tokens[last].lower in self.lexicon.portfolios:
            return self._next_portfolio(k + 1, sentence)
        if token.text in {"&", "+"} and self._is_capital(k + 1, sentence):
            return k + 1
        if token.text in {"'", "’"} and tokens[last].text.endswith("s") and tokens[last].end == token.start:
            return k + 1 if self._is_capital(k + 1, sentence) and not self._adjacent_quote(k) else None
        if token.shape == "9" and tokens[last].shape == "A":
            if self._is_capital(k + 1, sentence) and self._adjacent(k, k + 1):
                return k + 1
            unit = k + 2 < sentence.last and tokens[k + 1].lower in UNITS and self._is_capital(k + 2, sentence)
            return k + 2 if unit else None
        alone = last == sentence.first or not self._is_capital(last - 1, sentence)
        monument = tokens[last].lower in {"monument", "memorial"}
        if token.lower == "to" and (monument or (alone and tokens[last].lower == "mission")):
            article = k + 2 < sentence.last and tokens[k + 1].lower == "the" and self._is_capital(k + 2, sentence)
            if article or self._is_capital(k + 1, sentence):
                return k + 2 if article else k + 1  # "the Mission to Seafarers", "the Monument to the Fallen"
        if token.lower in LINKS:
            if self._is_capital(k + 1, sentence) and self._adjacent(k, k + 1):
                return k + 1
            if token.lower in PARTICLES and k + 2 < sentence.last and tokens[k + 1].text in PARTICLES and self._is_capital(k + 2, sentence):
                return k + 2  # "van der Merwe", "de los Santos"
            article = k + 2 < sentence.last and tokens[k + 1].lower in {"the", "la", "los", "las"} and token.lower != "and"
            if article and self._is_capital(k + 2, sentence):
                return k + 2
            ordinal = k + 2 < sentence.last and tokens[k + 1].shape == "9" and tokens[k + 1].text[-1] in "tdh" and token.lower == "of"
            return k + 2 if ordinal and self._is_capital(k + 2, sentence) else None
        return None

    def _are_joined_initials(self, k: int, sentence: Sentence) -> bool:
        """Whether a second initial follows the full stop at token `k` after "and": "S. and A. Foods"."""
        if k + 3 >= sentence.last or self.tokens[k + 1].lower not in {"and", "&"} or self.tokens[k + 3].text != ".":
            return False
        return len(self.tokens[k + 2].text) == 1 and self.tokens[k + 2].shape == "A"

    def _is_initial(self, i: int, sentence: Sentence) -> bool:
        """Whether a letter with a full stop stands for a given name: "Cornelius A. Smith"; the letter may be a word, too."""
        if len(self.tokens[i].text) != 1 or i + 2 >= sentence.last or self.tokens[i + 1].text != ".":
            return False
        name = i + 2
        while name + 2 < sentence.last and len(self.tokens[name].text) == 1 and self.tokens[name + 1].text == ".":
            name += 2
        glued = self.tokens[i].end == self.tokens[i + 1].start
        plain = self.tokens[name].lower in self.lexicon.function_words
        return glued and self._is_capital(name, sentence) and self._adjacent(name - 1, name) and not plain

    def _is_excellency(self, i: int, sentence: Sentence) -> bool:
        """Whether "H. E.", written apart, begins at a token: no initials of a name."""
        letters = [token.text for token in self.tokens[i : min(i + 4, sentence.last)]]
        return letters == ["H", ".", "E", "."]

    def _is_syllable(self, k: int) -> bool:
        """Whether a closed word is a syllable of a name of a name, behind another word of it: "Nghe An", "Zhang He"."""
        return self.tokens[k].text in SYLLABLES and not self.heading

    def _is_inner_month(self, k: int, sentence: Sentence) -> bool:
        """Whether a month stands inside a name: "Long March Memorial Park"."""
        month = "month" in self.lexicon.function_words.get(self.tokens[k].lower, ())
        return month and not self.heading and self._is_capital(k + 1, sentence) and self._adjacent(k, k + 1)

    def _next_portfolio(self, k: int, sentence: Sentence) -> int | None:
        """The next of a minister's portfolios behind a comma: "Trade, Tourism and Ports"."""
        if k < sentence.last and self.tokens[k].lower == "and":
            k += 1
        portfolio = k < sentence.last and self.tokens[k].shape == "A" and self.tokens[k].lower in self.lexicon.portfolios
        return k if portfolio and self.tokens[k].lower not in {"parliamentary"} else None

    def _is_numero(self, i: int, sentence: Sentence) -> bool:
        """Whether "No" stands for a number: "No. 4 Hospital"."""
        tokens = self.tokens
        return tokens[i].text == "No" and i + 2 < sentence.last and tokens[i + 1].text == "." and tokens[i + 2].shape == "9"

    def _has_object(self, i: int, sentence: Sentence) -> bool:
        """Whether a capitalised verb inside a sentence opens a name with an object: "Save the Children"."""
        word = self.tokens[i].lower
        return (
            not self._opens(i, sentence)
            and self.lexicon.is_word(word)
            and word not in self.lexicon.office_vocabulary
            and (word,) not in self.lexicon.heads
            and not self.heading
        )

    def _adjacent_quote(self, k: int) -> bool:
        return self.tokens[k].text == "'" and self.text[self.tokens[k].end : self.tokens[k].end + 1] != " "
