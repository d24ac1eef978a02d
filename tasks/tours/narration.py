"""From uses of places to the stops of a tour: the reasoning that all languages share."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from tasks.entities.location import Locator
from tasks.entities.referents import DocumentReferent
from tasks.entities.spans import NameSpan
from tasks.tours.action_index import ActionIndex
from tasks.tours.parsed import SentenceSpan
from tasks.tours.stop_finding import StopFinding, is_container, most_specific
from tasks.tours.uses import Action, Actor, PartUse, PlaceUse
from warehouse.records import record

ACCEPTED = 0.5
PRINCIPAL = 0.6
NEVER_A_VISITOR = 0.95
"""Weight of the background of reporters and of the dead whom an obituary is about."""
STRONG = 0.85
LED = 1.5
FEWEST_SIGNS = 1.1
LEAD_SENTENCES = 4
RECEPTION = "stop:reception"
SCENE_REACH = 3
SCENE_WEIGHT = 0.7
MAX_EVIDENCE = 200
COUPLE = ("their ", "couple")
PRONOUNS = frozenset(["he", "she", "it", "they", "i", "we", "one", "you", "他", "她", "他们", "她们", "我", "我们"])


@record(frozen=True, slots=True)
class Tour:
    """What a document's uses of places amount to.

    Attributes:
        visitors: The principals, in order of the text.
        companions: Who accompanied them.
        hosts: Who was met.
        stops: The stops in order of narration.
        dropped: Uses that look like stops and do not count, with the reason.
    """

    visitors: tuple[DocumentReferent, ...]
    companions: tuple[DocumentReferent, ...]
    hosts: tuple[DocumentReferent, ...]
    stops: tuple[StopFinding, ...]
    dropped: tuple[tuple[PlaceUse, str], ...]


def _is_royal(referent: DocumentReferent) -> bool:
    """Whether somebody is named by a royal title: a court circular tells of each member of a family in turn."""
    return any(span.rule.startswith("person:royal") for span in referent.spans)


def _by_unnamed(use: PlaceUse) -> bool:
    """Whether a text has somebody go to a place whom it need not name: a delegation, "the Secretary-General"."""
    titled = use.actor.kind == "pronoun" and not use.actor.persons and use.actor.word not in PRONOUNS
    return use.actor.kind == "group" or (titled and use.weight >= STRONG)


class Narration:
    """Reasons about one document.

    Args:
        of_span: The referent of every mention, by its offsets.
        uses: Uses of places, in order.
        parts: Parts of persons that the wording shows.
        actions: What persons are told to have done, in order.
        locator: Finds where a referent lies.
        text: The document's text.
        sentences: Its sentences.
        title_persons: Persons whom the title names.
    """

    def __init__(
        self,
        of_span: dict[tuple[int, int], DocumentReferent],
        uses: Sequence[PlaceUse],
        parts: Sequence[PartUse],
        actions: Sequence[Action],
        locator: Locator,
        text: str,
        sentences: Sequence[SentenceSpan],
        title_persons: Sequence[DocumentReferent],
    ) -> None:
        """Weigh who the visitors are."""
        self.of_span = of_span
        self.uses = uses
        self.parts = parts
        self.actions = actions
        self.locator = locator
        self.text = text
        self.sentences = sentences
        self.title_persons = title_persons
        self.part_weights = self._weigh_parts()
        self._actions = ActionIndex(actions)
        self.visitors = self._principals()
        self._visitor_ids = {id(referent) for referent in self.visitors}
        self._visitor_actions = ActionIndex(
            action for action in actions if any(self._tours(self._referent(span)) for span in action.actor.persons)
        )
        self._leaders: dict[int, list[NameSpan]] = defaultdict(list)
        for part in parts:
            if part.rule == "visitor:led-by":
                self._leaders[part.sentence].append(part.span)

    def _tours(self, referent: DocumentReferent | None) -> bool:
        return id(referent) in self._visitor_ids

    def _referent(self, span: NameSpan) -> DocumentReferent | None:
        return self.of_span.get((span.start, span.end))

    def _weigh_parts(self) -> dict[int, dict[str, float]]:
        weights: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for part in self.parts:
            referent = self._referent(part.span)
            if referent is not None:
                known = weights[id(referent)]
                known[part.part] = max(known[part.part], part.weight)
        return weights

    def _principals(self) -> list[DocumentReferent]:
        scores: dict[int, float] = defaultdict(float)
        referents: dict[int, DocumentReferent] = {}
        for use in self.uses:
            if use.status == "told" and use.weight >= ACCEPTED and use.actor.kind in {"person", "passive"}:
                for span in use.actor.persons:
                    self._score(span, use.weight * (1.5 if use.sentence < LEAD_SENTENCES else 0.8), scores, referents)
        for action in self.actions:
            if action.sentence < LEAD_SENTENCES and action.kind in {"visit", "go", "activity", "depart"} and action.actor.kind == "person":
                for span in action.actor.persons:
                    self._score(span, 0.6, scores, referents)
        for use in self.uses:
            unnamed = use.status == "told" and use.weight >= STRONG and use.actor.kind in {"pronoun", "elided"}
            if unnamed and use.sentence < 2 * LEAD_SENTENCES:
                for span in self._meant(use):
                    self._score(span, use.weight * 0.4, scores, referents)
        for part in self.parts:
            if part.part == "visitor" and part.weight >= STRONG:
                self._score(part.span, LED, scores, referents)
        chosen = []
        for key, score in scores.items():
            parts = self.part_weights[key]
            # One word of company weighs little against a text that has the person go from place to place.
            against = max(parts["companion"], parts["host"] * 0.6, parts["background"] * 0.5) / max(1.0, score - 1.0)
            if parts["visitor"] > parts["companion"]:
                against /= 2
            if score - against >= PRINCIPAL and parts["background"] < NEVER_A_VISITOR:
                chosen.append((score - against, referents[key]))
        if not chosen:
            return self._meant_by_titles() or self._heads() or self._delegates() or self._titled()
        best = max(score for score, _ in chosen)
        few = min(FEWEST_SIGNS, best * 0.34)
        kept = [referent for score, referent in chosen if score >= few or _is_royal(referent)]
        return sorted(kept, key=lambda referent: referent.spans[0].start)

    def _meant_by_titles(self) -> list[DocumentReferent]:
        """Whom "the Minister" or "she" means where somebody plainly goes to a place, if nobody is named as doing so."""
        plain = [use for use in self.uses if use.status == "told" and use.weight >= STRONG and use.actor.kind == "pronoun"]
        if plain and not plain[0].actor.persons:
            return []  # the report begins with somebody whom it never names
        meant = (self._referent(use.actor.persons[0]) for use in plain if use.actor.persons)
        fit = (person for person in meant if person is not None and self.part_weights[id(person)]["background"] < NEVER_A_VISITOR)
        return list({id(person): person for person in fit}.values())[:1]

    def _heads(self) -> list[DocumentReferent]:
        """Who is said to lead a body, where only a delegation is told to have gone anywhere and nobody of it is named."""
        if not any(use.status == "told" and use.weight >= STRONG and use.actor.kind == "group" for use in self.uses):
            return []
        leaders = (self._referent(part.span) for part in self.parts if part.rule == "visitor:heads-body")
        return [leader for leader in leaders if leader is not None][:1]

    def _delegates(self) -> list[DocumentReferent]:
        """The members of a delegation, where only it is told to have gone anywhere and nobody is said to lead it."""
        if not any(use.status == "told" and use.weight >= STRONG and use.actor.kind == "group" for use in self.uses):
            return []
        members = (self._referent(part.span) for part in self.parts if part.rule == "companion:of-the-delegation")
        return list({id(member): member for member in members if member is not None}.values())

    def _titled(self) -> list[DocumentReferent]:
        """The persons of the title, where the text itself tells of a tour without ever naming who made it ("Toured the X")."""
        told = [use for use in self.uses if use.status == "told" and use.weight >= STRONG]
        unnamed = [use for use in told if use.actor.kind == "elided"]
        return list(self.title_persons[:1]) if unnamed and len(unnamed) * 2 >= len(told) else []

    def _meant(self, use: PlaceUse) -> tuple[NameSpan, ...]:
        """The persons whom a pronoun or a missing subject most likely means: those who acted last before."""
        for action in reversed(self._actions.within(use.sentence - 2, use.sentence)):
            if action.start < use.evidence_end and action.actor.persons:
                return action.actor.persons
        return ()

    def _score(self, span: NameSpan, amount: float, scores: dict[int, float], referents: dict[int, DocumentReferent]) -> None:
        referent = self._referent(span)
        if referent is not None:
            scores[id(referent)] += amount
            referents[id(referent)] = referent

    def tour(self) -> Tour:
        """The tour, with no stops where the document reports none."""
        groups: dict[int, list[PlaceUse]] = defaultdict(list)
        owners: dict[int, DocumentReferent] = {}
        dropped: list[tuple[PlaceUse, str]] = []
        for use in self._with_scenes():
            referent = self._referent(use.span)
            if referent is None or use.weight < ACCEPTED:
                continue
            if use.status != "told":
                dropped.append((use, use.status))
            elif not self._by_visitors(use.actor):
                dropped.append((use, "other-people"))
            else:
                groups[id(referent)].append(use)
                owners[id(referent)] = referent
        if not self.visitors and not any(_by_unnamed(use) for uses in groups.values() for use in uses):
            groups.clear()
        if all(use.rule == RECEPTION for uses in groups.values() for use in uses):
            groups.clear()  # who only receives others is at home
        stops = []
        for key, uses in groups.items():
            best = max(uses, key=lambda use: (use.weight, use.place_end - use.place_start))
            stops.append(
                StopFinding(
                    owners[key], best, uses, self.locator.locate(owners[key], best.span.start, self.text[best.place_start : best.place_end])
                )
            )
        stops.sort(key=lambda stop: stop.first)
        stops, held = most_specific(stops)
        dropped += held
        self._assign_visitors(stops)
        companions, hosts = self._others(stops) if stops else ([], [])
        if not stops:
            return Tour((), (), (), (), tuple(dropped))
        return Tour(tuple(self.visitors), tuple(companions), tuple(hosts), tuple(stops), tuple(dropped))

    def _with_scenes(self) -> list[PlaceUse]:
        """The uses, a scene counting in full where the visitor is seen to act in it before another place is named.

        The sentence in which the visitor acts is then the evidence, for it is what shows that somebody was there.
        """
        result = []
        for number, use in enumerate(self.uses):
            if use.rule == "stop:scene" and use.status == "told":
                action = self._action_in(number, use)
                if action is not None:
                    sentence = self.sentences[action.sentence]
                    end = min(sentence.end, sentence.start + MAX_EVIDENCE)
                    if end < sentence.end:
                        end = max(self.text.rfind(" ", sentence.start, end), sentence.start + 1)
                    use = replace(use, weight=SCENE_WEIGHT, evidence_start=sentence.start, evidence_end=end)
            result.append(use)
        return result

    def _action_in(self, number: int, use: PlaceUse) -> Action | None:
        limit = use.sentence + SCENE_REACH
        for at in range(number + 1, len(self.uses)):
            other = self.uses[at]
            if other.sentence > limit + 1:
                break
            telling = other.sentence > use.sentence and (other.weight >= ACCEPTED or other.rule == "stop:scene")
            if telling and other.span.site in {"yes", ""} and self._referent(other.span) is not self._referent(use.span):
                limit = min(limit, other.sentence - 1)
                break
        for action in self._actions.within(use.sentence, limit):
            within = action.start > use.span.start
            if action.kind == "say" and action.sentence > use.sentence + 1:
                continue
            if within and action.kind != "depart" and self._by_visitors(action.actor, strict=True):
                return action
        return None

    def _by_visitors(self, actor: Actor, *, strict: bool = False) -> bool:
        if actor.kind == "person":
            return any(self._tours(self._referent(span)) for span in actor.persons)
        if actor.kind == "other":
            return False
        return actor.kind in {"pronoun", "group"} if strict else True

    def _assign_visitors(self, stops: Sequence[StopFinding]) -> None:
        if len(self.visitors) <= 1:
            for stop in stops:
                stop.visitors = list(self.visitors)
            return
        for stop in stops:
            found = {id(referent) for use in stop.uses for referent in self._who(use)}
            stop.visitors = [referent for referent in self.visitors if id(referent) in found] or list(self.visitors)

    def _who(self, use: PlaceUse) -> list[DocumentReferent]:
        """Who was there, as one use of a place tells: named, or meant by a pronoun, or going on from before."""
        named = self._touring(use.actor.persons, use.sentence)
        if named:
            return named
        if use.actor.kind == "group":
            return (self._couple(use) if use.actor.word.startswith(COUPLE) else []) or list(self.visitors)
        before = next((action for action in self._visitor_actions.backwards(use.sentence) if action.start < use.evidence_end), None)
        return list(self.visitors) if before is None else self._touring(before.actor.persons, before.sentence)

    def _couple(self, use: PlaceUse) -> list[DocumentReferent]:
        """Whom "Their Royal Highnesses" or "the couple" means: those who last acted together."""
        for action in self._visitor_actions.backwards(use.sentence):
            if action.start < use.evidence_end and len(action.actor.persons) > 1:
                return self._touring(action.actor.persons, action.sentence)
        return []

    def _touring(self, persons: Sequence[NameSpan], sentence: int) -> list[DocumentReferent]:
        """Those of some persons who are visitors; all who lead a delegation, where one of them leads it in that sentence."""
        named = [referent for span in persons if (referent := self._referent(span)) is not None and self._tours(referent)]
        leaders = self._leaders.get(sentence, ())
        if named and any(self._referent(span) in named for span in leaders):
            return [referent for span in leaders if (referent := self._referent(span)) is not None and self._tours(referent)]
        return named

    def _others(self, stops: Sequence[StopFinding]) -> tuple[list[DocumentReferent], list[DocumentReferent]]:
        companions, hosts = [], []
        persons = {id(referent): referent for referent in self.of_span.values() if referent.kind == "person"}
        # Whoever else speaks or acts where the visitors are is met there; before the first stop and without one nobody is.
        opening = min((use.sentence for stop in stops if not is_container(stop) for use in stop.uses), default=None)
        last = max((use.sentence for stop in stops for use in stop.uses), default=0)
        closing = len(self.sentences) if self.visitors else last + SCENE_REACH
        active = {
            id(referent)
            for action in self.actions
            if opening is not None and opening <= action.sentence <= closing
            for span in action.actor.persons
            if (referent := self._referent(span)) is not None
        }
        for key, referent in sorted(persons.items(), key=lambda item: item[1].spans[0].start):
            if self._tours(referent):
                continue
            weights = self.part_weights.get(key, {})
            companion, host, background = (weights.get(part, 0.0) for part in ("companion", "host", "background"))
            if companion >= max(host, 0.5) and companion > background:
                companions.append(referent)
            elif host > background or (key in active and background < 0.5):
                hosts.append(referent)
        return companions, hosts
