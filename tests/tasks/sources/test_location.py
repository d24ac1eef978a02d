import os
from pathlib import Path

import pytest

from tasks.sources.location import FoundFile, LocalSource, SourceMissingError, source_key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/deep/d.jsonl", ".hidden/e.txt", "sub/.f.txt", "50% #1?.txt", "[x].txt"):
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return tmp_path / "corpus"


def uris(given: str) -> list[str]:
    return [str(found.uri) if isinstance(found, FoundFile) else f"!{found.source_uri}" for found in LocalSource.parse(given).files()]


def test_a_folder_is_walked_in_order_and_names_are_relative(folder: Path) -> None:
    assert uris(str(folder)) == ["50%25 %231%3F.txt", "[x].txt", "a.txt", "b.txt", "sub/c.txt", "sub/deep/d.jsonl"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["50%25 %231%3F.txt", "[x].txt", "a.txt", "b.txt"]),
        ("[ab].txt", ["a.txt", "b.txt"]),
        ("**/*.txt", ["50%25 %231%3F.txt", "[x].txt", "a.txt", "b.txt", "sub/c.txt"]),
        ("s*/c.txt", ["sub/c.txt"]),
        ("sub/*.txt", ["c.txt"]),
        ("[x].txt", ["[x].txt"]),  # a file of that name, no pattern
        ("a.txt", ["a.txt"]),
        ("sub/deep/d.jsonl", ["d.jsonl"]),
    ],
)
def test_globs_and_files(folder: Path, pattern: str, expected: list[str]) -> None:
    assert uris(str(folder / pattern)) == expected


@pytest.mark.parametrize("name", ["nowhere", "*.docx", "sub/[z]*"])
def test_a_missing_source(folder: Path, name: str) -> None:
    with pytest.raises(SourceMissingError, match=r"no such file|nothing matches"):
        LocalSource.parse(str(folder / name))


def test_one_key_however_it_is_spelled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    spellings = ["corpus", "corpus/", "./corpus", "corpus/sub/..", str(folder)]
    assert {source_key(spelling) for spelling in spellings} == {str(folder)}
    assert {LocalSource.parse(spelling).key for spelling in spellings} == {str(folder)}


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("text")
    assert uris(str(tmp_path)) == ["caf%E9.txt"]


def test_links_and_pipes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "round").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    assert uris(str(tmp_path)) == ["a.txt", "b.txt", "!loop.txt", "!pipe.txt", "!round"]
