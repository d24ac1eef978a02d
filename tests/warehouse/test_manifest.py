"""Manifests: equal ones have equal bytes, and nothing is lost in them."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import schema
from warehouse.arrow import PartFile
from warehouse.errors import DamagedLakeError
from warehouse.home import Home
from warehouse.manifest import Manifest, from_json, read_manifest, to_json, utc

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PART = st.builds(PartFile, table=st.just("stops"), path=TEXT, sha256=TEXT, rows=st.integers(1, 9))
ISSUE = st.builds(
    schema.Issue,
    document_id=st.none(),
    source_uri=st.none() | TEXT,
    run=st.integers(1, 9),
    severity=st.just("info"),
    code=TEXT,
    char_start=st.none(),
    char_end=st.none(),
    message=TEXT,
    source=TEXT,
)
RUN = schema.Run(
    run=3, started_at=dt.datetime(2030, 1, 1, 1, 2, 3, 4), finished_at=dt.datetime(2030, 1, 1, 2), flow_run_id=None, status="published",
    reader_version="1", documents_seen=1, documents_new=1, documents_changed=0, documents_unchanged=0, documents_removed=0,
    documents_failed=0, rows_published=9,
)  # fmt: skip


@given(
    parts=st.lists(PART, max_size=3),
    removed=st.lists(TEXT, max_size=3),
    issues=st.lists(ISSUE, max_size=3),
    links=st.none() | PART,
    ended=st.lists(TEXT, max_size=2),
)
def test_what_is_written_is_read(parts: Any, removed: Any, issues: Any, links: Any, ended: Any) -> None:
    manifest = Manifest(
        run=RUN,
        parts=tuple(parts),
        removed=tuple(removed),
        issues_added=tuple(issues),
        issues_ended=tuple(reversed(issues)),
        links=links,
        links_ended=tuple(ended),
    )
    assert from_json(to_json(manifest)) == manifest
    assert to_json(from_json(to_json(manifest))) == to_json(manifest)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", to_json(Manifest(run=RUN, parts=()))[:-9], b'{"run": {"started_at": "noon"}}'])
def test_what_is_no_manifest_is_named(tmp_path: Path, content: bytes) -> None:
    path = Home(tmp_path).manifest(3)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(DamagedLakeError, match=r"000003\.json is not a manifest"):
        read_manifest(Home(tmp_path), 3)


def test_parts_are_found_by_table() -> None:
    stop = PartFile(table="stops", path="x", sha256="", rows=1)
    reading = dataclasses.replace(stop, table="readings")
    assert Manifest(run=RUN, parts=(stop, reading)).parts_of(schema.ReadingRecord) == (reading,)


def test_moments_need_a_zone() -> None:
    assert utc(dt.datetime(2030, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=-5)))) == dt.datetime(2030, 1, 1, 5)
    with pytest.raises(ValueError, match="a time zone is needed"):
        utc(dt.datetime(2030, 1, 1))
