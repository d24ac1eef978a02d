"""Figures of readings against annotations: micro-averaged precision, recall and F1 over documents.

A predicted or annotated document is a mapping in the shape of `tests/reports/*.gold.jsonl`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Annotation = Mapping[str, Any]

MATCH_THRESHOLD = 0.6
HEAD_CONTAINED = 0.8
NAME_KINDS = {"person": "persons", "organization": "organizations", "place": "places"}
PART_KINDS = {"companion": "companions", "met": "met"}
ADMIN_FIELDS = ("country", "province", "city", "county")
UNWEIGHED_WORDS = frozenset({"of", "in", "the", "at", "and", "s"})
_CJK = re.compile(r"[\u3400-\u9fff]")
_SEPARATORS = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"(?:the|an?) ")
_POSSESSIVE = re.compile(r"['’`]s\b")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were right, how many were predicted, how many annotated.

    Attributes:
        right: Predicted and annotated.
        predicted: All predicted; for an accuracy, the cases judged.
        annotated: All annotated; for an accuracy, the cases judged.
    """

    right: int = 0
    predicted: int = 0
    annotated: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Counts of two sets of documents together."""
        return Tally(self.right + other.right, self.predicted + other.predicted, self.annotated + other.annotated)

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated that was found; 0 where nothing was annotated."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; the accuracy where both denominators are the same cases."""
        return 2 * self.right / (self.predicted + self.annotated) if self.right else 0.0


def fold_name(name: str | None) -> str:
    """Fold what does not distinguish names: case, accents, punctuation, a leading article, the possessive's apostrophe."""
    decomposed = unicodedata.normalize("NFKD", name or "")
    bare = "".join(character for character in decomposed if not unicodedata.combining(character)).lower()
    spaced = _SEPARATORS.sub(" ", _POSSESSIVE.sub("s", bare)).strip()
    folded = _ARTICLE.sub("", spaced, count=1) if _ARTICLE.match(spaced) else spaced
    return folded.replace(" ", "") if _CJK.search(folded) else folded


def place_similarity(predicted: str, stop: Annotation) -> float:
    """Judge how well a predicted place names an annotated stop.

    Args:
        predicted: The place as read.
        stop: An annotated stop: `place`, `head`, `alt`.

    Returns:
        1 for one of its names, else the best Dice coefficient of words (characters in Chinese); at least `HEAD_CONTAINED`
        where the prediction contains the head and is not over three times as long as the place.
    """
    folded = fold_name(predicted)
    if not folded:
        return 0.0
    names = [stop["place"], stop["head"], *stop.get("alt", [])]
    if folded in map(fold_name, names):
        return 1.0
    best = max(_dice(_units(folded), _units(name)) for name in names)
    head = fold_name(stop["head"])
    short_enough = len(folded) <= 3 * max(len(fold_name(stop["place"])), 4)
    return max(best, HEAD_CONTAINED) if head and head in folded and short_enough else best


def match_stops(predicted: Sequence[Annotation], annotated: Sequence[Annotation]) -> list[tuple[int, int]]:
    """Pair predicted and annotated stops one to one, the most similar first.

    Returns:
        Index pairs (predicted, annotated) in the order of the annotated stops.
    """
    candidates = [(-place_similarity(p["place"], a), i, j) for i, p in enumerate(predicted) for j, a in enumerate(annotated)]
    free_predicted, free_annotated = set(range(len(predicted))), set(range(len(annotated)))
    pairs = []
    for dissimilarity, i, j in sorted(candidates):
        if -dissimilarity >= MATCH_THRESHOLD and i in free_predicted and j in free_annotated:
            free_predicted.remove(i)
            free_annotated.remove(j)
            pairs.append((i, j))
    return sorted(pairs, key=lambda pair: pair[1])


def score(annotated: Mapping[str, Annotation], predicted: Mapping[str, Annotation]) -> dict[str, Tally]:
    """Sum the tallies of all annotated documents.

    Args:
        annotated: Annotations by document id.
        predicted: Predictions by document id; a document without one counts as predicted empty, others are ignored.

    Returns:
        A tally by figure: visit, stop, stop_full (dates and visitors right, too); the accuracies when, who, admin and order over
        matched stops; person, organization, place, entity (all three kinds together), companion, met; restored where annotated.
    """
    tallies: dict[str, Tally] = {}
    for document_id, gold in annotated.items():
        for figure, tally in _score_document(gold, predicted.get(document_id, {})).items():
            tallies[figure] = tallies.get(figure, Tally()) + tally
    return tallies


def right_aspects(gold: Annotation, guess: Annotation) -> set[str]:
    """Tell what of a document was read without a fault.

    Args:
        gold: The document's annotation.
        guess: Its prediction.

    Returns:
        "stops" when exactly the annotated stops were found, in order, or none where none is; then "dates" and "visitors" when they
        are right at every stop; "companions", "met", "persons", "organizations" and "places" when exactly the annotated names, one at
        least, were found; "restored" when exactly the annotated ones were, or none where none is.
    """
    tallies = _score_document(gold, guess)
    right = {key for figure, key in (NAME_KINDS | PART_KINDS).items() if gold[key] and _is_perfect(tallies[figure])}
    if "restored" in tallies and _is_perfect(tallies["restored"]):
        right.add("restored")
    if _is_perfect(tallies["stop"]) and _is_perfect(tallies["order"]):
        right.add("stops")
        right |= {aspect for aspect, figure in (("dates", "when"), ("visitors", "who")) if gold["stops"] and _is_perfect(tallies[figure])}
    return right


def _is_perfect(tally: Tally) -> bool:
    return tally.right == tally.predicted == tally.annotated


def _score_document(gold: Annotation, guess: Annotation) -> dict[str, Tally]:
    stops, gold_stops = guess.get("stops") or [], gold["stops"]
    tallies = {"visit": Tally(bool(stops) and bool(gold_stops), bool(stops), bool(gold_stops))} | _score_stops(stops, gold_stops)
    for figure, key in (NAME_KINDS | PART_KINDS).items():
        tallies[figure] = _compare(_folded(guess.get(key)), _folded(gold.get(key)))
    tallies["entity"] = _compare(_all_names(guess), _all_names(gold))
    if "erased" in gold:
        restored = guess.get("erased") or []
        tallies["restored"] = Tally(_count_restored(restored, gold["erased"]), len(restored), len(gold["erased"]))
    return tallies


def _score_stops(stops: Sequence[Annotation], gold_stops: Sequence[Annotation]) -> dict[str, Tally]:
    pairs = match_stops(stops, gold_stops)
    when = who = full = admin_right = admin_cases = 0
    for i, j in pairs:
        stop, gold = stops[i], gold_stops[j]
        same_days = all(stop.get(end) == gold[end] for end in ("date_start", "date_end"))
        same_visitors = _folded(stop.get("visitors")) == _folded(gold["visitors"])
        when, who, full = when + same_days, who + same_visitors, full + (same_days and same_visitors)
        known = [field for field in ADMIN_FIELDS if gold.get(field)]
        admin_cases += len(known)
        admin_right += sum(fold_name(stop.get(field)) == fold_name(gold[field]) for field in known)
    told = [i for i, _ in pairs]
    in_order = sum(earlier < later for earlier, later in pairwise(told))
    successions = max(len(pairs) - 1, 0)
    return {
        "stop": Tally(len(pairs), len(stops), len(gold_stops)),
        "stop_full": Tally(full, len(stops), len(gold_stops)),
        "when": Tally(when, len(pairs), len(pairs)),
        "who": Tally(who, len(pairs), len(pairs)),
        "admin": Tally(admin_right, admin_cases, admin_cases),
        "order": Tally(in_order, successions, successions),
    }


def _count_restored(predicted: Sequence[Annotation], annotated: Sequence[Annotation]) -> int:
    unmatched, right = list(predicted), 0
    for gold in annotated:
        words = set(_units(gold["word"]))
        for guess in unmatched:
            if fold_name(guess["person"]) == fold_name(gold["person"]) and words.intersection(_units(guess["word"])):
                unmatched.remove(guess)
                right += 1
                break
    return right


def _compare(predicted: set[str], annotated: set[str]) -> Tally:
    return Tally(len(predicted & annotated), len(predicted), len(annotated))


def _all_names(document: Annotation) -> set[str]:
    return set().union(*(_folded(document.get(key)) for key in NAME_KINDS.values()))


def _folded(names: Iterable[str] | None) -> set[str]:
    return {folded for name in names or () if (folded := fold_name(name))}


def _units(name: str) -> list[str]:
    folded = fold_name(name)
    return list(folded) if _CJK.search(folded) else [word for word in folded.split() if word not in UNWEIGHED_WORDS]


def _dice(left: Sequence[str], right: Sequence[str]) -> float:
    shared = (Counter(left) & Counter(right)).total()
    return 2 * shared / (len(left) + len(right)) if shared else 0.0
