import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.cli import main
from warehouse.checking import CheckFailure
from warehouse.lock import writer

SCRIPT = Path(sys.executable).with_name("tourledger")


@pytest.mark.parametrize("command", [[], ["ingest"], ["query"], ["sql"], ["status"], ["check"], ["export"], ["compact"]])
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([*command, "--help"])
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith(" ".join(["usage: tourledger", *command]))
    assert command == [] or "--home DIR" in out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "the following arguments are required: COMMAND"),
        (["fly"], 2, "invalid choice: 'fly'"),
        (["sql", "--as-of", "first"], 2, "invalid int value"),
        (["sql", "--format", "xml"], 2, "invalid choice: 'xml'"),
        (["status"], 1, "nothing is published in"),
        (["check"], 1, "nothing is published in"),
        (["export"], 1, "nothing is published in"),
        (["compact"], 1, "nothing is published in"),
        (["compact", "--older-than", "soon"], 2, "'soon' is no number of days"),
        (["sql", "select 1"], 1, "nothing is published in"),
        (["ingest", "nowhere", "*.none"], 1, "nowhere: no such file or folder; *.none: nothing matches"),
        (["ingest", "--home", "/dev/null"], 2, "cannot use /dev/null as home"),
    ],
)
def test_an_error_is_one_line(
    arguments: list[str], code: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("tourledger: ")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("selec 1", "Parser Error"),
        ("select nothing from stops", "Binder Error"),
        ("delete from stops", "read-only"),
        ("drop table documents", "read-only"),
        ("  ", "there is no query"),
    ],
)
def test_a_wrong_query_is_wrong_usage(published: Path, query: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "--home", str(published), query]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1


def test_sql_prints_a_table(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "--home", str(published), "select 1 as position, 'Anshun' as place, null as county"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [["position", "place", "county"], ["─" * len(lines[1])], ["1", "Anshun", "null"]]


def test_sql_reads_standard_input(published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("select count(*) as n from documents;"))
    assert main(["sql", "--home", str(published), "--format", "csv"]) == 0
    assert capsys.readouterr().out == "n\n2\n"


def test_sql_as_of_an_earlier_run(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "select count(*) as n from documents"
    assert main(["sql", "--home", str(published), "--format", "csv", "--as-of", "1", query]) == 0
    assert capsys.readouterr().out == "n\n1\n"
    assert main(["sql", "--home", str(published), "--as-of", "9", query]) == 1
    assert capsys.readouterr().err.startswith("tourledger: ")


QUERY = "select 1 as n, 'a,\"b' as s, null as nothing, true as yes, date '2024-07-01' as day, ['x', '省'] as names, 0.5 as half"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", 'n,s,nothing,yes,day,names,half\n1,"a,""b",,true,2024-07-01,"[""x"", ""省""]",0.5\n'),
        (
            "json",
            '[\n{"n": 1, "s": "a,\\"b", "nothing": null, "yes": true, "day": "2024-07-01", "names": ["x", "省"], "half": 0.5}\n]\n',
        ),
    ],
)
def test_sql_formats(published: Path, form: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "--home", str(published), "--format", form, QUERY]) == 0
    assert capsys.readouterr().out == expected
    output = tmp_path / "out"
    assert main(["sql", "--home", str(published), "--format", form, "-o", str(output), QUERY]) == 0
    assert output.read_text(encoding="utf-8") == expected


def test_sql_writes_parquet_and_tables_to_files(published: Path, tmp_path: Path) -> None:
    for form in ("parquet", "table"):
        assert (
            main(["sql", "--home", str(published), "--format", form, "-o", str(tmp_path / form), "select position, place from stops"]) == 0
        )
    assert pq.read_table(tmp_path / "parquet").column_names == ["position", "place"]
    assert (tmp_path / "table").read_text().startswith("position")


def test_a_failed_query_leaves_no_file(published: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_text("before")
    assert main(["sql", "--home", str(published), "--format", "csv", "-o", str(output), "select nothing"]) == 2
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.csv", "before")]


def test_a_control_character_does_not_reach_the_terminal(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "--home", str(published), "select text from documents where text like 'One%'"]) == 0
    assert "One␛[31m line." in capsys.readouterr().out


def test_status_shows_runs_and_issues(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--home", str(published)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Run 2 in {published}")
    assert "id-duplicate" in out
    assert [line.split()[0] for line in out.split("Last runs\n")[1].splitlines()[2:4]] == ["2", "1"]


def test_check_passes_on_what_is_published(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--home", str(published)]) == 0
    assert capsys.readouterr().out.endswith("checks passed\n")


def test_export_writes_a_folder_and_says_where(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "--home", str(published)]) == 0
    assert capsys.readouterr().out.startswith("Run 2 is in tourledger-run-2: ")
    assert "GeoNames" in (tmp_path / "tourledger-run-2" / "LICENCE.md").read_text(encoding="utf-8")
    assert main(["export", "--home", str(published)]) == 1
    assert "tourledger-run-2 is there already" in capsys.readouterr().err


def test_compact_says_what_it_did(published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    shutil.copytree(published, home, symlinks=True)
    assert main(["compact", "--home", str(home), "--older-than", "0"]) == 0
    assert capsys.readouterr().out.endswith("run 2 is the first that can be asked for\n")
    assert main(["sql", "--home", str(home), "select 1"]) == 0
    with writer(home, "another"):
        assert main(["compact", "--home", str(home)]) == 1
    assert "another" in capsys.readouterr().err


def test_check_prints_the_rows_at_fault(published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    failure = CheckFailure(check="stop_order", meaning="positions count from 1", rows=({"stop_id": "stop_x", "position": 3},), count=21)
    monkeypatch.setattr("flows.overview.run_checks", lambda connection: [failure])
    assert main(["check", "--home", str(published)]) == 1
    out, err = capsys.readouterr()
    assert "stop_order: positions count from 1 (21 at fault)" in out
    assert "stop_x" in out
    assert "… and 20 more" in out
    assert err.startswith("tourledger: 1 of ")


def test_a_fault_of_ours_is_one_line_too(published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(home: Path, console: object) -> None:
        raise KeyError("position")

    monkeypatch.setattr("flows.overview.print_status", fail)
    assert main(["status", "--home", str(published)]) == 1
    assert capsys.readouterr().err == "tourledger: KeyError: 'position' (-v shows where)\n"


def test_only_ingest_imports_prefect(published: Path) -> None:
    code = "import sys; from flows.cli import main; assert main(sys.argv[1:]) == 0; assert 'prefect' not in sys.modules"
    for command in (["status"], ["check"], ["sql", "select 1"]):
        subprocess.run([sys.executable, "-c", code, *command, "--home", str(published)], check=True, capture_output=True)


def test_a_reader_that_hears_enough_is_no_error(published: Path) -> None:
    command = f"'{SCRIPT}' sql --home '{published}' --format csv 'select * from range(1000000)' | head -n 1"
    piped = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=True)
    assert (piped.stdout, piped.stderr) == ("range\n", "")


def test_a_healthy_first_run_says_nothing_on_standard_error(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {"COLUMNS": "100"}
    first = subprocess.run([SCRIPT, "ingest"], cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert first.stderr == ""
    assert first.returncode == 0
    assert "Run 1 published: 1 document seen, 1 new;" in first.stdout
    home = tmp_path / "warehouse" / "data"
    with sqlite3.connect(home / "prefect" / "prefect.db") as recorded:
        assert recorded.execute("SELECT state_type, count(*) FROM task_run GROUP BY 1").fetchall() == [("COMPLETED", 6)]
        assert recorded.execute("SELECT state_type FROM flow_run").fetchall() == [("COMPLETED",)]
    stops = subprocess.run(
        [SCRIPT, "sql", "--format", "json", "select position, place, city, county from stops order by position"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [stop["position"] for stop in json.loads(stops.stdout)] == [1, 2, 3, 4, 5, 6, 7]
