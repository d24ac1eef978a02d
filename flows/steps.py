"""The steps of the flow: what each took, how many task runs there were, and words for who watches."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flows.progress import step


class Steps:
    """Times the steps and counts their task runs."""

    def __init__(self) -> None:
        """Begin now."""
        self.began = time.monotonic()
        self.seconds: dict[str, float] = {}
        self.task_runs = 0

    @contextmanager
    def timed(self, name: str, words: str, *, task_runs: int = 1) -> Iterator[None]:
        """Time a step.

        Args:
            name: Of the step; times of one name are added up.
            words: What is being done, for who watches.
            task_runs: How many it has.
        """
        before = time.monotonic()
        self.task_runs += task_runs
        with step(words):
            yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - before
