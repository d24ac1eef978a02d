"""What a run added to the lake and ended in it: one JSON file per published run.

Folding the manifests of runs 1 to N gives the state that run N published; the warehouse is a cache of that fold.
"""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from warehouse import schema
from warehouse.arrow import PartFile
from warehouse.errors import DamagedLakeError
from warehouse.home import Home


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """One published run.

    Attributes:
        run: Its row of `runs`.
        parts: Files of the rows that it read, among them one or more of table `readings`: the documents that it added or changed.
        removed: Ids of documents that it ended, sorted.
        issues_added: Issues of sources, not of documents, that it noticed first.
        issues_ended: Issues of sources that it no longer found.
        links: File of the links that it made or changed; None if it changed none.
        links_ended: Proposed entities whose links it undid, sorted.
        corrections_added: Corrections by people that came into force or were reworded.
        corrections_ended: Ids of those that are in force no more, sorted.
    """

    run: schema.Run
    parts: tuple[PartFile, ...]
    removed: tuple[str, ...] = ()
    issues_added: tuple[schema.Issue, ...] = ()
    issues_ended: tuple[schema.Issue, ...] = ()
    links: PartFile | None = None
    links_ended: tuple[str, ...] = ()
    corrections_added: tuple[schema.Correction, ...] = ()
    corrections_ended: tuple[str, ...] = ()

    def parts_of(self, table: type[schema.Row]) -> tuple[PartFile, ...]:
        """The run's files of one table."""
        return tuple(part for part in self.parts if part.table == table.TABLE)


def to_json(manifest: Manifest) -> bytes:
    """A manifest's bytes: the same for equal manifests."""
    content = {"schema_version": schema.SCHEMA_VERSION, **dataclasses.asdict(manifest)}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, default=dt.datetime.isoformat)
    return text.encode() + b"\n"


def from_json(content: bytes) -> Manifest:
    """The manifest that `to_json` wrote.

    Raises:
        ValueError: It is not JSON.
        KeyError: A field is missing.
        TypeError: A field is unknown to this version.
    """
    fields: dict[str, Any] = json.loads(content)
    run = fields["run"]
    times = {name: dt.datetime.fromisoformat(run[name]) for name in ("started_at", "finished_at")}
    return Manifest(
        run=schema.Run(**{**run, **times}),
        parts=tuple(PartFile(**part) for part in fields["parts"]),
        removed=tuple(fields["removed"]),
        issues_added=tuple(schema.Issue(**issue) for issue in fields["issues_added"]),
        issues_ended=tuple(schema.Issue(**issue) for issue in fields["issues_ended"]),
        links=PartFile(**fields["links"]) if fields["links"] else None,
        links_ended=tuple(fields["links_ended"]),
        # Runs before there were corrections say nothing of them.
        corrections_added=tuple(schema.Correction(**correction) for correction in fields.get("corrections_added", ())),
        corrections_ended=tuple(fields.get("corrections_ended", ())),
    )


def read_manifest(home: Home, run: int) -> Manifest:
    """The manifest of a published run.

    Raises:
        DamagedLakeError: It is missing or not a manifest.
    """
    path = home.manifest(run)
    try:
        return from_json(path.read_bytes())
    except FileNotFoundError as error:
        raise DamagedLakeError(f"{path} is missing") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedLakeError(f"{path} is not a manifest: {error!r}") from error


def read_manifests(home: Home, last: int) -> Iterator[Manifest]:
    """The manifests of runs 1 to `last`, in order.

    Raises:
        DamagedLakeError: One of them is missing or not a manifest.
    """
    return (read_manifest(home, run) for run in range(1, last + 1))


def utc(moment: dt.datetime) -> dt.datetime:
    """A moment as the warehouse holds it: UTC, without a zone.

    Raises:
        ValueError: It has no zone, so that it could be any of 38 moments.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a time zone is needed: {moment.isoformat()}")
    return moment.astimezone(dt.UTC).replace(tzinfo=None)
