"""What a person sees while the flow works: one line on standard error, and a progress artifact in Prefect."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from prefect.artifacts import create_progress_artifact, update_progress_artifact
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from tasks.batch_reading import watched_by

# The flow's parameters are values that Prefect stores; the terminal is none, so the command line leaves it here.
CONSOLE: ContextVar[Console | None] = ContextVar("CONSOLE", default=None)


@contextlib.contextmanager
def step(words: str) -> Iterator[None]:
    """Show what is being done, where somebody watches."""
    console = CONSOLE.get()
    if console is None or not console.is_terminal:
        yield
    else:
        with console.status(words):
            yield


@contextlib.contextmanager
def reading_progress(documents: int) -> Iterator[None]:
    """Show how many documents are read, as the task that reads them tells.

    Args:
        documents: Number of documents to read.
    """
    artifact = create_progress_artifact(0.0, key="reading", description=f"Reading {documents} documents")
    console = CONSOLE.get()
    columns = (SpinnerColumn(), TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=console is None or not console.is_terminal) as bar:
        shown = bar.add_task("read", total=documents)

        def advance(done: int, total: int) -> None:
            bar.update(shown, completed=done)
            update_progress_artifact(artifact, progress=100.0 * done / total)  # type: ignore[arg-type]  # sync call: no coroutine

        with watched_by(advance):
            yield
