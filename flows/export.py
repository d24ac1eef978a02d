"""`tourledger export`."""

from pathlib import Path

from rich.console import Console

from flows.settings import SEEDS
from warehouse.errors import NothingPublishedError
from warehouse.export import export_run
from warehouse.store import published_run

_LICENCE = Path(__file__).with_name("EXPORT_LICENCE.md")


def print_export(home: Path, folder: Path | None, console: Console) -> None:
    """Write the last published run as a folder to hand on, and say where.

    Args:
        home: The home.
        folder: The folder; None names it after the run, in the current directory.
        console: Where to say so.

    Raises:
        WarehouseError: Nothing is published, or the folder is there already.
    """
    run = published_run(home)
    if run is None:
        raise NothingPublishedError(f"nothing is published in {home}: run `tourledger ingest` first")
    target = folder or Path(f"tourledger-run-{run}")
    notices = (SEEDS / "gazetteer" / "NOTICES.txt").read_bytes()
    exported = export_run(home, target, licence=_LICENCE.read_text(encoding="utf-8"), notices=notices)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    console.print(f"Run {exported} is in {target}: {size / 1e6:,.1f} MB; README.md there says how to read it")
