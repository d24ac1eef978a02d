"""What the words around an English name tell of it."""

from tasks.entities.english_evidence import NameEvidence
from tasks.entities.english_persons import POSSIBLE_PERSON
from tasks.entities.referents import SHORTEST_ABBREVIATION
from tasks.text.sentences import Sentence

LONGEST_DESCRIPTION = 3  # lower-case words behind a name, its head noun included


class NameContext:
    """Reads the neighbourhood of names in one document.

    Args:
        evidence: What the lexicons say of its tokens.
    """

    def __init__(self, evidence: NameEvidence) -> None:
        """Keep the evidence."""
        self.evidence = evidence
        self.lexicon = evidence.lexicon
        self.tokens = evidence.tokens

    def kind(self, first: int, last: int, sentence: Sentence) -> str | None:
        """What the words around say: a title or a verb of saying makes a person, a lower-case head makes a place."""
        before = self.tokens[first - 1].lower if first > sentence.first else ""
        earlier = self.tokens[first - 2].lower if first > sentence.first + 1 else ""
        if before in self.lexicon.titles or (before == "," and earlier in self.lexicon.titles_and_portfolios):
            return "person"
        if last < sentence.last:
            after = self.tokens[last].lower
            nxt = self.tokens[last + 1].lower if last + 1 < sentence.last else ""
            head = self.lexicon.heads.get((after, nxt)) or self.lexicon.heads.get((after,))
            named = after not in self.lexicon.closed_words and after not in self.lexicon.event_heads
            if head is not None and self.tokens[last].shape == "a" and named:
                if self.evidence.end(last) != self.tokens[last - 1].end:
                    return None  # "Netcore's centre" does not tell what Netcore is
                adjective = self.evidence.is_demonym(first, last) or self.evidence.is_ordinary(first, last)
                adjective = adjective or self.evidence.persons.lexicon.never.get(self.tokens[last - 1].lower) == "strict"
                adjective = adjective or "-" in self.tokens[last - 1].lower
                return None if adjective else head.kind
            described = self.described_head(last, sentence)
            if described is not None and last - first > 1 and not self.evidence.is_ordinary(first, last):
                return self.lexicon.heads[(self.tokens[described - 1].lower,)].kind
            senses = self.lexicon.verbs.match([after, nxt], 0)
            if senses and any(sense.kind == "say" for sense in senses[1]):
                return "person"
            if after == "," and (nxt in self.lexicon.titles or nxt in {"a", "an", "the", "member"}):
                follower = [token.lower for token in self.tokens[last + 1 : min(last + 5, sentence.last)]]
                if any(word in self.lexicon.titles for word in follower):
                    return "person"
        if before == "of" and not self.evidence.is_ordinary(first, last) and not self._ends_with_person(first, last):
            if earlier in self.lexicon.sets["office_of_place"]:
                return "place"
            if self.is_body_of_office(first):
                return "organization"
        if before == "of" and self.tokens[first - 2].shape == "a" and (head := self.lexicon.heads.get((earlier,))):
            return None if self._describes_people(last, sentence) else head.kind
        return None

    def _describes_people(self, last: int, sentence: Sentence) -> bool:
        """Whether a plural of persons follows that a name only describes: "the factories of Bumiputera entrepreneurs"."""
        word = self.tokens[last].lower if last < sentence.last else ""
        return self.tokens[min(last, sentence.last - 1)].shape == "a" and word.endswith(("ers", "ors", "eurs", "ists", "ians", "ants"))

    def is_body_of_office(self, first: int) -> bool:
        """Whether a name is what somebody is patron, director or chairman of."""
        return first > 1 and self.tokens[first - 1].lower == "of" and self.tokens[first - 2].lower in self.lexicon.sets["office_of_body"]

    def _ends_with_person(self, first: int, last: int) -> bool:
        """Whether a person's name follows what the office is of: "(President of) Kazakhstan Yerlan Sadykov"."""
        if last - first < 3:
            return False
        return self.evidence.is_place(first, first + 1) or any(
            self.evidence.score(k, last) >= POSSIBLE_PERSON for k in range(first + 1, last - 1)
        )

    def lower_head_site(self, last: int, sentence: Sentence) -> str:
        """The site class of the lower-case head noun right behind a name: "Pingba district"."""
        words = [token.lower for token in self.tokens[last : min(last + 2, sentence.last)]]
        head = self.lexicon.heads.get(tuple(words)) or self.lexicon.heads.get(tuple(words[:1]))
        return head.site if head else "settlement"

    def described_head(self, last: int, sentence: Sentence) -> int | None:
        """One past the lower-case head noun that ends a name: "Lindø shipyard", "Divača-Koper railway tunnel"; None without one.

        At most two common words stand between, and the head is one of sites, not of towns or regions ("Galle district").
        """
        for k in range(last, min(last + LONGEST_DESCRIPTION, sentence.last)):
            word = self.tokens[k].lower
            if self.tokens[k].shape != "a" or self.tokens[k].start - self.tokens[k - 1].end != 1 or word in self.lexicon.closed_words:
                return None
            head = self.lexicon.heads.get((word,))
            plain = word not in self.lexicon.function_words and word not in self.lexicon.event_heads and not word.endswith("s")
            goes_on = k + 1 < sentence.last and (self.tokens[k + 1].lower,) in self.lexicon.heads and self.tokens[k + 1].shape == "a"
            if head is not None and head.site == "yes" and not head.level and plain and not goes_on:
                return k + 1
            if (word in self.lexicon.verbs and head is None) or word not in self.lexicon.common_words:
                return None
        return None

    def with_class(self, last: int, sentence: Sentence) -> int:
        """End of a name whose class word is part of it though it has no capital: "the Kalma peninsula", but not "Galle district"."""
        if last >= sentence.last:
            return last
        head = self.lexicon.heads.get((self.tokens[last].lower,))
        word = self.tokens[last].lower
        single = not word.endswith("s") and word not in self.lexicon.event_heads
        natural = head is not None and single and head.kind == "place" and not head.level and head.site in {"region", "yes"}
        return last + 1 if natural and self.tokens[last].start - self.tokens[last - 1].end == 1 else last

    def is_shortened(self, last: int, alias: str | None) -> bool:
        """Whether the letters in brackets behind a one-word name shorten it: "Kuomintang (KMT)"."""
        if alias is None or not alias.isupper() or len(alias) < SHORTEST_ABBREVIATION:
            return False
        letters = iter(self.tokens[last - 1].lower)
        return alias[0].lower() == self.tokens[last - 1].lower[0] and all(letter in letters for letter in alias.lower())

    def alias(self, last: int, sentence: Sentence) -> str | None:
        """An abbreviation in brackets right after the name."""
        tokens = self.tokens
        if last + 1 < sentence.last and tokens[last + 1].lower in self.lexicon.common_initials:
            return None
        if last + 2 < sentence.last and tokens[last].text == "(" and tokens[last + 2].text == ")" and tokens[last + 1].shape == "A":
            return tokens[last + 1].text
        quoted = last + 4 < sentence.last and tokens[last].text == "(" and tokens[last + 4].text == ")" and tokens[last + 2].shape == "A"
        if quoted and tokens[last + 1].text in {"“", '"', "‘"} and tokens[last + 3].text in {"”", '"', "’"}:
            return tokens[last + 2].text
        return None
