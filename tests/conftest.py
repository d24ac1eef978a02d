import atexit
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent

# A machine at work makes any example late: no test of ours is about time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Read when Prefect is imported, which collecting tests does.
os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="tourledger-tests-")
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_SERVICES_EVENT_PERSISTER_FLUSH_INTERVAL"] = "0.2"
os.environ["PREFECT_LOGGING_TO_API_ENABLED"] = "false"
os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
os.environ.pop("PREFECT_API_URL", None)
os.environ.pop("COLUMNS", None)  # pytest-xdist sets it in its processes

_exit_status = 0


@atexit.register
def end_quietly() -> None:
    # Registered before Prefect is imported, so run after its own exit handlers; flows.cli.script says why.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_exit_status)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    global _exit_status
    _exit_status = int(exitstatus)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """As many processes as cores for the whole suite; where files are named, one: a second one would first load the lexicons, too."""
    return None if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes, some of which hold the time of their making, do not name a test: all processes must call it the same."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) else None


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep together what shares something dear: Prefect's server, the corpora, a browser. Others go one by one to the next free process."""
    from xdist.scheduler.loadscope import LoadScopeScheduling

    # Marks of pytest-xdist's own groups are lost with pytest 9.2 (pytest-dev/pytest-xdist#1386).
    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _shared(nodeid.partition("::")[0]) or nodeid

    return Together(config, log)


@cache
def _shared(file: str) -> str | None:
    if file.startswith("tests/gold/"):
        return "corpora"
    source = (TESTS.parent / file).read_text(encoding="utf-8")
    return next((shared for word, shared in (("prefect_server", "server"), ("chromium", "browser")) if word in source), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process ends long before the others."""

    def begins(item: pytest.Item) -> int:
        if _shared(item.nodeid.partition("::")[0]):
            return 0
        return 1 if item.nodeid.startswith(("tests/flows/", "tests/warehouse/")) else 2

    items.sort(key=begins)


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One server and database for all flow runs of the session: starting one takes ten seconds."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120), temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"
