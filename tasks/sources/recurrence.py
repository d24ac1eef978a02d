"""When a source is pulled: at times of the clock, as Debian's cron keeps them, or every so often."""

import datetime as dt
import functools
import re
import zoneinfo
from dataclasses import dataclass

from cronsim import CronSim, CronSimError

_EVERY = re.compile(r"every ([1-9]\d{0,8})(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_CRON_FIELDS = 5
UTC = "UTC"
_zones = functools.cache(zoneinfo.available_timezones)  # it looks through the folders of the system


class RecurrenceError(Exception):
    """A schedule that cannot be meant; the message is one clear line."""


def known_zone(name: str) -> zoneinfo.ZoneInfo:
    """The time zone of a name.

    Raises:
        RecurrenceError: There is none.
    """
    if name not in _zones():
        raise RecurrenceError(f"timezone is {name!r}; a name such as Asia/Shanghai was expected")
    return zoneinfo.ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The times of a schedule.

    Times of the clock follow the time zone through changes of summer time as Debian's cron does: one that the change skips comes right
    after it, one that it repeats comes once; what comes more than once an hour follows the time that passes. Intervals know no clock.

    Attributes:
        text: Five fields of cron, or `every` with a number and a unit: s, m, h or d.
        timezone: The zone of the clock, by its IANA name.
    """

    text: str
    timezone: str = UTC

    def __post_init__(self) -> None:
        """Refuse what cannot be meant.

        Raises:
            RecurrenceError: It is neither form, a field of cron is out of range, it never comes, or the zone is unknown.
        """
        known_zone(self.timezone)
        if _EVERY.fullmatch(self.text):
            return
        if len(self.text.split()) != _CRON_FIELDS:
            raise RecurrenceError(f"schedule is {self.text!r}; cron (0 6 * * *) or an interval (every 30m) was expected")
        try:
            self.after(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
        except CronSimError as error:
            raise RecurrenceError(f"schedule is {self.text!r}: {str(error).lower()}; cron such as 0 6 * * * was expected") from error
        except StopIteration as error:
            raise RecurrenceError(f"schedule is {self.text!r}: that time never comes") from error

    def after(self, moment: dt.datetime, last: dt.datetime | None = None) -> dt.datetime:
        """The first time after a moment.

        Args:
            moment: The moment, with its zone.
            last: A time of the schedule, from which intervals are counted; None counts from the moment.

        Returns:
            A time in the schedule's zone.
        """
        zone = zoneinfo.ZoneInfo(self.timezone)
        every = _EVERY.fullmatch(self.text)
        if every is None:
            return next(CronSim(self.text, moment.astimezone(zone)))
        interval = dt.timedelta(seconds=int(every[1]) * _SECONDS[every[2]])
        start = moment if last is None else last
        passed = max(0, (moment - start) // interval)
        return (start + (passed + 1) * interval).astimezone(zone) if start <= moment else start.astimezone(zone)
