"""How places follow each other in a list, and when one only says again what the place before it is."""

from tasks.entities.spans import NameSpan
from tasks.text.sentences import Sentence
from tasks.tours.english_clauses import EnglishClauses
from tasks.tours.english_name_surroundings import NameSurroundings
from tasks.tours.english_place_extents import DIVISIONS, PlaceExtents
from tasks.tours.uses import PlaceUse

LONGEST_LIST_STEP = 40
"""Tokens from one member of a list to the word before the last."""
LONGEST_FIRST_OBJECT = 10  # tokens
LONGEST_APPOSITION = 60  # code points: ", the capital city of the province of "


class PlaceLists:
    """Tells the members of lists of places in one document from what is said about a member.

    Args:
        clauses: The grammar's view of the document.
        extents: How far its places reach.
        around: Looks around them.
    """

    def __init__(self, clauses: EnglishClauses, extents: PlaceExtents, around: NameSurroundings) -> None:
        """Keep the views."""
        self.c = clauses
        self.tokens = clauses.tokens
        self.lower = clauses.lower
        self.span_at = clauses.span_at
        self.sets = clauses.sets
        self.first_of = extents.first_of
        self.last_of = extents.last_of
        self.around = around

    def opens_item(self, first: int, sentence: Sentence) -> bool:
        """Whether a name begins an item of a list whose items semicolons part: "A, where she met X; and B, where …"."""
        k = self.around.skip_modifiers(first - 1, sentence)
        return k > sentence.first and (self.lower[k] == ";" or (self.lower[k] == "and" and self.lower[k - 1] == ";"))

    def joined_object(self, k: int, sentence: Sentence) -> int | None:
        """The verb whose second object "and" at token `k` joins to a first that is no place: "visited the wounded and the X Mill"."""
        verb = self.around.governor(k, sentence)
        if verb is None or k - verb > LONGEST_FIRST_OBJECT or self.c.status[verb] != "told":
            return None
        length, senses = self.c.verbs[verb]
        between = range(verb + length, k)
        if any(
            self.lower[i] in {",", "of", "who", "which", "where", "that", "to"} or self.lower[i] in self.sets["locative"] for i in between
        ):
            return None
        return verb if any(sense.kind == "visit" and "object" in sense.complements for sense in senses) else None

    def lists_sites(self, verb: int, k: int) -> bool:
        """Whether a noun before token `k` says that sites follow, not towns: "visited three hotels: Aurora, Meridian and Solara"."""
        for i in range(verb + 1, k):
            word = self.lower[i]
            head = self.c.lexicon.heads.get((f"{word[:-3]}y" if word.endswith("ies") else word[:-1],)) if word.endswith("s") else None
            if head is not None:
                return head.site == "yes"
        return False

    def introduced(self, k: int, sentence: Sentence) -> int | None:
        """The verb of going whose object a list at token `k` spells out: "toured key sites, including", "visited three places:"."""
        first = k
        if self.lower[k] == "as" and k > sentence.first and self.lower[k - 1] == "such":
            first = k - 1
        elif self.lower[k] not in self.sets["spells_out"]:
            return None
        for i in range(first - 1, max(sentence.first, first - 14) - 1, -1):
            number = self.span_at[i]
            if number >= 0 and self.c.spans[number].kind == "person":
                return None
            if i in self.c.verbs:
                described = range(i + self.c.verbs[i][0], first)
                if any(self.lower[j] in {"within", "inside"} for j in described):
                    return None  # "several areas within the building, including": rooms of a place gone to
                plural = any(self.lower[j].endswith("s") for j in described)
                senses = [sense for sense in self.c.verbs[i][1] if sense.kind == "visit" and "object" in sense.complements]
                return i if plural and senses else None
        return None

    def is_apposition(self, previous: PlaceUse, k: int, number: int, sentence: Sentence) -> bool:
        """Whether a name says again what the place before is: "the ‘Dalada Maligawa,’ the Temple of the Sacred Tooth Relic"."""
        return self.lower[k] == "," and not self.is_listed(number, previous, sentence)

    def in_apposition(self, previous: PlaceUse, first: int, number: int, sentence: Sentence) -> bool:
        """Whether a name stands in a phrase that says what the place before is: "the palace, the sacred temple of X"."""
        if previous.weight < 0.5 or self.tokens[first].start - previous.place_end > LONGEST_APPOSITION:
            return False
        between = [i for i in range(max(sentence.first, first - 12), first) if self.tokens[i].start >= previous.place_end]
        if len(between) < 3 or self.lower[between[0]] != "," or self.lower[between[1]] not in {"the", "a", "an", "one", "its"}:
            return False
        plain = not any(i in self.c.verbs or self.lower[i] in {",", ";", "and", "where", "which", "who"} for i in between[1:])
        return plain and bool({"of", "in"} & {self.lower[i] for i in between}) and not self._goes_on(number, sentence)

    def _goes_on(self, number: int, sentence: Sentence) -> bool:
        """Whether a list goes on behind a name: "and" with another member, no verb."""
        i = self.last_of[number] + 1
        return i + 1 < sentence.last and self.lower[i] in {"and", "&", ";"} and i + 1 not in self.c.verbs

    def is_listed(self, number: int, previous: PlaceUse, sentence: Sentence) -> bool:
        """Whether a name after a comma is one of several: of two names with a comma and nothing more, the second tells about the first."""
        i = self.last_of[number] + 1
        if self.tokens[self.first_of[number] - 1].start > previous.place_end + len(", the "):
            return True
        while i < sentence.last and i - self.last_of[number] < LONGEST_LIST_STEP:
            word = self.lower[i]
            if word in {"and", "&", ";"} or (word == "as" and self.lower[i + 1 : i + 3] == ["well", "as"]):
                follower = i + 1
                while follower < sentence.last and self.lower[follower] in {"the", "a", "an", "its", "their", "then", "also", "finally"}:
                    follower += 1
                return follower < sentence.last and follower not in self.c.verbs
            if i in self.c.verbs:
                return False
            i += 1
        return False

    def continues(self, previous: PlaceUse, k: int, sentence: Sentence) -> bool:
        """Whether only list punctuation, dates and a few nouns lie between the place before and token `k`."""
        end = previous.place_end
        between = [i for i in range(max(sentence.first, k - 12), k + 1) if self.tokens[i].start >= end]
        between = [i for i in between if not (self.tokens[i].shape == "9" or (self.lower[i] in {"on", "the"} and self._dated(i, sentence)))]
        if all(self.lower[i] in {",", "and", "&", "the", "as", "well", "also", "then"} or self.span_at[i] >= 0 for i in between):
            return True
        return len(between) <= 8 and not any(
            i in self.c.verbs or self.lower[i] in {".", ";"} or self.lower[i] in self.sets["locative"] for i in between
        )

    def _dated(self, i: int, sentence: Sentence) -> bool:
        """Whether a number follows within two words, as in "on the 14th"."""
        return any(self.tokens[k].shape == "9" for k in range(i + 1, min(i + 3, sentence.last)))

    @staticmethod
    def same_sort(left: NameSpan, right: NameSpan) -> bool:
        """Whether two names can be members of one list: a division behind a site may be its address."""
        return (left.site in DIVISIONS) == (right.site in DIVISIONS) or right.site == "yes" or right.site == ""
