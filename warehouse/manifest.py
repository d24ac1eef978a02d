"""What a run added to the lake and ended in it: one JSON file per published run.

Folding the manifests of runs 1 to N gives the state that run N published; the warehouse is a cache of that fold.
"""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse import schema
from warehouse.arrow import PartFile
from warehouse.errors import DamagedLakeError, UnknownRunError
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
        runs_before: Of a base (see `warehouse.compaction`): the rows of `runs` before its own.
        merged: Of a base: files with what several runs read; every row says in which run.
        merged_through: Of a base: the last of these runs.
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
    runs_before: tuple[schema.Run, ...] = ()
    merged: tuple[PartFile, ...] = ()
    merged_through: int = 0

    def parts_of(self, table: type[schema.Row]) -> tuple[PartFile, ...]:
        """The run's files of one table."""
        return tuple(part for part in self.parts if part.table == table.TABLE)

    @property
    def runs(self) -> tuple[schema.Run, ...]:
        """The rows of `runs` that it adds."""
        return (*self.runs_before, self.run)

    def parts_by_run(self) -> dict[int, tuple[PartFile, ...]]:
        """Its files by the run that read their rows; 0 stands for what each row says itself."""
        return {0: self.merged, self.run.run: self.parts} if self.merged else {self.run.run: self.parts}


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
    return Manifest(
        run=_run(fields["run"]),
        parts=tuple(PartFile(**part) for part in fields["parts"]),
        removed=tuple(fields["removed"]),
        issues_added=tuple(schema.Issue(**issue) for issue in fields["issues_added"]),
        issues_ended=tuple(schema.Issue(**issue) for issue in fields["issues_ended"]),
        links=PartFile(**fields["links"]) if fields["links"] else None,
        links_ended=tuple(fields["links_ended"]),
        # Runs before there were corrections say nothing of them.
        corrections_added=tuple(schema.Correction(**correction) for correction in fields.get("corrections_added", ())),
        corrections_ended=tuple(fields.get("corrections_ended", ())),
        runs_before=tuple(_run(run) for run in fields.get("runs_before", ())),
        merged=tuple(PartFile(**part) for part in fields.get("merged", ())),
        merged_through=fields.get("merged_through", 0),
    )


def _run(fields: Mapping[str, Any]) -> schema.Run:
    times = {name: dt.datetime.fromisoformat(fields[name]) for name in ("started_at", "finished_at")}
    return schema.Run(**{**fields, **times})


def read_manifest(home: Home, run: int) -> Manifest:
    """The manifest of a published run.

    Raises:
        DamagedLakeError: It is missing or not a manifest.
    """
    return _read(home.manifest(run))


def _read(path: Path) -> Manifest:
    try:
        return from_json(path.read_bytes())
    except FileNotFoundError as error:
        raise DamagedLakeError(f"{path} is missing") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedLakeError(f"{path} is not a manifest: {error!r}") from error


def read_manifests(home: Home, last: int) -> Iterator[Manifest]:
    """The manifests of runs 1 to `last`, in order; after a compaction the base comes first, and what it holds merged is left out.

    Raises:
        UnknownRunError: The base is of a later run: compaction dropped the history before it.
        DamagedLakeError: One of them is missing or not a manifest.
    """
    begin, merged_through = 1, 0
    if (path := home.newest_base()) is not None and last > 0:
        base = _read(path)
        if last < base.run.run:
            raise UnknownRunError(f"run {last} is history that was dropped; the oldest that is kept is run {base.run.run}")
        yield base
        begin, merged_through = base.run.run + 1, base.merged_through
    for run in range(begin, last + 1):
        manifest = read_manifest(home, run)
        yield dataclasses.replace(manifest, parts=()) if run <= merged_through else manifest


def parts_of_runs(home: Home, runs: Iterable[int]) -> dict[int, tuple[PartFile, ...]]:
    """The files with what some published runs read, as `Manifest.parts_by_run`."""
    wanted = set(runs)
    base = _read(path) if (path := home.newest_base()) is not None and wanted else None
    found = {run: read_manifest(home, run).parts for run in wanted if base is None or run > base.merged_through}
    return found if base is None or len(found) == len(wanted) else {0: base.merged, **found}


def utc(moment: dt.datetime) -> dt.datetime:
    """A moment as the warehouse holds it: UTC, without a zone.

    Raises:
        ValueError: It has no zone, so that it could be any of 38 moments.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a time zone is needed: {moment.isoformat()}")
    return moment.astimezone(dt.UTC).replace(tzinfo=None)
