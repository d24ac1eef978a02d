"""Nothing of a run that was stopped lies about once another one has come to its end."""

import contextlib
from typing import Any

from warehouse.arrow import write_parts
from warehouse.home import Home
from warehouse.lock import writer


def parts_in(home: Home) -> set[str]:
    return {path.relative_to(home.lake).as_posix() for path in home.lake.glob("*/*.parquet")}


def test_parts_that_no_run_published_go_with_the_next_good_end(press: Any, report: Any, rows: Any) -> None:
    home = Home(press.home)
    press.publish({"a.txt": report()})
    published = parts_in(home)
    with contextlib.suppress(ZeroDivisionError), writer(press.home, "stopped"):
        write_parts(home.lake, rows("b.txt", report()))
        raise ZeroDivisionError
    assert home.unfinished.is_dir()
    assert parts_in(home) > published
    with writer(press.home, "the next"):
        assert parts_in(home) > published
    assert parts_in(home) == published
    assert not home.unfinished.exists()


def test_a_run_after_a_good_end_deletes_nothing(press: Any, report: Any, rows: Any) -> None:
    press.publish({"a.txt": report()})
    write_parts(Home(press.home).lake, rows("b.txt", report()))
    before = parts_in(Home(press.home))
    with writer(press.home, "the next"):
        pass
    assert parts_in(Home(press.home)) == before
