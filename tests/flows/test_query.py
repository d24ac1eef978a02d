"""Named questions on the command line."""

import json
from pathlib import Path

import pytest

from flows.cli import main
from warehouse.questions import questions


def test_without_a_question_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query"]) == 0
    listed = capsys.readouterr().out
    assert all(f"\n{name} " in listed for name in questions())


def test_a_question_has_its_own_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["query", "who-visited", "--help"])
    assert end.value.code == 0
    assert "--since DAY" in capsys.readouterr().out


def test_a_question_is_answered(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["query", "who-visited", "--home", str(published), "--format", "json", "--place", "贵阳", "--since", "2024"]
    assert main(arguments) == 0
    places = {row["place"] for row in json.loads(capsys.readouterr().out)}
    assert places <= {"Nanming District Procuratorate in Guiyang City", "Guiyang Procuratorate"}
    assert main([*arguments[:6], "--place", "Guiyang", "--since", "2024"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_a_question_can_be_written_to_parquet(published: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    target = tmp_path / "answer.parquet"
    assert main(["query", "who-was", "--home", str(published), "--office", "Governor", "--format", "parquet", "-o", str(target)]) == 0
    assert "Li Bingjun" in pq.read_table(target)["person"].to_pylist()


@pytest.mark.parametrize(
    ("arguments", "message"), [(["nope"], "invalid choice: 'nope'"), (["who-visited", "--since", "soon"], "'soon' is no day")]
)
def test_wrong_usage_is_one_line(arguments: list[str], message: str, published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", *arguments, *(["--home", str(published)] if len(arguments) > 1 else [])]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
