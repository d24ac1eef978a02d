"""The Prefect tasks do what the functions under them do."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks.check import check
from tasks.load import load
from tasks.publish import publish
from warehouse.arrow import write_parts
from warehouse.errors import CheckFailedError
from warehouse.load import RunFacts
from warehouse.store import published_run

FACTS = RunFacts(
    started_at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
    flow_run_id=None,
    reader_version="1",
    documents_seen=1,
    documents_unchanged=0,
    documents_failed=0,
)


def test_load_check_publish(tmp_path: Path, rows: Any, report: Any) -> None:
    parts = write_parts(tmp_path / "lake", rows("a.txt", report()))
    staged = load.fn(tmp_path, parts, [], {}, FACTS)
    assert staged is not None
    assert check.fn(staged, tmp_path) > 100
    assert publish.fn(tmp_path, staged) == tmp_path / "versions" / "000001"
    assert published_run(tmp_path) == 1
    assert load.fn(tmp_path, [], [], {}, FACTS) is None


def test_rows_at_fault_stop_the_run_and_are_named(tmp_path: Path, rows: Any, report: Any) -> None:
    staged = load.fn(tmp_path, write_parts(tmp_path / "lake", rows("a.txt", report())), [], {}, FACTS)
    assert staged is not None
    with duckdb.connect(staged.directory / "tourledger.duckdb") as connection:
        connection.execute("UPDATE stops SET place = NULL")
    with pytest.raises(CheckFailedError, match=r"1 checks failed: not_null:stops\.place \(1 rows, such as \{'document_id': 'doc_"):
        check.fn(staged, tmp_path)


@pytest.mark.parametrize("step", [load, check, publish])
def test_prefect_keeps_no_results(step: Any) -> None:
    assert step.cache_policy is not None
    assert step.cache_policy.compute_key(task_ctx=None, inputs={"a": 1}, flow_parameters={}) is None
    assert step.persist_result is not True
