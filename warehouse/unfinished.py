"""What a run has read and not yet published: kept when the run is killed, so that the next one need not read it again.

A receipt says which parts of the lake came from which input under which version of the reader. Receipts live from the beginning of a
run to its good end; where some are found at the beginning, an earlier run had none, and parts that no run published may lie about.
"""

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse import schema
from warehouse.arrow import PartFile, verify_parts
from warehouse.errors import DamagedLakeError
from warehouse.files import write_whole
from warehouse.home import Home
from warehouse.manifest import Manifest, read_manifests


@dataclass(frozen=True)
class Receipt:
    """What reading one batch gave.

    Attributes:
        documents: Documents read.
        parts: Files of the lake.
    """

    documents: int
    parts: tuple[PartFile, ...]


def receipt_key(batch: Path, reader_version: str) -> str:
    """Identify a batch of documents and how it is read: hash of the schema's and the reader's versions and the file's bytes."""
    digest = hashlib.sha256(f"{schema.SCHEMA_VERSION}:{reader_version}:".encode())
    with batch.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()[:40]


def write_receipt(folder: Path, key: str, receipt: Receipt) -> None:
    """Note that a batch is read; its parts are on the disk."""
    write_whole(folder / f"{key}.json", json.dumps(dataclasses.asdict(receipt)).encode())


def find_receipt(folder: Path, key: str, lake: Path) -> Receipt | None:
    """What an earlier run has read of the same batch.

    Args:
        folder: Where receipts lie.
        key: What `receipt_key` gave.
        lake: Directory of the lake.

    Returns:
        The receipt; None if there is none, or if one of its parts is gone or damaged.
    """
    try:
        found = json.loads((folder / f"{key}.json").read_bytes())
        receipt = Receipt(found["documents"], tuple(PartFile(**part) for part in found["parts"]))
        verify_parts(lake, receipt.parts)
    except (FileNotFoundError, DamagedLakeError):
        return None
    return receipt


def begin(home: Home) -> bool:
    """Begin a run.

    Returns:
        Whether an earlier one did not come to its end.
    """
    unfinished = home.unfinished.exists()
    home.unfinished.mkdir(exist_ok=True)
    return unfinished


def finish(home: Home, *, unfinished: bool) -> None:
    """End a run that has published all it read.

    Args:
        home: The home.
        unfinished: What `begin` returned: parts that no run published are deleted.
    """
    if unfinished:
        delete_strangers(home)
    shutil.rmtree(home.unfinished)


def delete_strangers(home: Home) -> int:
    """Delete the files of the lake that no published run names; the caller holds the writer's lock and has nothing staged.

    Returns:
        How many there were.
    """
    named = {part.path for manifest in read_manifests(home, home.published_run() or 0) for part in all_parts(manifest)}
    strangers = [path for path in home.lake.glob("*/*.parquet") if path.relative_to(home.lake).as_posix() not in named]
    for path in strangers:
        path.unlink()
    if (base := home.newest_base()) is not None:
        for path in (home.lake / "manifests").glob("*.json"):
            if path != base and path.name[:6] <= base.name[:6]:
                path.unlink()
    return len(strangers)


def all_parts(manifest: Manifest) -> Sequence[PartFile]:
    """Every file of the lake that a manifest names."""
    return (*manifest.parts, *manifest.merged, *(() if manifest.links is None else (manifest.links,)))
