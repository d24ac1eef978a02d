"""The environment that the flow runs in; must be prepared before Prefect is imported, because Prefect reads it then."""

import os
from pathlib import Path

from flows.errors import UsageError
from flows.serving import serving

DEFAULT_HOME = Path("warehouse/data")
SEEDS = Path(__file__).resolve().parents[1] / "seeds"
SEED_DOCUMENTS = SEEDS / "documents"
_RETENTION_DAYS = 30


def prepare_environment(home: Path, *, verbose: bool = False) -> None:
    """Choose Prefect's settings, unless the environment has its own.

    Everything that Prefect keeps lies in the home, nothing is sent anywhere, and the console is left to us: what the flow logs is
    in Prefect's own records, and on the console only with `verbose`. Where `tourledger serve` keeps the home's schedules, its server is
    used.

    Args:
        home: The home.
        verbose: Show Prefect's log on standard error.

    Raises:
        UsageError: The home cannot be a directory.
    """
    prefect_home = home.absolute() / "prefect"
    try:
        prefect_home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot use {home} as home: {error.strerror}") from error
    chosen = {
        "PREFECT_HOME": str(prefect_home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # the server's own heartbeat to its maker
        "DO_NOT_TRACK": "1",  # the client's
        # The default of 20 s is too short for a first start on a busy machine: it builds a database and compiles.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        # A run costs the server some 0.2 MB. What a run did is told by our own tables for ever; Prefect's records of it go after a month.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(_RETENTION_DAYS * 86_400),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{_RETENTION_DAYS}D",
        # Events are written down this often, in seconds; a server that ends with the command would lose those of its default of 5 s.
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_FLUSH_INTERVAL": "0.2",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "NOTSET" if verbose else "CRITICAL",
    }
    if (served := serving(home)) is not None and served.api_url:
        chosen["PREFECT_API_URL"] = served.api_url
    for name, value in chosen.items():
        os.environ.setdefault(name, value)


def cache_folder() -> Path:
    """Where programs of a user keep what they can make again (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tourledger"


def has_prefect_server() -> bool:
    """Whether runs go to a server that outlives this process."""
    return bool(os.environ.get("PREFECT_API_URL"))


def shown_path(path: str) -> str:
    """A path as a person knows it: relative to the current folder or to the project, where it lies in one of them."""
    for folder in (Path.cwd(), SEED_DOCUMENTS.parents[1]):
        if path.startswith(f"{folder}/"):
            return path.removeprefix(f"{folder}/")
    return path
