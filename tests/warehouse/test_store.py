"""Opening what is published."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.errors import NothingPublishedError
from warehouse.home import Home
from warehouse.store import open_published, published_run


def test_an_empty_home_says_what_to_do(tmp_path: Path) -> None:
    assert published_run(tmp_path) is None
    with pytest.raises(NothingPublishedError, match="run `tourledger ingest` first"):
        open_published(tmp_path)


def test_a_version_pruned_between_link_and_file_is_tried_once_more(press: Any, report: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    press.publish({"a.txt": report()})
    answers = iter([7, 1])
    monkeypatch.setattr(Home, "published_run", lambda _: next(answers))
    with open_published(press.home) as connection:
        assert connection.execute("SELECT max(run) FROM runs").fetchone() == (1,)
    answers = iter([7, 8])
    with pytest.raises(duckdb.IOException):
        open_published(press.home)


def test_files_can_be_read_by_clients_of_1_5(press: Any, report: Any) -> None:
    press.publish({"a.txt": report()})
    with open_published(press.home) as connection:
        tags = connection.execute("SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'tourledger'").fetchone()
    assert tags is not None
    assert tags[0].startswith("v1.5")
