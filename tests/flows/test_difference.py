import csv
import io
import json
from pathlib import Path

import pytest

from flows.cli import main


def test_a_difference_is_told_with_a_summary(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--home", str(published), "2", "1"]) == 0
    assert capsys.readouterr().out == "Run 2 → run 1: no stop, participant or entity differs\n"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_difference_for_other_programs(published: Path, form: str, tmp_path: Path) -> None:
    output = tmp_path / "difference"
    assert main(["diff", "--home", str(published), "1", "2", "--format", form, "-o", str(output)]) == 0
    text = output.read_text(encoding="utf-8")
    if form == "json":
        assert json.loads(text) == []
    else:
        assert next(csv.reader(io.StringIO(text))) == ["what", "change", "document", "name", "detail", "why"]


def test_an_unknown_run_is_one_line(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--home", str(published), "1", "9"]) == 1
    assert "run 9 was never published" in capsys.readouterr().err
