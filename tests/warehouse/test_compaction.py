"""Compaction changes files, never answers."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from warehouse import compaction, schema
from warehouse.compaction import compact
from warehouse.errors import NothingPublishedError, UnknownRunError
from warehouse.history import open_as_of, rebuild
from warehouse.home import Home
from warehouse.lock import writer
from warehouse.manifest import read_manifests
from warehouse.store import open_read_only
from warehouse.unfinished import all_parts, delete_strangers

URIS = ["a.txt", "b.txt", "c.txt"]
CHANGE = st.tuples(st.sampled_from(URIS), st.sampled_from(["Ada Moss", "Ada Fern"]), st.sampled_from(["Old Quay", "Mill"]), st.booleans())
NOON = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)


def adas_are_one(candidates: Any) -> Any:
    people = sorted(c.entity_id for c in candidates if c.kind == "person")
    return [schema.Link(proposed_entity_id=other, entity_id=people[0], rule="made-up") for other in people[1:]]


def compacted(press: Any, *, oldest: int | None = None) -> compaction.Compacted:
    with writer(press.home, "compaction"):
        return compact(press.home, keep_since=None if oldest is None else NOON + dt.timedelta(days=oldest))


def forget_versions(home: Path) -> None:
    """Leave only the lake to tell of earlier runs."""
    shutil.rmtree(home / "history", ignore_errors=True)
    for version in (home / "versions").iterdir():
        if version != (home / "current").resolve():
            shutil.rmtree(version)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    runs=st.lists(st.lists(CHANGE, min_size=1, max_size=3, unique_by=lambda change: change[0]), min_size=2, max_size=6),
    when=st.lists(st.tuples(st.integers(1, 6), st.one_of(st.none(), st.integers(1, 6))), min_size=1, max_size=2),
)
def test_every_run_that_is_kept_answers_as_before(fresh_press: Any, report: Any, contents: Any, runs: Any, when: Any) -> None:
    press = fresh_press()
    saved: dict[int, Any] = {}
    standing: set[str] = set()
    for number, changes in enumerate(runs, start=1):
        wanted = {uri: report(visitor=visitor, place=place) for uri, visitor, place, gone in changes if not gone}
        wanted |= {uri: None for uri, *_, gone in changes if gone and uri in standing}
        standing = (standing | wanted.keys()) - {uri for uri, made in wanted.items() if made is None}
        run = press.publish(wanted, link=adas_are_one if number % 2 else None, finished_at=NOON + dt.timedelta(days=number))
        if run is not None:
            saved[run] = press.contents()
        for after, oldest in when:
            if after == number and saved:
                kept = compacted(press, oldest=oldest).oldest_run
                saved = {run: state for run, state in saved.items() if run >= kept}
    for run, expected in saved.items():
        rebuild(Home(press.home), run, press.home / f"again-{run}.duckdb")
        with open_read_only(press.home / f"again-{run}.duckdb") as again:
            assert contents(again) == expected


def publish_five(press: Any, report: Any) -> dict[int, Any]:
    states = {}
    for number in range(1, 6):
        press.publish({"a.txt": report(words=f"word {number}"), f"{number}.txt": report()}, finished_at=NOON + dt.timedelta(days=number))
        states[number] = press.contents()
    return states


def test_many_files_become_few_and_nothing_is_forgotten(press: Any, report: Any, contents: Any) -> None:
    states = publish_five(press, report)
    done = compacted(press)
    tables = len(list((press.home / "lake").glob("[!m]*"))) + 1  # manifests lie beside the tables' folders, mentions among them
    assert (done.oldest_run, done.files_before, done.files_after) == (1, 5 * tables, tables)
    forget_versions(press.home)
    for run, expected in states.items():
        with open_as_of(press.home, run) as connection:
            assert contents(connection) == expected


def test_history_before_a_moment_goes_and_says_so(press: Any, report: Any, contents: Any) -> None:
    states = publish_five(press, report)
    assert compacted(press, oldest=3).oldest_run == 3
    forget_versions(press.home)
    with pytest.raises(UnknownRunError, match="run 2 is history that was dropped; the oldest that is kept is run 3"):
        open_as_of(press.home, 2)
    for run in (3, 4, 5):
        with open_as_of(press.home, run) as connection:
            assert contents(connection) == states[run]
    assert press.publish({"b.txt": report(visitor="Ada Fern")}, link=adas_are_one, finished_at=NOON + dt.timedelta(days=6)) == 6
    last = press.contents()
    assert compacted(press, oldest=4).oldest_run == 4
    forget_versions(press.home)
    shutil.rmtree(press.home / "history", ignore_errors=True)
    rebuild(Home(press.home), 6, press.home / "six.duckdb")
    with open_read_only(press.home / "six.duckdb") as connection:
        assert contents(connection) == last


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", ["write_part", "write_whole", "delete_strangers"])
def test_killed_at_any_step_it_has_happened_or_not(
    press: Any, report: Any, contents: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    states = publish_five(press, report)

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(compaction, step, die)
        with pytest.raises(Killed):
            compacted(press)
    with writer(press.home, "the next"):
        pass
    home = Home(press.home)
    named = {part.path for manifest in read_manifests(home, 5) for part in all_parts(manifest)}
    assert {path.relative_to(home.lake).as_posix() for path in home.lake.glob("*/*.parquet")} == named
    forget_versions(press.home)
    for run, expected in states.items():
        with open_as_of(press.home, run) as connection:
            assert contents(connection) == expected


def test_compacting_twice_changes_nothing(press: Any, report: Any) -> None:
    publish_five(press, report)
    compacted(press)
    before = {path: path.read_bytes() for path in (press.home / "lake").rglob("*") if path.is_file()}
    done = compacted(press)
    assert done.files_before == done.files_after
    assert {path: path.read_bytes() for path in (press.home / "lake").rglob("*") if path.is_file()} == before
    assert delete_strangers(Home(press.home)) == 0


def test_nothing_published_is_nothing_to_compact(press: Any) -> None:
    with pytest.raises(NothingPublishedError):
        compacted(press)
