import datetime as dt
from pathlib import Path

import pytest

from flows.report import dates, records, run_report
from warehouse.store import open_published

DAY = dt.date(2024, 6, 30)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (None, None, ""),
        (DAY, DAY, "2024-06-30"),
        (dt.date(2024, 6, 28), DAY, "2024-06-28–30"),
        (DAY, dt.date(2024, 7, 2), "2024-06-30 – 2024-07-02"),
        (DAY, None, "2024-06-30"),
    ],
)
def test_dates(start: dt.date | None, end: dt.date | None, text: str) -> None:
    assert dates({"date_start": start, "date_end": end}) == text


def test_a_run_reports_what_it_changed(published: Path) -> None:
    with open_published(published) as connection:
        first, second = run_report(connection, 1), run_report(connection, 2)
    assert [document["source_uri"] for document in first.documents] == ["000_7611d074bac0c8e6.txt"]
    assert [document["source_uri"] for document in second.documents] == ["records.jsonl#a"]
    (tour,) = first.tours
    assert [stop["position"] for stop in tour.stops] == list(range(1, 8))
    assert tour.people["visitor"] == ("Ying Yong",)
    assert second.tours == ()
    assert first.totals["documents"] == 2


def test_every_query_runs_and_says_its_grain(published: Path) -> None:
    queries = sorted((Path(__file__).parents[2] / "flows" / "queries").glob("*.sql"))
    assert queries
    with open_published(published) as connection:
        document = connection.execute("SELECT min(document_id) FROM documents").fetchone()
        assert document is not None
        for query in queries:
            text = query.read_text()
            assert text.startswith("-- one row")
            parameters = {name: value for name, value in (("run", 1), ("document", document[0])) if f"${name}" in text}
            records(connection, query.stem, **parameters)
