import datetime as dt
import itertools

import pytest

from tasks.sources.recurrence import Recurrence, RecurrenceError


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "timezone", "after", "times"),
    [
        ("0 6 * * *", "Asia/Shanghai", "2026-11-23T00:00+00:00", ["2026-11-24T06:00+08:00", "2026-11-25T06:00+08:00"]),
        ("0 6 * * 1-5", "UTC", "2026-11-27T06:00+00:00", ["2026-11-30T06:00+00:00"]),
        # Six in the morning stays six in the morning when the clocks go back.
        ("0 6 * * *", "Europe/Tallinn", "2026-10-24T12:00+00:00", ["2026-10-25T06:00+02:00"]),
        ("0 6 * * *", "Europe/Tallinn", "2026-10-23T12:00+00:00", ["2026-10-24T06:00+03:00", "2026-10-25T06:00+02:00"]),
        # Half past two does not exist on this day, and comes late; it comes twice on that day, and is taken once.
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00+00:00", ["2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"]),
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00+00:00", ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]),
        # Twice an hour is every half hour that passes.
        ("*/30 * * * *", "Europe/Berlin", "2026-10-25T00:20+00:00", ["2026-10-25T02:30+02:00", "2026-10-25T02:00+01:00"]),
        ("every 30m", "UTC", "2026-11-23T00:10+00:00", ["2026-11-23T00:40+00:00", "2026-11-23T01:10+00:00"]),
        ("every 2d", "Asia/Shanghai", "2026-11-23T00:00+00:00", ["2026-11-25T08:00+08:00"]),
    ],
)
def test_times(text: str, timezone: str, after: str, times: list[str]) -> None:
    recurrence = Recurrence(text, timezone)
    found = itertools.accumulate(range(len(times)), lambda last, _: recurrence.after(last), initial=moment(after))
    assert [time.isoformat(timespec="minutes") for time in found][1:] == times


def test_an_interval_keeps_its_beat_however_many_were_missed() -> None:
    last, now = moment("2026-11-23T00:10+00:00"), moment("2026-11-25T13:41+00:00")
    assert Recurrence("every 30m").after(now, last) == moment("2026-11-25T14:10+00:00")
    assert Recurrence("every 30m").after(last, now) == now


@pytest.mark.parametrize(
    ("text", "timezone", "message"),
    [
        ("daily", "UTC", "schedule is 'daily'; cron (0 6 * * *) or an interval (every 30m) was expected"),
        ("every 0m", "UTC", "every 30m"),
        ("0 25 * * *", "UTC", "schedule is '0 25 * * *': bad hour; cron such as 0 6 * * * was expected"),
        ("0 6 * * mox", "UTC", "bad day-of-week"),
        ("0 0 30 2 *", "UTC", "bad day-of-month"),
        ("0 0 6 * * *", "UTC", "was expected"),
        ("0 6 * * *", "China", "timezone is 'China'; a name such as Asia/Shanghai was expected"),
    ],
)
def test_what_cannot_be_meant_is_one_line(text: str, timezone: str, message: str) -> None:
    with pytest.raises(RecurrenceError) as error:
        Recurrence(text, timezone)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
