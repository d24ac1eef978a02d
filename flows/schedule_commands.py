"""`tourledger schedule add|list|pause|resume|remove|run-now`."""

import argparse
import datetime as dt
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.errors import DataError, UsageError
from flows.grid import print_rows
from flows.schedule import Schedule, Schedules, open_schedules
from flows.serving import serving
from flows.settings import prepare_environment
from flows.source_status import ago, outcome
from tasks.sources.declaration import FILE_NAME, DeclarationError, read_declarations
from tasks.sources.declaration_text import declare_schedule
from warehouse.store import published_run

_GRACE = dt.timedelta(minutes=15)  # after which a run that has not begun is a fault
COLUMNS = ("source", "schedule", "timezone", "state", "next run", "last run", "outcome")


def add_schedule(options: argparse.Namespace, console: Console) -> None:
    """Give a declared source a schedule.

    Raises:
        UsageError: There is no such source, or the schedule cannot be meant.
    """
    schedule = options.cron if options.cron is not None else f"every {options.every}"
    try:
        declare_schedule(options.home, options.source, schedule, options.timezone)
    except DeclarationError as error:
        raise UsageError(str(error)) from error
    with open_schedules(options.home) as schedules:
        added = _followed(schedules, options.home)[options.source]
    console.print(Text(f"{added.source}: {schedule}, next run {_time(added.due)}{_unless_served(options.home)}"), soft_wrap=True)


def remove_schedule(options: argparse.Namespace, console: Console) -> None:
    """Take the schedule of a source away; the source stays.

    Raises:
        UsageError: It has none.
    """
    with open_schedules(options.home) as schedules:
        _scheduled(schedules, options)
        try:
            declare_schedule(options.home, options.source, None)
        except DeclarationError as error:
            raise UsageError(str(error)) from error
        _followed(schedules, options.home)
    console.print(Text(f"{options.source} has no schedule any more; it stays declared in {options.home / FILE_NAME}"), soft_wrap=True)


def pause_schedule(options: argparse.Namespace, console: Console) -> None:
    """Let the times of a source pass.

    Raises:
        UsageError: It has no schedule.
    """
    with open_schedules(options.home) as schedules:
        _scheduled(schedules, options)
        schedules.pause(options.source)
    console.print(Text(f"{options.source} is paused; tourledger schedule resume {options.source} goes on"), soft_wrap=True)


def resume_schedule(options: argparse.Namespace, console: Console) -> None:
    """Keep the times of a source again.

    Raises:
        UsageError: It has no schedule.
    """
    with open_schedules(options.home) as schedules:
        _scheduled(schedules, options)
        schedules.resume(options.source, _now())
        resumed = _scheduled(schedules, options)
    console.print(Text(f"{options.source}: next run {_time(resumed.due)}{_unless_served(options.home)}"), soft_wrap=True)


def list_schedules(options: argparse.Namespace, console: Console) -> None:
    """Print all schedules, and who keeps them.

    Raises:
        DataError: A run is late, or the last one failed.
        UsageError: The home's declarations cannot be meant.
    """
    now = _now()
    server = serving(options.home)
    listed: list[Schedule] = []
    if (options.home / FILE_NAME).exists():
        with open_schedules(options.home) as schedules:
            listed = list(_followed(schedules, options.home).values())
    if not listed:
        console.print('no source has a schedule: tourledger schedule add SOURCE --cron "0 6 * * *"')
        return
    print_rows(console, list(COLUMNS), [_cells(schedule, now) for schedule in listed])
    if server is None:
        console.print(Text("Nothing keeps them now: tourledger serve", style="yellow"))
    else:
        console.print(Text(f"Kept by pid {server.pid}; Prefect is at {server.api_url.removesuffix('/api') or 'a server that starts'}"))
    states = {schedule.source: _state(schedule, now - _GRACE) for schedule in listed}
    faults = [f"{schedule.source} {schedule.outcome}" for schedule in listed if schedule.outcome in {"failed", "crashed"}]
    if server is None or "running" not in states.values():  # behind a long run the others only wait for their turn
        faults += [f"{source} is late" for source, state in states.items() if state == "due"]
    if faults:
        raise DataError(", ".join(faults))


def run_now(options: argparse.Namespace, console: Console) -> None:
    """Run a scheduled source out of turn: by the process that keeps the schedules, or here.

    Raises:
        UsageError: It has no schedule.
        DataError: The source is not well.
    """
    began = time.monotonic()
    home = options.home.absolute()
    with open_schedules(home) as schedules:
        _scheduled(schedules, options)
        if (server := serving(home)) is not None:
            schedules.ask(options.source, _now())
            console.print(Text(f"{options.source}: pid {server.pid} runs it next; tourledger schedule list tells how it went"))
            return
        prepare_environment(home, verbose=options.verbose)
        from flows.runner import run_ingest

        before = published_run(home)
        schedules.start(options.source, _now())
        try:
            run_ingest([options.source], home, watched=Console(stderr=True), console=console, started=began)
        except BaseException as error:
            schedules.end(options.source, _now(), "failed", f"{type(error).__name__}: {error}")
            raise
        result, message = outcome(home, options.source, before)
        schedules.end(options.source, _now(), result, message)
    if result == "red":
        raise DataError(f"{options.source} is not well: {message}")


ACTIONS: Mapping[str, tuple[str, Callable[[argparse.Namespace, Console], None]]] = {
    "add": ("give a source a schedule, or another one", add_schedule),
    "list": ("list the schedules: next run, last run, how it went", list_schedules),
    "pause": ("let the times of a source pass", pause_schedule),
    "resume": ("keep the times of a source again", resume_schedule),
    "remove": ("take the schedule of a source away", remove_schedule),
    "run-now": ("run a scheduled source out of turn", run_now),
}


def add_options(parser: argparse.ArgumentParser, action: str) -> None:
    """Give a parser the arguments of an action."""
    if action != "list":
        parser.add_argument("source", metavar="SOURCE", help="the name of a declared source")
    if action == "add":
        times = parser.add_mutually_exclusive_group(required=True)
        times.add_argument("--cron", metavar="TEXT", help="times of the clock, in five fields of cron, such as '0 6 * * *'")
        times.add_argument("--every", metavar="TEXT", help="an interval: a number and s, m, h or d, such as 30m")
        parser.add_argument("--timezone", metavar="NAME", help="whose clock, such as Asia/Shanghai (default: UTC)")


def _followed(schedules: Schedules, home: Path) -> dict[str, Schedule]:
    """The schedules as they are declared now, by the name of their sources."""
    try:
        schedules.follow(read_declarations(home), _now())
    except DeclarationError as error:
        raise UsageError(str(error)) from error
    return {schedule.source: schedule for schedule in schedules.all()}


def _scheduled(schedules: Schedules, options: argparse.Namespace) -> Schedule:
    followed = _followed(schedules, options.home)
    if options.source not in followed:
        known = f"scheduled are {', '.join(followed)}" if followed else "no source has one"
        raise UsageError(f"{options.source!r} has no schedule; {known}: tourledger schedule add")
    return followed[options.source]


def _cells(schedule: Schedule, now: dt.datetime) -> tuple[str, ...]:
    next_run = "" if schedule.paused else _time(schedule.due)
    last_run = "" if schedule.started_at is None else ago(schedule.started_at, now)
    result = "" if schedule.outcome is None else f"{schedule.outcome}: {schedule.message}"
    return (schedule.source, schedule.recurrence.text, schedule.recurrence.timezone, _state(schedule, now), next_run, last_run, result)


def _state(schedule: Schedule, now: dt.datetime) -> str:
    if schedule.started_at is not None and schedule.ended_at is None:
        return "running"
    if schedule.asked is not None:
        return "asked for"
    if schedule.paused:
        return "paused"
    return "due" if schedule.due <= now else "waiting"


def _time(moment: dt.datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds" if moment.second else "minutes")


def _unless_served(home: Path) -> str:
    return "" if serving(home) else "; tourledger serve keeps it"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
