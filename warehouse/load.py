"""Loading a run: the current version, copied aside, with what the run changed."""

import dataclasses
import datetime as dt
import shutil
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse import ddl, delta, schema
from warehouse.arrow import PartFile
from warehouse.corrections import MISFITS, apply_corrections, correction_changes, homeless_corrections, standing_corrections
from warehouse.errors import InconsistentRunError
from warehouse.files import copy_apart, write_whole
from warehouse.history import has_tables_of_schema, rebuild
from warehouse.home import DATABASE, MANIFEST, STAGING_PREFIX, TOUCHED, Home
from warehouse.linking import LinkChange, Linker, LinkKeys, relink
from warehouse.manifest import Manifest, parts_of_runs, to_json, utc
from warehouse.source_issues import apply_issues, issue_changes
from warehouse.store import open_for_building


@dataclass(frozen=True, kw_only=True)
class RunFacts:
    """What the flow knows of a run before its rows are loaded.

    Attributes:
        started_at: When the flow run began, with a time zone.
        flow_run_id: Prefect's id of it.
        reader_version: Version of the extraction code and its lexicons.
        documents_seen: Documents found in the sources.
        documents_unchanged: Of these, read before and not read again.
        documents_failed: Records that could not become documents.
        with_failures: Whether a source or a batch failed, to be tried again by the next run.
    """

    started_at: dt.datetime
    flow_run_id: str | None
    reader_version: str
    documents_seen: int
    documents_unchanged: int
    documents_failed: int
    with_failures: bool = False


@dataclass(frozen=True, kw_only=True)
class StagedRun:
    """A version that is built and not yet published.

    Attributes:
        run: The number it will be published as.
        directory: Where it lies.
        documents_new: Documents never seen before.
        documents_changed: Documents read again.
        documents_removed: Documents taken out.
        rows_published: Rows of all document tables.
    """

    run: int
    directory: Path
    documents_new: int
    documents_changed: int
    documents_removed: int
    rows_published: int


def load_run(
    home: Path,
    *,
    parts: Sequence[PartFile],
    removed: Collection[str],
    source_issues: Mapping[str, Sequence[schema.Issue]],
    facts: RunFacts,
    now: Callable[[], dt.datetime],
    link: Linker | None = None,
    link_keys: LinkKeys | None = None,
    corrections: Sequence[schema.Correction] = (),
) -> StagedRun | None:
    """Build the version of the next run beside the current one.

    The caller holds the writer's lock. The cost is that of a file copy and of the change.

    Args:
        home: The home.
        parts: Everything that the run wrote into the lake.
        removed: Ids of documents that their sources no longer have.
        source_issues: By source pulled in this run, all its issues that are not a document's; they replace the source's earlier
            ones. Sources not named keep theirs.
        facts: What the flow counted.
        now: The clock, with a time zone.
        link: Resolves entities across documents; None leaves every proposed entity for itself.
        link_keys: What candidates share that the linker may link; None gives it all candidates on every run.
        corrections: All corrections by people that are in force now; the parts and the linker have followed them already.

    Returns:
        The staged version; None if nothing changed, and then nothing was written.

    Raises:
        InconsistentRunError: The parts contradict each other, or a document is removed that is not there.
        DamagedLakeError: A part is missing or is not what its hash says.
    """
    place = Home(home)
    published = place.published_run()
    added, ended = issue_changes(home, source_issues)
    corrected, uncorrected = correction_changes(standing_corrections(home), corrections)
    if not (parts or removed or added or ended or corrected or uncorrected):
        return None
    run = (published or 0) + 1
    delta.verify(place.lake, {run: parts})
    directory = home / f"{STAGING_PREFIX}{run:06d}-{uuid.uuid4().hex[:8]}"
    directory.mkdir(parents=True)
    try:
        database = _base(place, published, directory)
        with open_for_building(database) as connection:
            connection.execute("BEGIN")
            change = _Change(connection, place, run, parts, removed)
            links = change.apply(link, link_keys)
            apply_corrections(connection, corrected, uncorrected)
            misfits, fitting = issue_changes(home, {MISFITS: [*links.issues, *homeless_corrections(connection)]})
            added, ended = (*added, *misfits), (*ended, *fitting)
            apply_issues(connection, added, ended, run)
            row = change.run_row(facts, now)
            delta.insert_rows(connection, [row])
            for statement in ddl.create_views():
                connection.execute(statement)
            connection.execute("COMMIT")
            connection.execute("CHECKPOINT")
            touched = ddl.quoted(str(directory / TOUCHED))
            connection.execute(f"COPY (SELECT DISTINCT document_id FROM touched_documents) TO {touched} (FORMAT parquet)")
        shutil.rmtree(directory / ".spill", ignore_errors=True)
        manifest = Manifest(
            run=row,
            parts=tuple(sorted(parts, key=lambda part: part.path)),
            removed=tuple(sorted(removed)),
            issues_added=tuple(dataclasses.replace(issue, run=run) for issue in added),
            issues_ended=ended,
            links=links.made,
            links_ended=links.ended,
            corrections_added=corrected,
            corrections_ended=uncorrected,
        )
        write_whole(directory / MANIFEST, to_json(manifest))
    except BaseException:
        shutil.rmtree(directory)
        raise
    return StagedRun(
        run=run,
        directory=directory,
        documents_new=row.documents_new,
        documents_changed=row.documents_changed,
        documents_removed=row.documents_removed,
        rows_published=row.rows_published,
    )


class _Change:
    """A run's change to an open warehouse."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, home: Home, run: int, parts: Sequence[PartFile], removed: Collection[str]
    ) -> None:
        self.connection = connection
        self.home = home
        self.run = run
        self.parts = parts
        self.removed = sorted(removed)

    def apply(self, link: Linker | None, link_keys: LinkKeys | None) -> LinkChange:
        delta.begin(self.connection)
        self._note_readings()
        self._validate()
        delta.take_out(self.connection)
        self._end_readings()
        # Linking needs the new documents' referents; its result decides which other documents are loaded along with them.
        parts_by_run: dict[int, Sequence[PartFile]] = {self.run: self.parts}
        delta.put_in(self.connection, self.home.lake, parts_by_run, (schema.Referent,))
        delta.touch_proposals(self.connection, "loading")
        links = relink(self.connection, self.home.lake, link, link_keys)
        self._load_again(links.concerned)
        older = self._numbers("SELECT DISTINCT changed_run FROM loading WHERE changed_run <> ?", self.run)
        recalled = parts_of_runs(self.home, older)
        delta.verify(self.home.lake, recalled)
        delta.put_in(self.connection, self.home.lake, {**parts_by_run, **recalled})
        delta.touch_entities(self.connection, "loading")
        delta.refresh_entities(self.connection)
        return links

    def run_row(self, facts: RunFacts, now: Callable[[], dt.datetime]) -> schema.Run:
        new, changed = self._numbers(
            "SELECT unnest([count(*) FILTER (first_run = changed_run), count(*) FILTER (first_run < changed_run)]) "
            "FROM readings WHERE changed_run = ?",
            self.run,
        )
        return schema.Run(
            run=self.run,
            started_at=utc(facts.started_at),
            finished_at=utc(now()),
            flow_run_id=facts.flow_run_id,
            status="published_with_failures" if facts.with_failures else "published",
            reader_version=facts.reader_version,
            documents_seen=facts.documents_seen,
            documents_new=new,
            documents_changed=changed,
            documents_unchanged=facts.documents_unchanged,
            documents_removed=len(self.removed),
            documents_failed=facts.documents_failed,
            rows_published=delta.count_rows(self.connection),
        )

    def _note_readings(self) -> None:
        """Fill `incoming`, `loading` and `leaving` from the run's parts of table `readings`."""
        self.connection.execute(
            "CREATE TEMP TABLE incoming "
            "(document_id VARCHAR, source_uri VARCHAR, source VARCHAR, fingerprint VARCHAR, reader_version VARCHAR, corrections VARCHAR, "
            "stop_count INTEGER)"
        )
        paths = self._paths(schema.ReadingRecord)
        if paths:
            self.connection.execute("INSERT INTO incoming BY NAME FROM read_parquet(?)", [paths])
        self.connection.execute(
            "INSERT INTO loading SELECT i.document_id, coalesce(min(r.first_run), ?), ? "
            "FROM incoming AS i LEFT JOIN readings AS r USING (document_id) GROUP BY i.document_id",
            [self.run, self.run],
        )
        self.connection.execute(
            "INSERT INTO leaving SELECT document_id FROM readings WHERE last_run IS NULL "
            "AND (document_id IN (SELECT document_id FROM incoming) OR document_id IN (SELECT unnest(?::VARCHAR[])))",
            [self.removed],
        )

    def _validate(self) -> None:
        self._refuse("has been read twice in this run", "SELECT document_id FROM incoming GROUP BY ALL HAVING count(*) > 1")
        self._refuse(
            "is to be removed, but has been read in this run or is not there",
            "SELECT r.id AS document_id FROM (SELECT unnest(?::VARCHAR[]) AS id) AS r "
            "WHERE r.id NOT IN (SELECT document_id FROM leaving) OR r.id IN (SELECT document_id FROM incoming)",
            self.removed,
        )
        documents = self._paths(schema.Document)
        there = " EXCEPT SELECT document_id FROM read_parquet(?)" if documents else ""
        values = [documents] if documents else []
        self._refuse("has a reading but no row of documents", f"SELECT document_id FROM incoming{there}", *values)
        for table in schema.DOCUMENT_TABLES:
            if paths := self._paths(table):
                self._refuse(
                    f"has rows of {table.TABLE} but no reading",
                    "SELECT p.document_id FROM read_parquet(?) AS p ANTI JOIN incoming AS i ON p.document_id = i.document_id",
                    paths,
                )

    def _refuse(self, complaint: str, query: str, *values: object) -> None:
        found = self.connection.execute(f"SELECT min(document_id), count(*) FROM ({query})", list(values)).fetchone()
        if found and found[1]:
            raise InconsistentRunError(f"document {found[0]} {complaint} ({found[1]} such rows)")

    def _end_readings(self) -> None:
        self.connection.execute(
            "UPDATE readings SET last_run = ? WHERE last_run IS NULL AND document_id IN (SELECT document_id FROM leaving)", [self.run - 1]
        )
        self.connection.execute(
            "INSERT INTO readings BY NAME SELECT i.*, l.first_run, l.changed_run, NULL AS last_run "
            "FROM incoming AS i JOIN loading AS l USING (document_id) ORDER BY i.document_id"
        )

    def _load_again(self, proposed: Sequence[str]) -> None:
        """Add the unchanged documents whose links changed to `loading`, and take all rows of `loading` out."""
        self.connection.execute(
            "INSERT INTO loading SELECT document_id, first_run, changed_run FROM readings "
            "WHERE last_run IS NULL AND changed_run <> ? AND document_id IN "
            "(SELECT document_id FROM referents WHERE proposed_entity_id IN (SELECT unnest(?::VARCHAR[])))",
            [self.run, list(proposed)],
        )
        self.connection.execute("DELETE FROM leaving")
        self.connection.execute("INSERT INTO leaving SELECT document_id FROM loading")
        delta.take_out(self.connection)

    def _paths(self, table: type[schema.Row]) -> list[str]:
        return sorted({str(self.home.lake / part.path) for part in self.parts if part.table == table.TABLE})

    def _numbers(self, query: str, *values: object) -> list[int]:
        return [row[0] for row in self.connection.execute(query, list(values)).fetchall()]


def _base(home: Home, published: int | None, directory: Path) -> Path:
    """A writable copy of the published version; rebuilt from the lake where its tables are those of an older schema."""
    database = directory / DATABASE
    if published is not None and has_tables_of_schema(home.database(published)):
        copy_apart(home.database(published), database)
        database.chmod(0o644)
    else:
        rebuild(home, published or 0, database)
    return database
