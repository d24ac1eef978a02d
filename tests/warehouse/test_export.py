"""A run to hand on: a folder that needs nothing else."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from warehouse import schema
from warehouse.errors import NothingPublishedError
from warehouse.export import FolderTakenError, export_run
from warehouse.home import PARQUET


def export(press: Any, folder: Path) -> int:
    return export_run(press.home, folder, licence="as you like", notices=b"thanks")


def test_a_folder_stands_alone(press: Any, report: Any, tmp_path: Path) -> None:
    press.publish({"a.txt": report()})
    press.publish({"b.txt": report(place="Old Quay")})
    folder = tmp_path / "deep" / "ledger"
    assert export(press, folder) == 2
    assert {path.name for path in folder.iterdir()} == {
        "DICTIONARY.md", "LICENCE.md", "NOTICES.txt", "README.md", PARQUET, "datapackage.json", "dictionary.csv"
    }  # fmt: skip
    assert (folder / "LICENCE.md").read_text() == "as you like"
    assert "run 2" in (folder / "README.md").read_text()
    contents = press.contents()
    for table in schema.TABLES:
        glob = str(folder / PARQUET / table.TABLE / "*.parquet")
        assert duckdb.sql(f"SELECT count(*) FROM '{glob}'").fetchall() == [(len(contents[table.TABLE]),)]
    package = json.loads((folder / "datapackage.json").read_text())
    assert [resource["name"] for resource in package["resources"]] == [table.TABLE for table in schema.TABLES]
    for resource in package["resources"]:
        for path in resource["path"]:
            assert [field["name"] for field in resource["schema"]["fields"]] == pq.read_schema(folder / path).names
    with (folder / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        assert {(row["table"], row["column"]) for row in csv.DictReader(file)} == {
            (table.TABLE, column.name) for table in schema.TABLES for column in schema.columns(table)
        }
    assert all(os.access(path, os.W_OK) and path.stat().st_nlink == 1 for path in folder.rglob("*.parquet"))


def test_a_folder_that_is_taken_is_left_alone(press: Any, report: Any, tmp_path: Path) -> None:
    press.publish({"a.txt": report()})
    (tmp_path / "empty").mkdir()
    assert export(press, tmp_path / "empty") == 1
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(FolderTakenError, match="is there already"):
        export(press, tmp_path / "empty")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_nothing_published_makes_no_folder(press: Any, tmp_path: Path) -> None:
    press.home.mkdir()
    with pytest.raises(NothingPublishedError):
        export(press, tmp_path / "ledger")
    assert not (tmp_path / "ledger").exists()
