"""Titles of persons, before and after their names, in one English sentence."""

from collections.abc import Sequence
from dataclasses import replace

from tasks.entities.english_evidence import NameEvidence
from tasks.entities.english_kinds import FoundName
from tasks.entities.spans import NameSpan
from tasks.text.sentences import Sentence

LINKS = frozenset(["of", "for", "the", "and", "to", "in", "at", "&", "'s", "on", "a", "an", "her", "his", "their", "cum"])
TITLE_ENDS = LINKS | {","}
LONGEST_TITLE = 60
OFFICE_CLASSES = frozenset(["office", "rank", "royal"])


def _with_span(name: FoundName, span: NameSpan) -> FoundName:
    return FoundName(span, name.first, name.last, name.titled)


class TitleFinder:
    """Finds the offices that a text gives with persons.

    Args:
        evidence: What the lexicons say of the document's tokens.
    """

    def __init__(self, evidence: NameEvidence) -> None:
        """Keep the evidence."""
        self.evidence = evidence
        self.lexicon = evidence.lexicon
        self.tokens = evidence.tokens

    def with_titles(self, names: Sequence[FoundName], sentence: Sentence) -> list[FoundName]:
        """Add titles to the persons of a sentence, and mark the names inside the titles.

        Args:
            names: The names of the sentence, in order.
            sentence: The sentence.

        Returns:
            The same names.
        """
        result = list(names)
        if not any(name.span.kind == "person" for name in result):
            return result
        owner = {i: number for number, name in enumerate(result) for i in range(name.first, name.last)}
        claimed = sentence.first
        for number, name in enumerate(result):
            if name.span.kind != "person":
                continue
            before = self._before(name, result, owner, sentence)
            after = self._after(name, result, owner, sentence)
            parted = before is not None and self._is_parted(before, name)
            if before is not None and parted and before[0] < claimed:
                # "A, Secretary of X, B, Governor, and C": the office is that of the person before
                before = (name.titled, name.first) if name.titled is not None and name.titled > before[0] else None
            elif before is not None and parted and after is not None and self._precedes_person(after[1], owner, result):
                after = None  # "Minister of X, A, Minister of Y, B": offices stand first
            claimed = after[1] if after is not None else claimed
            texts = [self._text(*run) for run in (before, after) if run is not None]
            if texts:
                result[number] = _with_span(result[number], replace(result[number].span, title=", ".join(texts)))
            for run in (before, after):
                for i in range(*run) if run is not None else ():
                    inside = owner.get(i)
                    if inside is not None and result[inside].span.kind != "person":
                        result[inside] = _with_span(result[inside], self._in_title(result[inside]))
        return result

    def _is_parted(self, before: tuple[int, int], name: FoundName) -> bool:
        """Whether a comma parts the title before a name from it, or from the form of address right before it."""
        if before[1] < name.first:
            return True
        return name.titled is not None and before[0] < name.titled and self.tokens[name.titled - 1].text == ","

    def _precedes_person(self, k: int, owner: dict[int, int], names: Sequence[FoundName]) -> bool:
        """Whether a person's name follows behind a comma at token `k`."""
        while k < len(self.tokens) and self.tokens[k].text in {",", "and"}:
            k += 1
        number = owner.get(k)
        return number is not None and names[number].span.kind == "person"

    def _in_title(self, name: FoundName) -> NameSpan:
        """The name of what somebody holds an office of; between commas one of unknown kind is a body: "Patron, Riding for All,"."""
        span = name.span
        listed = self.tokens[name.first - 1].text == "," and name.last < len(self.tokens) and self.tokens[name.last].text == ","
        if (
            span.kind is None
            and listed
            and self.tokens[name.first - 2].lower in self.lexicon.titles
            and not self.evidence.offices(name.first, name.last)
        ):
            return replace(span, in_title=True, kind="organization", site="no", rule="organization:of-office", confidence=0.6)
        return replace(span, in_title=True)

    def _text(self, first: int, last: int) -> str:
        return self.evidence.text[self.tokens[first].start : self.evidence.end(last)]

    def _is_title_word(self, i: int, names: Sequence[FoundName], owner: dict[int, int]) -> bool:
        number = owner.get(i)
        if number is not None:
            return names[number].span.kind != "person"
        token = self.tokens[i]
        return (
            token.lower in LINKS
            or token.lower in self.lexicon.office_vocabulary
            or token.lower in self.lexicon.portfolios
            or token.lower in self.lexicon.generic_words
            or token.lower in self.lexicon.sets["grade_of_office"]
            or (token.shape == "A" and token.lower not in self.lexicon.closed_words)
        )

    def _before(self, name: FoundName, names: Sequence[FoundName], owner: dict[int, int], sentence: Sentence) -> tuple[int, int] | None:
        """The run of tokens before a name that is its title."""
        start = name.titled if name.titled is not None else name.first
        k = start - 1
        if k >= sentence.first and self.tokens[k].text in {"(", ","}:
            k -= 1
        lowest = max(sentence.first, start - LONGEST_TITLE)
        end = k + 1
        while k >= lowest and (self._is_title_word(k, names, owner) or (self.tokens[k].text == "," and k < end - 1)):
            k -= 1
        first = self._first_office(k + 1, end, owner)
        if first is not None and not self._closes(first, end, start):
            first = None
        if first is not None and name.titled is None and self.tokens[end - 1].lower in LINKS:
            first = None  # "the governor and A B": somebody else's office
        if first is None:
            return (name.titled, name.first) if name.titled is not None else None
        bracketed = self.tokens[start - 1].text == "("  # "the Lord-Lieutenant of Angus (Mrs A B)"
        return first, name.first if name.titled is not None and not bracketed else end

    def _closes(self, first: int, end: int, start: int) -> bool:
        """Whether an office that a comma parts from a name can be its: "Minister of Trade and Tourism, A B"."""
        return end == start or self.tokens[first].shape == "A" or self.tokens[end].text == "("

    def _first_office(self, first: int, last: int, owner: dict[int, int]) -> int | None:
        """Where the offices nearest to `last` begin; what a comma parts from them is theirs only if it holds an office, too."""
        words = [token.lower for token in self.tokens[first:last]]
        i = 0
        begin = None
        modified = None
        while i < len(words):
            match = self.lexicon.offices.match(words, i) if first + i not in owner else None
            if match is None or match[1] == "postnominal":
                if words[i] == "," and begin is None:
                    modified = None
                elif first + i in owner and modified is None:
                    modified = i
                elif words[i] in LINKS and begin is None:
                    modified = None
                i += 1
                continue
            if match[1] in OFFICE_CLASSES and begin is None:
                begin = modified if modified is not None else i
            elif begin is None and modified is None:
                modified = i
            i += match[0]
        return None if begin is None else first + begin

    def _after(self, name: FoundName, names: Sequence[FoundName], owner: dict[int, int], sentence: Sentence) -> tuple[int, int] | None:
        """The run of tokens after a name, behind a comma or in brackets, that is its title."""
        k = name.last
        while k < sentence.last and self.tokens[k].lower in self.lexicon.postnominals and self.tokens[k].text.isupper():
            k += 1
        if k + 1 >= sentence.last or self.tokens[k].text not in {",", "("}:
            return None
        bracket = self.tokens[k].text == "("
        first = k + 1
        k = first
        if self.tokens[k].lower == "and":
            return None  # "A, and the Minister of X, B"
        while k < sentence.last and self.tokens[k].lower in {"the", "a", "an"}:
            k += 1
        if not self._office_at(k, sentence, owner, names):
            return None
        end = self._extend(k, names, owner, sentence, bracket=bracket)
        while end > first and self.tokens[end - 1].lower in TITLE_ENDS:
            end -= 1
        if end <= first or (end < sentence.last and owner.get(end) is not None and names[owner[end]].span.kind == "person" and not bracket):
            end = self._cut(first, end)
        opens_clause = self.tokens[first].lower == "the" and end < sentence.last and self.tokens[end].shape == "a"
        return (first, end) if end > first and not opens_clause else None  # "At X, the governor met growers"

    def _cut(self, first: int, end: int) -> int:
        """Leave to the next person the office that stands right before its name."""
        for k in range(end - 1, first, -1):
            if self.tokens[k].text == "," or self.tokens[k].lower == "and":
                return k - 1 if self.tokens[k - 1].text == "," else k
        return first

    def _office_at(self, k: int, sentence: Sentence, owner: dict[int, int], names: Sequence[FoundName]) -> bool:
        """Whether an office begins at a token, its modifiers and the bodies before it included."""
        words = [token.lower for token in self.tokens[k : min(k + 14, sentence.last)]]
        i = 0
        while i < len(words):
            number = owner.get(k + i)
            if number is not None:
                if names[number].span.kind == "person":
                    return False
                i = names[number].last - k
                continue
            match = self.lexicon.offices.match(words, i)
            if match is None or match[1] in {"postnominal", "honorific"}:
                if i and words[i] == "of" and words[i - 1] in {"member", "members"}:
                    return True
                if (
                    words[i] in self.lexicon.portfolios
                    or words[i] in self.lexicon.generic_words
                    or words[i] in self.lexicon.sets["grade_of_office"]
                ):
                    i += 1
                    continue
                return False
            if match[1] in OFFICE_CLASSES:
                return True
            i += match[0]
        return False

    def _extend(self, k: int, names: Sequence[FoundName], owner: dict[int, int], sentence: Sentence, *, bracket: bool) -> int:
        while k < sentence.last:
            token = self.tokens[k]
            if token.text == ")" or (token.text in {";", ":", "(", "."} and owner.get(k) is None):
                break
            if token.text == "," and owner.get(k) is None:
                following = k + 1
                while following < sentence.last and self.tokens[following].lower in {"and", "the", "a", "an"}:
                    following += 1
                body = owner.get(following)
                bare = (
                    body is not None
                    and names[body].span.kind != "person"
                    and self._is_bare_office(k)
                    and self._closed(names[body].last, sentence)
                )
                if bracket or bare or self._office_at(following, sentence, owner, names):
                    k += 1
                    continue
                break
            if not self._is_title_word(k, names, owner):
                break
            k += 1
        return k

    def _is_bare_office(self, k: int) -> bool:
        """Whether the word before token `k` is an office without its body: "President, the X Club"."""
        return self.tokens[k - 1].lower in self.lexicon.titles

    def _closed(self, last: int, sentence: Sentence) -> bool:
        return last < sentence.last and self.tokens[last].text == ","
