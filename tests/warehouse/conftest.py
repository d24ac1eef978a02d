"""A home to publish into, and documents small enough to check by eye."""

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks.text.ids import stable_id
from warehouse import schema
from warehouse.arrow import write_parts
from warehouse.checking import check_staged
from warehouse.linking import Linker, LinkKeys
from warehouse.load import RunFacts, StagedRun, load_run
from warehouse.lock import writer
from warehouse.publication import publish_run
from warehouse.store import known_documents, open_published

NOON = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Report:
    """What a made-up document reports."""

    visitor: str = "Ada Moss"
    place: str = "Reed Valley Mill"
    words: str = "More looms are needed"
    country: str | None = "Ruritania"
    province: str | None = "Westmark"
    language: str = "en"
    published_on: dt.date | None = dt.date(2030, 1, 2)


def rows_of(uri: str, report: Report) -> dict[type[schema.Row], list[schema.Row]]:
    """The rows that a reader might find in a report: one visitor, one stop, one statement, one restored name, one issue."""
    document_id = stable_id("doc", uri)
    text = f"{report.visitor} toured {report.place}.\n\u3000\nShe said: {report.words}. Ada gave thanks 😀."
    end = text.index("\n")
    second = text.index("She")
    person = stable_id("ent", "person", report.visitor)
    place = stable_id("ent", "place", report.place)
    stop_id = stable_id("stop", document_id, report.place)

    def paragraph(position: int, start: int, stop: int, at: str | None) -> schema.Paragraph:
        return schema.Paragraph(
            paragraph_id=stable_id("par", document_id, start), document_id=document_id, position=position, role="body", char_start=start,
            char_end=stop, text=text[start:stop], sentence_count=1, stop_id=at,
        )  # fmt: skip

    lead, body = paragraph(1, 0, end, stop_id), paragraph(2, second, len(text), None)

    def mention(kind: str, entity: str, words: str, inside: schema.Paragraph | None, *, restored: bool = False) -> schema.Mention:
        start = text.index(words, inside.char_start) if inside else None
        return schema.Mention(
            mention_id=stable_id("men", document_id, entity, start), document_id=document_id,
            paragraph_id=inside.paragraph_id if inside else None, entity_id=entity, kind=kind, char_start=start,
            char_end=None if start is None else start + len(words), text=words, in_title=inside is None, title_or_role=None,
            is_restored=restored, rule="made-up", confidence=0.9,
        )  # fmt: skip

    def referent(kind: str, entity: str, name: str, aliases: list[str]) -> schema.Referent:
        return schema.Referent(
            referent_id=stable_id("ref", document_id, entity), document_id=document_id, entity_id=entity, kind=kind, name=name,
            aliases=aliases, language=report.language, offices=["Inspector"] if kind == "person" else [], country=report.country,
            province=report.province, city=None, county=None, admin_code=None, latitude=1.5, longitude=2.5,
        )  # fmt: skip

    mentions = [
        mention("person", person, report.visitor, lead),
        mention("place", place, report.place, lead),
        mention("person", person, "Ada", body, restored=True),
        mention("person", person, report.visitor, None),
    ]
    restored = mentions[2]
    said = text.index(report.words, second)
    return {
        schema.Document: [
            schema.Document(
                document_id=document_id, source_uri=uri, url=None, title=f"{report.visitor} on tour", published_on=report.published_on,
                language=report.language, text=text, text_sha256=hashlib.sha256(text.encode()).hexdigest(), char_count=len(text),
                reports_tour=True, first_run=schema.UNPUBLISHED, changed_run=schema.UNPUBLISHED,
            )
        ],
        schema.Paragraph: [body, lead],
        schema.Referent: [
            referent("person", person, report.visitor, ["Ada"]),
            referent("place", place, report.place, []),
        ],
        schema.Mention: mentions,
        schema.Stop: [
            schema.Stop(
                stop_id=stop_id, document_id=document_id, position=1, place=report.place, entity_id=place, country=report.country,
                province=report.province, city=None, county=None, admin_code=None, latitude=None, longitude=None,
                date_start=dt.date(2030, 1, 1), date_end=dt.date(2030, 1, 1), date_basis="tour", activity="inspect", evidence_start=0,
                evidence_end=end, evidence=text[:end], paragraph_id=lead.paragraph_id, rule="made-up", confidence=0.8,
            )
        ],
        schema.Participant: [
            schema.Participant(
                document_id=document_id, stop_id=stop_id, entity_id=person, name=report.visitor, part="visitor", position=1,
                title_or_role="Inspector", char_start=0, char_end=len(report.visitor),
            )
        ],
        schema.Statement: [
            schema.Statement(
                statement_id=stable_id("say", document_id, said), document_id=document_id, paragraph_id=body.paragraph_id, stop_id=None,
                speaker_entity_id=person, verb="said", text=report.words, char_start=said, char_end=said + len(report.words),
                is_quoted=False,
            )
        ],
        schema.ThemeMention: [
            schema.ThemeMention(
                theme_mention_id=stable_id("theme", document_id, said), document_id=document_id, paragraph_id=body.paragraph_id,
                stop_id=stop_id, statement_id=stable_id("say", document_id, said), dimension="subject", theme="industry",
                text=report.words, char_start=said, char_end=said + len(report.words),
            )
        ],
        schema.Issue: [
            schema.Issue(
                document_id=document_id, source_uri=uri, run=schema.UNPUBLISHED, severity="info", code="name-restored",
                char_start=restored.char_start, char_end=restored.char_end, message="a name stands here",
            )
        ],
        schema.ReadingRecord: [
            schema.ReadingRecord(document_id=document_id, source_uri=uri, source="box", fingerprint=repr(report), reader_version="1")
        ],
    }  # fmt: skip


@dataclass
class Press:
    """A home and the shortest way to publish into it."""

    home: Path

    def stage(
        self,
        changes: Mapping[str, Report | None],
        *,
        link: Linker | None = None,
        link_keys: LinkKeys | None = None,
        source_issues: Mapping[str, list[schema.Issue]] | None = None,
        corrections: Sequence[schema.Correction] = (),
        edit: Callable[[dict[type[schema.Row], list[schema.Row]]], None] | None = None,
        batch_size: int = 2,
        finished_at: dt.datetime = NOON,
    ) -> StagedRun | None:
        """Load a run in which some documents are as reported and those with None are gone; `edit` may change each one's rows."""
        read = [rows_of(uri, report) for uri, report in changes.items() if report is not None]
        for rows in read if edit is not None else ():
            edit(rows)
        parts = []
        for begin in range(0, len(read), batch_size):
            batch: dict[type[schema.Row], list[schema.Row]] = {}
            for rows in read[begin : begin + batch_size]:
                for table, found in rows.items():
                    batch.setdefault(table, []).extend(found)
            parts += write_parts(self.home / "lake", batch)
        known = known_documents(self.home)
        return load_run(
            self.home,
            parts=parts,
            removed=[known[uri].document_id for uri, report in changes.items() if report is None],
            source_issues=source_issues or {},
            facts=RunFacts(
                started_at=NOON, flow_run_id=None, reader_version="1", documents_seen=len(read), documents_unchanged=0, documents_failed=0
            ),
            now=lambda: finished_at,
            link=link,
            corrections=corrections,
            link_keys=link_keys,
        )

    def publish(
        self, changes: Mapping[str, Report | None], *, before_publication: Callable[[StagedRun], None] = lambda _: None, **options: Any
    ) -> int | None:
        """Load, check and publish a run; None if nothing changed."""
        with writer(self.home, "a test"):
            staged = self.stage(changes, **options)
            if staged is None:
                return None
            assert check_staged(staged) == []
            before_publication(staged)
            publish_run(self.home, staged)
            return staged.run

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the published run, by table."""
        with open_published(self.home) as connection:
            return contents_of(connection)


def contents_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a warehouse, by table, in one order, and what its views and macros are: equal ones show the same of equal tables."""
    rows = {table.TABLE: connection.execute(f"SELECT * FROM {table.TABLE} ORDER BY ALL").fetchall() for table in schema.TABLES}
    definitions = {
        "views": "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
        "macros": "SELECT function_name, parameters, macro_definition FROM duckdb_functions() WHERE NOT internal ORDER BY ALL",
    }
    return rows | {name: connection.execute(query).fetchall() for name, query in definitions.items()}


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path / "home")


@pytest.fixture(scope="module")
def module_press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(tmp_path_factory.mktemp("module") / "home")


@pytest.fixture
def fresh_press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Makes homes, for properties that need one per example."""
    made: list[Path] = []

    def make() -> Press:
        made.append(tmp_path_factory.mktemp("home"))
        return Press(made[-1])

    yield make
    for path in made:
        shutil.rmtree(path)


@pytest.fixture(scope="session")
def report() -> type[Report]:
    return Report


@pytest.fixture(scope="session")
def rows() -> Any:
    return rows_of


@pytest.fixture(scope="session")
def contents() -> Any:
    return contents_of
