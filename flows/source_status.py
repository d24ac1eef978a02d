"""How every source is: for a person at a glance, and as an exit code for monitoring."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.grid import as_text, print_rows
from flows.settings import shown_path
from tasks.sources.declaration import Declaration, DeclarationError, read_declarations
from tasks.sources.pull_log import Pull, read_log
from warehouse.store import published_run

COLUMNS = ("source", "state", "last success", "newest document", "documents", "waiting")


@dataclass(frozen=True, kw_only=True)
class SourceStatus:
    """One source as its last pull left it.

    Attributes:
        name: Its name or path.
        state: 'well', 'red', or 'new' if it was never pulled.
        last_success: When it was last pulled and well.
        newest_on: The last day of publication among its documents.
        seen: Its documents.
        waiting: Pages and documents left for the next pull.
        reasons: What was wrong in the last pull: code, how often, first message.
    """

    name: str
    state: str
    last_success: dt.datetime | None
    newest_on: dt.date | None
    seen: int
    waiting: int
    reasons: tuple[tuple[str, int, str], ...]

    def cells(self, now: dt.datetime) -> tuple[str | int, ...]:
        """How it is, for a table under `COLUMNS`."""
        age = _age(self.newest_on, now.date())
        return (shown_path(self.name), self.state, ago(self.last_success, now), age, self.seen, self.waiting)


def source_states(home: Path, today: dt.date) -> list[SourceStatus]:
    """The sources that a home declares or has ever pulled; the declared ones first, in the file's order.

    A source that was well at its last pull is red today if its newest document has become too old since.

    Args:
        home: The home.
        today: The day from which age is reckoned.

    Raises:
        DeclarationError: The home's declarations cannot be meant.
    """
    declared = read_declarations(home)
    last: dict[str, Pull] = {}
    successes: dict[str, Pull] = {}
    with read_log(home) as log:
        if log is not None:
            last, successes = log.last_pulls(), log.last_successes()
    # What was pulled by its path or address before it was declared goes by its name now.
    renamed = {source.address for source in declared.values()}
    names = [*declared, *(name for name in last if name not in declared and name not in renamed)]
    return [_state(name, declared.get(name), last.get(name), successes.get(name), today) for name in names]


def print_sources(home: Path, console: Console, *, now: dt.datetime) -> list[str]:
    """Print how every source is.

    Returns:
        The names of those that are red; a declaration that cannot be meant is one fault, too.
    """
    try:
        states = source_states(home, now.date())
    except DeclarationError as error:
        console.print(Text(as_text(str(error)), style="red"))
        return ["sources.toml"]
    if not states:
        return []
    console.print(Text("\nSources", style="bold"))
    print_rows(console, list(COLUMNS), [list(state.cells(now)) for state in states])
    for state in states:
        for code, count, message in state.reasons:
            times = f" ({count} times)" if count > 1 else ""
            console.print(Text.assemble((shown_path(state.name), "bold"), f"  {code}{times}: {as_text(message)}"), soft_wrap=True)
    return [state.name for state in states if state.state == "red"]


def outcome(home: Path, source: str, run_before: int | None) -> tuple[str, str]:
    """How the pull of a declared source went that has just ended.

    Args:
        home: The home.
        source: Its name.
        run_before: The run that was published before.

    Returns:
        'well' or 'red', and what was done in words.
    """
    run = published_run(home)
    done = f"run {run} published" if run != run_before else "nothing new"
    with read_log(home) as log:
        pull = None if log is None else log.last_pulls().get(source)
    return ("red", f"{done}; {', '.join(pull.reasons)}") if pull is not None and pull.is_red else ("well", done)


def _state(name: str, declared: Declaration | None, last: Pull | None, success: Pull | None, today: dt.date) -> SourceStatus:
    reasons = [] if last is None else [(code, count, message) for code, (count, message) in last.reasons.items()]
    is_red = last is not None and last.is_red
    within = None if declared is None else declared.expect.newest_within_days
    newest_on = None if last is None else last.newest_on or (success.newest_on if success else None)
    if last is not None and not is_red and within is not None and newest_on is not None and (today - newest_on).days > within:
        is_red = True
        reasons.append(("documents-stale", 1, f"its newest document is of {newest_on}, and should be no older than {within} days"))
    return SourceStatus(
        name=name,
        state="new" if last is None else "red" if is_red else "well",
        last_success=None if success is None else success.finished_at,
        newest_on=newest_on,
        seen=0 if last is None else last.seen or (success.seen if success and is_red else 0),
        waiting=0 if last is None else last.waiting,
        reasons=tuple(reasons),
    )


def ago(moment: dt.datetime | None, now: dt.datetime) -> str:
    """How long ago something was, as a person says it."""
    if moment is None:
        return "never"
    seconds = max(0, int((now - moment).total_seconds()))
    for size, word in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "just now"


def _age(day: dt.date | None, today: dt.date) -> str:
    if day is None:
        return "no date"
    days = (today - day).days
    return f"{day} ({days} day{'' if days == 1 else 's'} old)" if days >= 0 else str(day)
