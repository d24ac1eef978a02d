"""The notebook, run without a browser; it needs the extra `notebook`."""

import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import publish

NOTEBOOK = Path(__file__).resolve().parents[2] / "flows" / "notebooks" / "three_charts.py"
WANTED = "the notebook needs the extra: pip install -e '.[notebook]'"


@pytest.fixture
def charts(monkeypatch: pytest.MonkeyPatch) -> Any:
    pytest.importorskip("marimo", reason=WANTED)
    pytest.importorskip("altair", reason=WANTED)

    def run(home: Path) -> dict[str, dict[str, Any]]:
        monkeypatch.setattr(sys, "argv", [str(NOTEBOOK), "--home", str(home)])
        _, defined = runpy.run_path(str(NOTEBOOK))["app"].run()
        return {name: defined[name].to_dict() for name in ("when", "where", "about")}

    return run


def values(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that a chart of one table shows."""
    return next(iter(chart["datasets"].values()))


def test_charts_of_the_seed(charts: Any, published: Path) -> None:
    drawn = charts(published)
    [tour] = values(drawn["when"])
    assert (tour["visitor"], tour["stop_count"], tour["date_start"][:10]) == ("Ying Yong", 7, "2024-07-01")
    outlines = [feature["properties"]["code"] for layer in drawn["where"]["layer"][:2] for feature in layer["data"]["values"]]
    assert outlines[0] == "520000"
    assert set(outlines[1:]) == {"520100", "520102", "520400", "520403"}
    assert sum(row["stops"] for row in values(drawn["where"])) == 7
    assert sum(row["share"] for row in values(drawn["about"])) == pytest.approx(1, abs=0.001)


def test_charts_of_several_countries_have_the_world_as_ground(charts: Any, tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    reports.write_text(
        '{"id": "a", "published": "2024-03-06", "text": "On 5 March 2024 Minister Anna Berg visited the port of Rotterdam."}\n'
        '{"id": "b", "published": "2024-03-08", "text": "On 7 March 2024 Minister Anna Berg visited a school in Lyon."}\n'
    )
    publish(tmp_path / "home", reports)
    drawn = charts(tmp_path / "home")
    assert len(values(drawn["when"])) == 2
    assert len(drawn["where"]["layer"][0]["data"]["values"]) > 200
    assert drawn["where"]["projection"] == {"type": "equalEarth"}


def test_a_warehouse_without_tours_is_drawn_empty(charts: Any, tmp_path: Path) -> None:
    speech = tmp_path / "speech.txt"
    speech.write_text("Growth is strong.\n")
    publish(tmp_path / "home", speech)
    drawn = charts(tmp_path / "home")
    assert values(drawn["when"]) == []
