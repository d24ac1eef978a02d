from pathlib import Path

from tasks.duplicates import first_of_each_name
from tasks.pull import PulledSource, pull_source
from tasks.sources.batch import read_batch_file
from tasks.text.ids import stable_id
from warehouse.store import KnownDocument


def pull(tmp_path: Path, name: str, known: dict[str, KnownDocument], **files: str) -> PulledSource:
    folder = tmp_path / name
    folder.mkdir()
    for stem, text in files.items():
        (folder / f"{stem}.txt").write_text(text)
    return pull_source(str(folder), home=tmp_path / "home", staging=tmp_path / f"staging-{name}", reader_version="v1", known=known)


def uris(pulled: PulledSource) -> list[str]:
    return [item.document.source_uri for batch in pulled.batches for item in read_batch_file(Path(batch.path))]


def test_of_documents_of_one_name_the_first_source_counts(tmp_path: Path) -> None:
    pulled = [
        pull(tmp_path, "one", {}, a="A visit."),
        pull(tmp_path, "two", {}, a="Another.", b="Body."),
        pull(tmp_path, "three", {}, b="B."),
    ]
    first, second, third = first_of_each_name(pulled)
    assert first == pulled[0]
    assert (uris(second), uris(third)) == (["b.txt"], [])
    assert (second.seen, second.failed, second.unchanged) == (1, 1, 0)
    told = f"{tmp_path / 'two'}: {tmp_path / 'one'} has a document of the same relative name, which counts"
    assert [(issue.code, issue.source_uri, issue.message) for issue in second.issues] == [("source-uri-duplicate", "a.txt", told)]
    assert [issue.source_uri for issue in third.issues] == ["b.txt"]


def test_what_needs_no_reading_is_no_longer_counted_as_unchanged(tmp_path: Path) -> None:
    before = pull(tmp_path, "before", {}, a="A visit.")
    (item,) = [item for batch in before.batches for item in read_batch_file(Path(batch.path))]
    known = {"a.txt": KnownDocument(stable_id("doc", "a.txt"), item.fingerprint, "v1", str(tmp_path / "two"))}
    one, two = pull(tmp_path, "one", known, a="Another visit."), pull(tmp_path, "two", known, a="A visit.")
    assert two.unchanged == 1
    _, two = first_of_each_name([one, two])
    assert (two.seen, two.unchanged, two.failed) == (0, 0, 1)


def test_a_document_that_moved_to_a_later_source_is_not_removed(tmp_path: Path) -> None:
    known = {f"{stem}.txt": KnownDocument(stable_id("doc", f"{stem}.txt"), "f", "v1", str(tmp_path / "one")) for stem in "ab"}
    pulled = [pull(tmp_path, "one", known, c="C."), pull(tmp_path, "two", known, a="A visit.")]
    assert len(pulled[0].removed) == 2
    one, two = first_of_each_name(pulled)
    assert one.removed == (stable_id("doc", "b.txt"),)
    assert uris(two) == ["a.txt"]
