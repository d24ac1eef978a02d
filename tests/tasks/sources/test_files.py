import csv
import gzip
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from tasks.sources.document import SourceDocument
from tasks.sources.files import file_kind, read_original
from tasks.sources.original import Original
from warehouse import schema

VISIT = b"A visit\n2024-05-02\nBody A."
RECORDS = b'{"id": "1", "text": "One"}\n{"id": "2", "text": "Two"}\n'
Items = tuple[dict[str, SourceDocument], list[tuple[str, str | None]]]
Read = Callable[..., Items]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_now(name: str, raw: bytes, *, max_bytes: int = 10**9, max_entries: int = 100) -> Items:
        path = tmp_path / "archived"
        path.write_bytes(raw)
        kind = file_kind(name)
        assert kind is not None
        items = [item for _, item in read_original(Original(uri=name, path=path, kind=kind), max_bytes=max_bytes, max_entries=max_entries)]
        documents = {item.source_uri: item for item in items if isinstance(item, SourceDocument)}
        return documents, [(item.code, item.source_uri) for item in items if isinstance(item, schema.Issue)]

    return read_now


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, raw in entries.items():
            bundle.writestr(name, raw)
    return out.getvalue()


def tarred(mode: str = "w", **entries: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as bundle:  # type: ignore[call-overload]
        for name, raw in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(raw)
            bundle.addfile(entry, io.BytesIO(raw))
    return out.getvalue()


def zstd(raw: bytes) -> bytes:
    return bytes(pa.compress(raw, codec="zstd", asbytes=True)) if raw else b""


def parquet(**columns: list[object]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.TXT", ".txt"),
        ("a.b.jsonl.gz", ".jsonl.gz"),
        ("a.ndjson.zst", ".jsonl.zst"),
        ("a.tgz", ".tar.gz"),
        ("a.tar.zst", ".tar.zst"),
        ("a.htm", ".html"),
        ("a.zip", ".zip"),
        ("a.docx", None),
        ("a.gz", None),
        ("a.zip.gz", None),
        ("a", None),
    ],
)
def test_kinds(name: str, kind: str | None) -> None:
    assert file_kind(name) == kind


@pytest.mark.parametrize(
    ("name", "raw", "uris"),
    [
        ("a.txt", VISIT, ["a.txt"]),
        ("a.txt.gz", gzip.compress(VISIT), ["a.txt.gz"]),
        ("a.jsonl", RECORDS, ["a.jsonl#1", "a.jsonl#2"]),
        ("a.jsonl.gz", gzip.compress(RECORDS), ["a.jsonl.gz#1", "a.jsonl.gz#2"]),
        ("a.jsonl.gz", gzip.compress(RECORDS[:27]) + gzip.compress(RECORDS[27:]), ["a.jsonl.gz#1", "a.jsonl.gz#2"]),
        ("a.jsonl.zst", zstd(RECORDS), ["a.jsonl.zst#1", "a.jsonl.zst#2"]),
        ("a.jsonl.gz", gzip.compress(RECORDS.decode().encode("utf-16")), ["a.jsonl.gz#1", "a.jsonl.gz#2"]),
        ("a.csv", b"id,text,date\n1,One,2024-05-02\n2,Two,\n", ["a.csv#1", "a.csv#2"]),
        ("a.csv", b'ID;Text\n1;"One;\nand more"\n', ["a.csv#1"]),
        ("a.parquet", parquet(id=[1, 2], text=["One", "Two"]), ["a.parquet#1", "a.parquet#2"]),
        ("a.zip", zipped(**{"x/a.txt": VISIT, "b.jsonl": RECORDS}), ["a.zip/b.jsonl#1", "a.zip/b.jsonl#2", "a.zip/x/a.txt"]),
        ("a.zip", zipped(**{"t.parquet": parquet(id=["p"], text=["One"]), "r.jsonl.gz": gzip.compress(RECORDS[:27])}),
         ["a.zip/r.jsonl.gz#1", "a.zip/t.parquet#p"]),
        ("a.tar", tarred(**{"x/a.txt": VISIT, "t.parquet": parquet(id=["p"], text=["One"])}), ["a.tar/t.parquet#p", "a.tar/x/a.txt"]),
        ("a.tgz", tarred("w:gz", **{"x/a.txt": VISIT}), ["a.tgz/x/a.txt"]),
        ("a.tar.zst", zstd(tarred(**{"a.txt": VISIT})), ["a.tar.zst/a.txt"]),
        ("a.zip", zipped(**{"__MACOSX/a.txt": VISIT, ".git/b.txt": VISIT, "c#1.txt": VISIT}), ["a.zip/c%231.txt"]),
    ],
)  # fmt: skip
def test_every_kind_gives_its_documents(read: Read, name: str, raw: bytes, uris: list[str]) -> None:
    documents, issues = read(name, raw)
    assert (sorted(documents), issues) == (uris, [])


def test_names_in_a_zip_of_an_old_system(read: Read) -> None:
    raw = zipped(AAAA=VISIT).replace(b"AAAA", "调研".encode("gb18030"))
    (uri,) = [uri for _, uri in read("a.zip", raw)[1]]
    assert uri == "a.zip/调研"


@pytest.mark.parametrize(
    ("name", "raw", "documents", "issues"),
    [
        # Half a delivery.
        ("a.jsonl.gz", gzip.compress(RECORDS)[:-10], 0, ["file-damaged"]),
        ("a.jsonl.zst", zstd(RECORDS)[:-5], 0, ["file-damaged"]),
        ("a.zip", zipped(**{"a.txt": VISIT})[:-30], 0, ["file-damaged"]),
        ("a.tar", tarred(**{"a.txt": VISIT, "b.txt": VISIT * 500})[:2000], 1, ["file-damaged"]),
        ("a.parquet", parquet(text=["One"])[:-5], 0, ["file-damaged"]),
        ("a.zip", b"no zip at all", 0, ["file-damaged"]),
        ("a.jsonl.gz", b"no gzip at all", 0, ["file-damaged"]),
        # Bombs and paths that lead out.
        ("a.txt.gz", gzip.compress(b"\0" * 50_000_000), 0, ["archive-limit"]),
        ("a.zip", zipped(**{"a.txt": VISIT, "b.txt": b" " * 50_000_000}), 1, ["archive-limit"]),
        ("a.tgz", tarred("w:gz", **{"a.txt": VISIT, "b.txt": b" " * 50_000_000}), 1, ["archive-limit"]),
        ("a.zip", zipped(**{f"{number}.txt": VISIT for number in range(101)}), 100, ["archive-limit"]),
        ("a.zip", zipped(**{"../a.txt": VISIT, "/b.txt": VISIT, "C:/c.txt": VISIT, "x\\..\\d.txt": VISIT, "e.txt": VISIT}), 1,
         ["path-unsafe"] * 4),
        ("a.tar", tarred(**{"../a.txt": VISIT, "e.txt": VISIT}), 1, ["path-unsafe"]),
        ("a.zip", zipped(**{"inner.zip": zipped(**{"a.txt": VISIT}), "photo.jpg": b"\xff"}), 0, ["source-kind-unknown"] * 2),
        # Tables of another structure.
        ("a.csv", b"id,body\n1,One\n", 0, ["source-structure"]),
        ("a.csv", b"text,text\n1,One\n", 0, ["source-structure"]),
        ("a.csv", b"id,text\n1,One\n2\n3,Three\n", 2, ["row-invalid"]),
        ("a.csv", b"", 0, ["source-empty"]),
        ("a.csv", b"id,text,tag\n1,One,x\n1,Two,x\n", 1, ["id-duplicate", "key-unknown"]),
        ("a.parquet", parquet(id=["1"], body=["One"]), 0, ["source-structure"]),
        ("a.parquet", parquet(id=["1"], text=["One"], tag=["x"]), 1, ["key-unknown"]),
        ("a.parquet", parquet(id=["1", "2"], text=["One", None]), 1, ["text-missing"]),
    ],
)  # fmt: skip
def test_bad_files_say_why(read: Read, name: str, raw: bytes, documents: int, issues: list[str]) -> None:
    found, said = read(name, raw)
    assert ([code for code, _ in said], len(found)) == (issues, documents)


def test_what_comes_before_a_break_counts(read: Read) -> None:
    lines = [f'{{"id": {number}, "text": "{hashlib.sha256(str(number).encode()).hexdigest()}"}}\n' for number in range(20_000)]
    documents, issues = read("a.jsonl.gz", gzip.compress("".join(lines).encode())[:-400_000])
    assert 1000 < len(documents) < 20_000
    assert issues == [("file-damaged", "a.jsonl.gz")]


def test_nothing_of_a_bundle_comes_onto_the_disk(read: Read, tmp_path: Path) -> None:
    before = set(tmp_path.parent.rglob("*"))
    read("a.zip", zipped(**{"../../escaped.txt": VISIT, "a.txt": VISIT}))
    assert {path.name for path in set(tmp_path.parent.rglob("*")) - before} <= {"archived"}


def test_dates_and_long_fields_of_tables(read: Read) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["id", "title", "date", "text", "url", "lang"], ["7", "T", "2024-05-02", "x" * 200_000, "u", "en"]])
    (document,) = read("a.csv", out.getvalue().encode())[0].values()
    assert (document.title, str(document.published_on), len(document.text)) == ("T", "2024-05-02", 200_000)
    day = pa.array([19845], pa.date32())
    (document,) = read("a.parquet", parquet(text=["One"], date=day))[0].values()
    assert str(document.published_on) == "2024-05-02"


MARKDOWN = """---
title: A visit
date: 2024-05-02
lang: en
---
She **visited** the [port](https://example.org/port)
and the `school`.

- one
- two

> "Help," she said.
"""


@pytest.mark.parametrize(
    ("raw", "title", "day", "text"),
    [
        (MARKDOWN, "A visit", "2024-05-02", 'She visited the port and the school.\n\none\n\ntwo\n\n"Help," she said.'),
        ("# 省长调研\n\n2024-05-12\n\n省长到绍兴市\n调研。\n", "省长调研", "2024-05-12", "省长到绍兴市调研。"),
        ("Only a text.", None, None, "Only a text."),
        ("Intro.\n\n# Later\n\nBody.", None, None, "Intro.\n\nLater\n\nBody."),
    ],
)
def test_markdown_is_read_as_it_is_seen(read: Read, raw: str, title: str | None, day: str | None, text: str) -> None:
    documents, issues = read("a.md", raw.encode())
    (document,) = documents.values()
    assert issues == []
    assert (document.title, document.text) == (title, text)
    assert (None if document.published_on is None else str(document.published_on)) == day


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ("---\ndate: 2024-02-30\n---\nBody.", ["value-invalid"]),
        ("---\ndate: [1]\ntitle: 5\n---\nBody.", ["value-invalid", "value-invalid"]),
        ("---\n- a list\n---\nBody.", ["value-invalid"]),
        ("# Title\n", ["source-empty"]),
        ("", ["source-empty"]),
    ],
)
def test_markdown_with_faults(read: Read, raw: str, codes: list[str]) -> None:
    documents, issues = read("a.md", raw.encode())
    assert [code for code, _ in issues] == codes
    assert len(documents) == ("source-empty" not in codes)
