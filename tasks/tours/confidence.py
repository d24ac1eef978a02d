"""How sure a stop is: the evidence for it, weighed."""

import math
from collections.abc import Mapping

from tasks.tours.stop_finding import StopFinding, is_container

BASE = 1.7
"""Log-odds of a stop of which nothing is known but that the reader took it for one."""
MARGIN = 1.2
"""Log-odds taken off what was measured: texts of other outlets are harder than those the grammar was written with."""
RULES: Mapping[str, float] = {
    "stop:go-to": 0.5,
    "stop:opening-locative": 0.25,
    "stop:visit-noun": 0.25,
    "stop:referred-to": 0.25,
    "stop:activity-object": -0.25,
    "stop:described-site": -0.5,
    "stop:locative": -0.5,
    "stop:locative-loose": -0.5,
    "stop:reception": -0.5,
    "stop:heading": -0.5,
    "stop:scene": -0.5,
}
"""How the text puts it: "went to" tells more than "at". Here and below log-odds of being right, rounded to a quarter, as a logistic
regression with ridge penalty 2 on the stops of the annotated documents gives them; `python -m tests.gold.calibration` shows how well
they hold."""
NAMES: Mapping[str, float] = {"certain": 0.5, "gazetteer": -0.25, "guessed": -0.5}
LOCATIONS: Mapping[str, float] = {"stated": 0.5, "itself": 0.25, "inferred": -0.5, "unknown": -0.5}
SITES: Mapping[str, float] = {"yes": 0.5, "settlement": -0.25, "region": -0.5}
ACTORS: Mapping[str, float] = {"pronoun": 0.5, "group": -0.5}
NAMED_VISITOR, UNNAMED_VISITOR = 0.25, -0.25
CERTAIN_NAMES = (":head", ":name", ":unique", ":described", ":named-site")
GAZETTEER_NAMES = (":gazetteer", ":macro-region")


def stop_confidence(stop: StopFinding, *, visitor_named: bool) -> float:
    """Estimate how likely a stop is right.

    Args:
        stop: The stop.
        visitor_named: Whether the text names anybody who toured.

    Returns:
        A lower estimate of the probability, between 0 and 1.
    """
    use = stop.use
    evidence = (
        RULES.get(use.rule, 0.0),
        NAMES[_name_class(use.span.rule)],
        LOCATIONS[_location_class(stop)],
        SITES.get(use.span.site, 0.5),
        ACTORS.get(use.actor.kind, 0.0),
        NAMED_VISITOR if visitor_named else UNNAMED_VISITOR,
    )
    return 1 / (1 + math.exp(MARGIN - BASE - sum(evidence)))


def _name_class(rule: str) -> str:
    """Whether the name itself says that it is a place's: its head noun does; a gazetteer's entry may be a namesake."""
    return "certain" if rule.endswith(CERTAIN_NAMES) else "gazetteer" if rule.endswith(GAZETTEER_NAMES) else "guessed"


def _location_class(stop: StopFinding) -> str:
    """How it is known where the stop lies: a division itself, stated by the text, inferred from what was told before, or not at all."""
    if is_container(stop):
        return "itself"
    if stop.location.division is None:
        return "unknown"
    return "inferred" if stop.location.inferred else "stated"
