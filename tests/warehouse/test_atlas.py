"""What the atlas asks of a warehouse."""

import datetime as dt
from typing import Any

from tests.warehouse.conftest import Press, Report
from warehouse import ddl
from warehouse.atlas import atlas_rows
from warehouse.store import open_published

PLENTY: dict[str, Any] = {"most_stops": 1000, "most_characters": 1_000_000}
REPORTS: dict[str, Report | None] = {
    "a.txt": Report(published_on=dt.date(2030, 1, 1)),
    "b.txt": Report(visitor="Ben Oak", place="Salt Quay", country="Elbonia", province="Mud", published_on=dt.date(2030, 1, 3)),
    "c.txt": Report(place="Long Bridge", published_on=dt.date(2030, 1, 2)),
}


def places(press: Press, **asked: Any) -> list[str]:
    with open_published(press.home) as connection:
        return sorted(row["place"] for row in atlas_rows(connection, **PLENTY | asked)["stops"])


def test_every_query_says_what_a_row_is_and_gives_the_shown_documents(press: Press) -> None:
    press.publish(REPORTS)
    with open_published(press.home) as connection:
        rows = atlas_rows(connection, **PLENTY)
    assert set(rows) == set(ddl.sql_files("atlas")) - {"chosen"}
    assert all(ddl.header(query).startswith("one row") for query in ddl.sql_files("atlas").values())
    assert {row["document_id"] for row in rows["mentions"]} == {row["document_id"] for row in rows["documents"]}
    assert len(rows["documents"]) == len(rows["stops"]) == 3
    assert rows["counts"][0] | {"finished_at": None} == {
        "stops_asked": 3, "stops_shown": 3, "tours_asked": 3, "tours_shown": 3, "run": 1, "finished_at": None,
    }  # fmt: skip


def test_narrowed_by_visitor_place_and_days(press: Press) -> None:
    press.publish(REPORTS)
    assert places(press, visitor="ben") == ["Salt Quay"]
    assert places(press, place="elbonia") == ["Salt Quay"]
    assert places(press, place="reed valley") == ["Reed Valley Mill"]
    assert places(press, visitor="ben", place="ruritania") == []
    with open_published(press.home) as connection:
        days = {row["place"]: row["date_start"] for row in atlas_rows(connection, **PLENTY)["stops"]}
    last = max(day for day in days.values() if day)
    assert places(press, since=last) == sorted(place for place, day in days.items() if day and day >= last)
    assert places(press, until=last - dt.timedelta(days=1)) == sorted(place for place, day in days.items() if day and day < last)


def test_the_newest_tours_are_shown_up_to_the_bounds_and_one_in_any_case(press: Press) -> None:
    press.publish(REPORTS)
    with open_published(press.home) as connection:
        newest = [row["document_id"] for row in atlas_rows(connection, **PLENTY)["documents"]]
        rows = atlas_rows(connection, most_stops=2, most_characters=1_000_000)
        assert [row["document_id"] for row in rows["documents"]] == newest[:2]
        assert (rows["counts"][0]["stops_asked"], rows["counts"][0]["stops_shown"]) == (3, 2)
        rows = atlas_rows(connection, most_stops=1000, most_characters=1)
        assert [row["document_id"] for row in rows["documents"]] == newest[:1]
