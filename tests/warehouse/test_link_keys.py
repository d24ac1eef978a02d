"""Linking only what shares a key with what changed gives the links that linking everything gives."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from warehouse import schema
from warehouse.linking import LinkKeys
from warehouse.store import open_published

URIS = ["a.txt", "b.txt", "c.txt", "d.txt"]
VISITORS = ["Ada Moss", "Ada Fern", "Bea Moss", "Bea Fern", "Cleo Rush"]
CHANGE = st.tuples(st.sampled_from(URIS), st.sampled_from(VISITORS), st.booleans())


def keys_of(candidate: Any) -> Iterator[str]:
    """Like the real ones: one key of those that are linked, two of those that others are linked to."""
    given_name, surname = candidate.name.split()[:2]
    if candidate.kind == "person":
        yield surname
        if given_name == "Ada":
            yield "Rush"


def link(candidates: Any) -> list[schema.Link]:
    """Link a person to the only Ada that shares a key, and to none where there are two of them."""
    people = [candidate for candidate in candidates if candidate.kind == "person"]
    adas = [candidate for candidate in people if candidate.name.startswith("Ada ")]
    links = []
    for candidate in people:
        sharing = [ada for ada in adas if set(keys_of(ada)) & {candidate.name.split()[1]}]
        if candidate not in adas and len(sharing) == 1:
            links.append(schema.Link(proposed_entity_id=candidate.entity_id, entity_id=sharing[0].entity_id, rule="made-up"))
    return links


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(runs=st.lists(st.lists(CHANGE, min_size=1, max_size=3, unique_by=lambda change: change[0]), min_size=2, max_size=5))
def test_few_candidates_give_the_same_tables_as_all(fresh_press: Any, report: Any, runs: Any) -> None:
    ours, theirs = fresh_press(), fresh_press()
    standing: set[str] = set()
    for changes in runs:
        wanted = {uri: report(visitor=visitor) for uri, visitor, gone in changes if not gone}
        wanted |= {uri: None for uri, _, gone in changes if gone and uri in standing}
        standing = (standing | wanted.keys()) - {uri for uri, made in wanted.items() if made is None}
        assert ours.publish(wanted, link=link, link_keys=LinkKeys(of=keys_of, version="1")) == theirs.publish(wanted, link=link)
        if standing:
            assert ours.contents() == theirs.contents()


def test_the_linker_sees_only_what_shares_a_key_with_a_change(press: Any, report: Any) -> None:
    seen: list[list[str]] = []

    def watched(candidates: Any) -> list[schema.Link]:
        seen.append([candidate.name for candidate in candidates])
        return link(candidates)

    def publish(version: str, **changes: Any) -> list[str]:
        press.publish({f"{uri}.txt": made for uri, made in changes.items()}, link=watched, link_keys=LinkKeys(of=keys_of, version=version))
        return sorted(seen[-1])

    assert publish("1", a=report(visitor="Ada Moss"), b=report(visitor="Bea Moss"), c=report(visitor="Cleo Fern")) == [
        "Ada Moss",
        "Bea Moss",
    ]
    assert publish("1", d=report(visitor="Dot Fern")) == ["Cleo Fern", "Dot Fern"]
    assert publish("1", e=report(visitor="Eve Reed")) == []
    assert publish("2", e=None) == ["Ada Moss", "Bea Moss", "Cleo Fern", "Dot Fern"]


def test_links_end_with_what_they_lead_to(press: Any, report: Any) -> None:
    keys = LinkKeys(of=keys_of, version="1")
    press.publish({"a.txt": report(visitor="Ada Moss"), "b.txt": report(visitor="Bea Moss")}, link=link, link_keys=keys)
    press.publish({"a.txt": None}, link=link, link_keys=keys)
    with open_published(press.home) as connection:
        assert connection.execute("SELECT * FROM links").fetchall() == []


@pytest.mark.parametrize("later", [None, LinkKeys(of=keys_of, version="1")])
def test_keys_may_come_and_go(press: Any, report: Any, later: Any) -> None:
    press.publish({"a.txt": report(visitor="Ada Moss")}, link=link, link_keys=LinkKeys(of=keys_of, version="1"))
    press.publish({"b.txt": report(visitor="Bea Moss")}, link=link, link_keys=None)
    press.publish({"c.txt": report(visitor="Cleo Moss")}, link=link, link_keys=later)
    with open_published(press.home) as connection:
        assert connection.execute("SELECT count(*) FROM links").fetchall() == [(2,)]
