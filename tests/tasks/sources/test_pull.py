import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks import pull as pulling
from tasks.pull import PulledSource, pull_source
from tasks.sources import local_files
from tasks.sources.batch import read_batch_file
from tasks.sources.source import TransientSourceError
from warehouse.store import KnownDocument

Pull = Callable[..., PulledSource]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("A visit\n2024-05-02\nBody A.")
    (folder / "sub" / "b.txt").write_text("B visit\n2024-05-03\nBody B.")
    (folder / "c.jsonl").write_text('{"id": "1", "text": "One"}\n{"id": "2", "text": "Two"}\n')
    return folder


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, KnownDocument]:
    documents: dict[str, KnownDocument] = {}
    monkeypatch.setattr(pulling, "known_documents", lambda home: documents)
    return documents


@pytest.fixture
def pull(tmp_path: Path, known: dict[str, KnownDocument]) -> Pull:
    count = 0

    def pull_now(source: Path | str, version: str = "v1") -> PulledSource:
        nonlocal count
        count += 1
        pulled = pull_source(str(source), home=tmp_path / "home", staging=tmp_path / f"staging-{count}", reader_version=version)
        for batch in pulled.batches:
            for item in read_batch_file(Path(batch.path)):
                known[item.document.source_uri] = KnownDocument(item.document.document_id, item.fingerprint, version, item.source)
        return pulled

    return pull_now


def uris(pulled: PulledSource) -> list[str]:
    return [item.document.source_uri for batch in pulled.batches for item in read_batch_file(Path(batch.path))]


def removed_uris(pulled: PulledSource, known: dict[str, KnownDocument]) -> list[str]:
    return [uri for uri, document in known.items() if document.document_id in pulled.removed]


def test_new_then_unchanged_then_changed(pull: Pull, corpus: Path) -> None:
    first = pull(corpus)
    assert uris(first) == ["a.txt", "c.jsonl#1", "c.jsonl#2", "sub/b.txt"]
    second = pull(corpus)
    assert (uris(second), second.seen, second.unchanged, second.removed) == ([], 4, 4, ())
    (corpus / "a.txt").write_text("A visit\n2024-05-03\nBody A.")
    assert uris(pull(corpus)) == ["a.txt"]


def test_another_reader_reads_everything_again(pull: Pull, corpus: Path) -> None:
    pull(corpus)
    assert len(uris(pull(corpus, version="v2"))) == 4


def test_the_same_corpus_elsewhere_is_the_same(pull: Pull, corpus: Path, tmp_path: Path) -> None:
    pull(corpus)
    corpus.rename(tmp_path / "elsewhere")
    assert pull(tmp_path / "elsewhere").unchanged == 4


def test_what_a_wholly_read_source_no_longer_has_is_removed(pull: Pull, corpus: Path, known: dict[str, KnownDocument]) -> None:
    pull(corpus)
    (corpus / "sub" / "b.txt").unlink()
    (corpus / "c.jsonl").write_text('{"id": "2", "text": "Two"}\n')
    assert removed_uris(pull(corpus), known) == ["c.jsonl#1", "sub/b.txt"]


@pytest.mark.parametrize(
    ("content", "removed"),
    [(b"", []), (b'{"id": "2", "text": "Two"}\nnot json\n', []), (b"\x80\x81", []), (b'{"id": "2", "text": "Two"}\n', ["c.jsonl#1"])],
)
def test_a_damaged_file_keeps_what_it_gave_before(
    pull: Pull, corpus: Path, known: dict[str, KnownDocument], content: bytes, removed: list[str]
) -> None:
    pull(corpus)
    (corpus / "c.jsonl").write_bytes(content)
    assert removed_uris(pull(corpus), known) == removed


def test_a_source_of_another_folder_removes_nothing_of_this_one(pull: Pull, corpus: Path, tmp_path: Path) -> None:
    pull(corpus)
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.txt").write_text("Body Z")
    assert pull(other).removed == ()


def test_a_missing_source_removes_nothing(pull: Pull, corpus: Path, tmp_path: Path) -> None:
    pull(corpus)
    corpus.rename(tmp_path / "away")
    gone = pull(corpus)
    assert (gone.reached, gone.removed, [issue.code for issue in gone.issues]) == (False, (), ["source-missing"])


def test_an_unreadable_file_keeps_its_document(
    pull: Pull, corpus: Path, known: dict[str, KnownDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(corpus)
    real = local_files.archive_file

    def refuse(archive: Path, path: Path, uri: str) -> Path:
        if uri == "a.txt":
            raise PermissionError(13, "Permission denied")
        return real(archive, path, uri)

    monkeypatch.setattr(local_files, "archive_file", refuse)
    (corpus / "sub" / "b.txt").unlink()
    pulled = pull(corpus)
    assert [(issue.code, issue.source_uri) for issue in pulled.issues] == [("source-unreadable", "a.txt")]
    assert removed_uris(pulled, known) == ["sub/b.txt"]


def test_a_transient_error_is_for_another_try(pull: Pull, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(archive: Path, path: Path, uri: str) -> Path:
        raise OSError(116, "Stale file handle")

    monkeypatch.setattr(local_files, "archive_file", stale)
    with pytest.raises(TransientSourceError, match="Stale file handle"):
        pull(corpus)


def test_the_archive_keeps_bytes_once(pull: Pull, corpus: Path, tmp_path: Path) -> None:
    (corpus / "copy.txt").write_bytes((corpus / "a.txt").read_bytes())
    pull(corpus)
    pull(corpus)
    archive = tmp_path / "home" / "archive"
    index = [json.loads(line) for line in (archive / "index.jsonl").read_text().splitlines()]
    assert [entry["uri"] for entry in index] == ["a.txt", "c.jsonl", "sub/b.txt"]
    for entry in index:
        assert (archive / entry["sha256"][:2] / entry["sha256"]).read_bytes() == (corpus / entry["uri"]).read_bytes()
    assert sum(path.is_file() for path in archive.rglob("*")) == 4


def test_batches_start_small_and_hold_everything(pull: Pull, tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text("".join(json.dumps({"id": number, "text": f"Body {number}"}) + "\n" for number in range(200)))
    pulled = pull(file)
    assert [batch.documents for batch in pulled.batches] == [16, 16, 16, 16, 32, 32, 32, 32, 8]
    assert len(set(uris(pulled))) == 200
