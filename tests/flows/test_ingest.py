import json
import random
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, FlowRunFilter, FlowRunFilterId
from prefect.states import Running

from flows.ingest import Ingested, ingest
from flows.run_records import wait_for_task_runs
from flows.settings import SEED_DOCUMENTS
from tasks import batch_reading
from tasks import check as checking
from tasks.lexicon.lexicon import Lexicon
from tasks.sources.document import SourceDocument
from tasks.text.ids import stable_id
from tasks.tours.reading import Reading
from tasks.tours.rows import document_row
from warehouse import schema
from warehouse.errors import CheckFailedError, WriterBusyError
from warehouse.lock import writer
from warehouse.store import open_published, published_run

pytestmark = pytest.mark.usefixtures("prefect_server")

VISIT = "Minister visits Hunan\n2024-05-02\nOn May 1, Minister of Transport Li Wei visited the Port of Changsha in Hunan Province.\n"


def run(home: Path, *sources: Path) -> Ingested:
    return ingest([str(source) for source in sources], str(home))


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with open_published(home) as connection:
        return connection.execute(query).fetchall()


def state(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {table.TABLE: sorted(rows(home, f"SELECT * FROM {table.TABLE}"), key=repr) for table in schema.TABLES}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "visit.txt").write_text(VISIT)
    (folder / "sub" / "records.jsonl").write_text('{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n')
    return folder


def test_a_second_run_finds_nothing_new_and_changes_nothing(home: Path, corpus: Path) -> None:
    assert run(home, corpus, SEED_DOCUMENTS).run == 1
    before = state(home)
    second = run(home, corpus, SEED_DOCUMENTS)
    assert (second.run, [source.unchanged for source in second.sources]) == (None, [3, 1])
    assert "read" not in second.seconds
    assert state(home) == before
    assert published_run(home) == 1


def test_the_same_corpus_elsewhere_in_another_order_gives_the_same_rows(home: Path, corpus: Path, tmp_path: Path) -> None:
    run(home, corpus, SEED_DOCUMENTS)
    shutil.copytree(corpus, tmp_path / "elsewhere")
    run(tmp_path / "other", SEED_DOCUMENTS, tmp_path / "elsewhere")
    ours, theirs = state(home), state(tmp_path / "other")
    for table in schema.DOCUMENT_TABLES:
        if table is not schema.Issue:
            assert ours[table.TABLE] == theirs[table.TABLE]


def test_change_removal_and_history(home: Path, corpus: Path) -> None:
    run(home, corpus)
    (corpus / "visit.txt").write_text(VISIT.replace("2024-05-02", "2024-05-03"))
    (corpus / "sub" / "records.jsonl").write_text('{"id": "b", "text": "Two."}\n')
    (corpus / "new.txt").write_text("A new text.")
    staged = run(home, corpus).staged
    assert staged is not None
    assert (staged.documents_new, staged.documents_changed, staged.documents_removed) == (1, 1, 1)
    assert rows(home, "SELECT source_uri, first_run, changed_run FROM documents ORDER BY source_uri") == [
        ("new.txt", 2, 2),
        ("sub/records.jsonl#b", 1, 1),
        ("visit.txt", 1, 2),
    ]


def test_bad_input_leaves_issues_and_costs_no_other_document(home: Path, corpus: Path, tmp_path: Path) -> None:
    run(home, corpus)
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "binary.txt").write_bytes(random.Random(7).randbytes(3000))
    (corpus / "nul.txt").write_bytes(b"Title\nBody with\0NUL")
    (corpus / "gb18030.txt").write_bytes("省长到合肥市调研。\n正文在此，讲话要点如下。".encode("gb18030"))
    (corpus / "utf16.txt").write_bytes("省长到芜湖市调研。\n正文在此，讲话要点如下。".encode("utf-16"))
    (corpus / "photo.png").write_bytes(b"\x89PNG")
    (corpus / "date.txt").write_text("Title\n2024-02-30\nBody.")
    (corpus / "loop.txt").symlink_to("loop.txt")
    lines = [
        '{"id": "a", "text": "A."}',
        "no json",
        '{"id": "a", "text": "Again."}',
        '{"id": "c", "date": "never", "text": "C.", "tag": 1}',
    ]
    (corpus / "bad.jsonl").write_text("\n".join(lines))
    bad = run(home, corpus, tmp_path / "nowhere")
    assert bad.run == 2
    assert rows(home, "SELECT source_uri FROM documents ORDER BY 1") == [
        (uri,)
        for uri in [
            "bad.jsonl#a",
            "bad.jsonl#c",
            "date.txt",
            "gb18030.txt",
            "sub/records.jsonl#a",
            "sub/records.jsonl#b",
            "utf16.txt",
            "visit.txt",
        ]
    ]
    assert rows(home, "SELECT source_uri, code, run FROM issues WHERE document_id IS NULL ORDER BY 1, 2") == [
        (str(tmp_path / "nowhere"), "source-missing", 2),
        ("bad.jsonl", "json-invalid", 2),
        ("bad.jsonl", "key-unknown", 2),
        ("bad.jsonl#a", "id-duplicate", 2),
        ("bad.jsonl#c", "date-invalid", 2),
        ("binary.txt", "encoding-unknown", 2),
        ("date.txt", "date-invalid", 2),
        ("empty.txt", "source-empty", 2),
        ("loop.txt", "source-unreadable", 2),
        ("nul.txt", "source-binary", 2),
        ("photo.png", "source-kind-unknown", 2),
    ]
    assert rows(home, "SELECT text FROM documents WHERE source_uri = 'utf16.txt'") == [("正文在此，讲话要点如下。",)]
    assert run(home, corpus, tmp_path / "nowhere").run is None


def test_a_reader_that_fails_is_tried_again(home: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = batch_reading.read_document

    def fail(document: Any, lexicon: Any) -> Any:
        if document.source_uri == "visit.txt":
            raise RecursionError("too deep")
        return real(document, lexicon)

    monkeypatch.setattr(batch_reading, "read_document", fail)
    first = run(home, corpus)
    assert [issue.code for issue in first.failures] == ["reader-failed"]
    assert rows(home, "SELECT message FROM issues WHERE code = 'reader-failed'") == [("RecursionError: too deep",)]
    assert rows(home, "SELECT status, documents_failed FROM runs") == [("published_with_failures", 1)]
    monkeypatch.setattr(batch_reading, "read_document", real)
    run(home, corpus)
    assert rows(home, "SELECT count(*) FROM documents") == [(3,)]
    assert rows(home, "SELECT count(*) FROM issues WHERE code = 'reader-failed'") == [(0,)]


def test_a_failed_check_leaves_the_last_run(home: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(home, corpus)
    before = state(home)

    def fail(failures: object) -> None:
        raise CheckFailedError("rows at fault")

    monkeypatch.setattr(checking, "raise_for", fail)
    (corpus / "new.txt").write_text("A new text.")
    with pytest.raises(CheckFailedError):
        run(home, corpus)
    assert state(home) == before
    monkeypatch.undo()
    assert run(home, corpus).run == 2


def test_one_writer_at_a_time(home: Path, corpus: Path) -> None:
    with writer(home, "another"), pytest.raises(WriterBusyError):
        run(home, corpus)


def test_prefect_has_names_and_a_report_and_marks_killed_runs(home: Path, corpus: Path) -> None:
    with get_client(sync_client=True) as client:
        killed = client.create_flow_run(ingest, parameters={"sources": [str(corpus)], "home": str(home)}, state=Running())
        flow_state = ingest([str(corpus)], str(home), return_state=True)
        flow_run_id = flow_state.state_details.flow_run_id
        assert isinstance(flow_run_id, UUID)
        assert wait_for_task_runs(flow_run_id, expected=6)
        this_run = FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id]))
        names = {task_run.name for task_run in client.read_task_runs(flow_run_filter=this_run)}
        artifacts = client.read_artifacts(artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[flow_run_id])))
        assert client.read_flow_run(flow_run_id).name == f"ingest {corpus}"
        assert client.read_flow_run(killed.id).state.is_crashed()
    assert {f"pull {corpus}", "read 3 documents", "check run 1", "publish run 1", "draw the atlas of run 1"} <= names
    (report,) = [str(artifact.data) for artifact in artifacts if artifact.key == "ingest-report"]
    assert report.startswith("# Run 1\n")
    assert "| 3 | 3 | 0 | 0 | 0 | 0 |" in report
    (link,) = [str(artifact.data) for artifact in artifacts if artifact.key == "atlas"]
    atlas = home / "current" / "atlas.html"
    assert atlas.resolve().as_uri() in link
    assert atlas.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_an_atlas_that_cannot_be_drawn_keeps_nothing_from_being_published(
    home: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise RuntimeError("no library")

    monkeypatch.setattr("tasks.drawing.vega_script", fail)
    ingested = run(home, corpus)
    assert ingested.run == 1
    assert not (home / "current" / "atlas.html").exists()


@pytest.mark.parametrize("form", ["txt", "jsonl"])
def test_fifty_megabytes_in_one_line(home: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The reader has its own tests: here the text has to get from the source to the table.
    monkeypatch.setattr(batch_reading, "read_document", one_paragraph)
    text = "All work and no play. " * 2_300_000
    file = tmp_path / f"long.{form}"
    file.write_text(text if form == "txt" else json.dumps({"id": "x", "text": text}))
    assert run(home, file).run == 1
    assert rows(home, "SELECT char_count, length(text) FROM documents") == [(len(text), len(text))]


def one_paragraph(document: SourceDocument, lexicon: Lexicon) -> Reading:
    row = document_row(document, "en", reports_tour=False)
    end = len(document.text.rstrip())
    paragraph = schema.Paragraph(
        paragraph_id=stable_id("par", row.document_id, 0),
        document_id=row.document_id,
        position=1,
        role="body",
        char_start=0,
        char_end=end,
        text=document.text[:end],
        sentence_count=1,
        stop_id=None,
    )
    return Reading(document=row, paragraphs=(paragraph,))
