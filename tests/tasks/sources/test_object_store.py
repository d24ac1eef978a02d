import datetime as dt
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from tasks import pull as pulling
from tasks.pull import PulledSource, pull_source
from tasks.sources import object_store
from tasks.sources.batch import read_batch_file
from tasks.sources.declaration_text import add_declaration
from tasks.sources.object_store import _matches
from warehouse.store import KnownDocument

boto3 = pytest.importorskip("boto3")
pytest.importorskip("s3fs")
server = pytest.importorskip("moto.server")

KEY, SECRET = "reports-reader", "tour-5ecret-value"
Pull = Callable[..., PulledSource]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """moto's S3 server on loopback."""
    threaded = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    threaded.start()
    try:
        yield "http://{}:{}".format(*threaded.get_host_and_port())
    finally:
        threaded.stop()


@pytest.fixture
def bucket(endpoint: str) -> Iterator[Any]:
    resource = boto3.resource("s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id=KEY, aws_secret_access_key=SECRET)
    made = resource.create_bucket(Bucket="reports")
    yield made
    made.objects.all().delete()
    made.delete()


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, KnownDocument]:
    documents: dict[str, KnownDocument] = {}
    monkeypatch.setattr(pulling, "known_documents", lambda home: documents)
    return documents


@pytest.fixture
def pull(tmp_path: Path, endpoint: str, known: dict[str, KnownDocument], monkeypatch: pytest.MonkeyPatch) -> Pull:
    monkeypatch.setenv("REPORTS_SECRET", SECRET)
    count = 0

    def pull_now(address: str, **keys: Any) -> PulledSource:
        nonlocal count
        count += 1
        (tmp_path / "home" / "sources.toml").unlink(missing_ok=True)
        storage = {"endpoint_url": endpoint, "key": KEY, "secret": "${env:REPORTS_SECRET}"}
        values = {"allow_private": True, "storage": storage, "timeout_seconds": 5.0, **keys}
        add_declaration(tmp_path / "home", {"name": "store", "kind": "objects", "address": address, **values})
        pulled = pull_source(
            "store", home=tmp_path / "home", staging=tmp_path / f"staging-{count}", reader_version="v1",
            now=lambda: dt.datetime(2024, 6, 1, tzinfo=dt.UTC),
        )  # fmt: skip
        for batch in pulled.batches:
            for item in read_batch_file(Path(batch.path)):
                known[item.document.source_uri] = KnownDocument(item.document.document_id, item.fingerprint, "v1", item.source)
        return pulled

    return pull_now


def uris(pulled: PulledSource) -> list[str]:
    return [item.document.source_uri for batch in pulled.batches for item in read_batch_file(Path(batch.path))]


def put(bucket: Any, **objects: bytes) -> None:
    for name, raw in objects.items():
        bucket.put_object(Key=name, Body=raw)


def test_a_prefix_is_pulled_by_etag(bucket: Any, pull: Pull, known: dict[str, KnownDocument], monkeypatch: pytest.MonkeyPatch) -> None:
    put(bucket, **{"in/a.txt": b"A visit\n2024-05-02\nBody A.", "in/sub/b #1.jsonl": b'{"id": 1, "text": "One"}', "out/c.txt": b"Body C"})
    first = pull("s3://reports/in")
    assert uris(first) == ["s3://reports/in/a.txt", "s3://reports/in/sub/b %231.jsonl#1"]
    assert (first.is_red, first.issues) == (False, ())
    fetched: list[str] = []
    import s3fs

    real = s3fs.S3FileSystem._open
    monkeypatch.setattr(s3fs.S3FileSystem, "_open", lambda self, path, *a, **k: (fetched.append(path), real(self, path, *a, **k))[1])
    assert (pull("s3://reports/in").unchanged, fetched) == (2, [])
    put(bucket, **{"in/a.txt": b"A visit\n2024-05-03\nBody A."})
    bucket.Object("in/sub/b #1.jsonl").delete()
    changed = pull("s3://reports/in")
    assert (uris(changed), fetched) == (["s3://reports/in/a.txt"], ["reports/in/a.txt"])
    assert [uri for uri, document in known.items() if document.document_id in changed.removed] == ["s3://reports/in/sub/b %231.jsonl#1"]


def test_one_object_and_a_pattern(bucket: Any, pull: Pull) -> None:
    put(bucket, **{"a.txt": b"Body A", "x/b.txt": b"Body B", "x/y/c.txt": b"Body C", "x/photo.png": b"P", "x/.hidden.txt": b"H"})
    assert uris(pull("s3://reports/x/b.txt")) == ["s3://reports/x/b.txt"]
    assert uris(pull("s3://reports", pattern="**/*.txt")) == ["s3://reports/a.txt", "s3://reports/x/y/c.txt"]  # b is known
    assert [issue.code for issue in pull("s3://reports/x").issues] == ["source-kind-unknown"]


@pytest.mark.parametrize(
    ("path", "pattern", "matches"),
    [
        ("a.txt", "*.txt", True),
        ("x/a.txt", "*.txt", False),
        ("x/a.txt", "**/*.txt", True),
        ("a.txt", "**/*.txt", True),
        ("x/y/a.txt", "x/**/a.txt", True),
        ("x/y/a.txt", "x/*/a.txt", True),
        ("z/y/a.txt", "x/**", False),
        ("x/y/z", "x/**", True),
    ],
)
def test_patterns(path: str, pattern: str, matches: bool) -> None:
    assert _matches(path, pattern) is matches


def test_a_source_that_vanishes_loses_nothing(bucket: Any, pull: Pull) -> None:
    put(bucket, **{"in/a.txt": b"Body A"})
    pull("s3://reports/in")
    bucket.Object("in/a.txt").delete()
    gone = pull("s3://reports/in")
    assert (gone.reached, gone.removed, gone.issues[0].code) == (False, (), "source-missing")
    assert "there is no object, and held 1" in gone.issues[0].message


def test_a_bucket_that_is_not_there(bucket: Any, pull: Pull) -> None:
    assert pull("s3://nowhere/in").reached is False


def test_a_store_that_sends_half(bucket: Any, pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    put(bucket, **{"in/a.txt": b"Body A" * 100, "in/b.txt": b"Body B"})
    real = object_store.archive_stream

    def breaks_off(archive: Path, stream: BinaryIO, uri: str) -> Path:
        return real(archive, io.BytesIO(stream.read(100)), uri)

    monkeypatch.setattr(object_store, "archive_stream", breaks_off)
    pulled = pull("s3://reports/in")
    assert [(issue.code, issue.message) for issue in pulled.issues] == [("source-unreadable", "100 bytes came of 600")]
    assert (pulled.is_red, uris(pulled)) == (True, ["s3://reports/in/b.txt"])


def test_fewer_than_expected_removes_nothing(bucket: Any, pull: Pull) -> None:
    put(bucket, **{"in/a.txt": b"Body A", "in/b.txt": b"Body B"})
    pull("s3://reports/in", expect={"min_documents": 2})
    bucket.Object("in/b.txt").delete()
    half = pull("s3://reports/in", expect={"min_documents": 2})
    assert ([issue.code for issue in half.issues], half.removed) == (["documents-fewer"], ())


@pytest.mark.parametrize(
    ("address", "options"),
    [("s3://reports/in", {}), ("ftp://127.0.0.1/in", {"storage": {}}), ("smb://x", {"storage": {"host": "127.0.0.1"}})],
)
def test_a_private_server_needs_leave(pull: Pull, address: str, options: dict[str, Any]) -> None:
    refused = pull(address, allow_private=False, **options)
    assert (refused.reached, "127.0.0.1, a private address" in refused.issues[0].message) == (False, True)


@pytest.mark.parametrize("address", ["s3://reports/in", "s3://nowhere/in"])
def test_a_secret_is_kept_nowhere(bucket: Any, pull: Pull, tmp_path: Path, address: str, capfd: Any) -> None:
    put(bucket, **{"in/a.txt": b"Body A"})
    pulled = pull(address)
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [raw for raw in kept if SECRET.encode() in raw]
    assert SECRET not in repr(pulled) + "".join(capfd.readouterr())


def test_other_file_systems(tmp_path: Path, pull: Pull) -> None:
    """fsspec's file:// stands for all that have times and sizes instead of ETags."""
    folder = tmp_path / "share"
    folder.mkdir()
    (folder / "a.txt").write_text("Body A")
    address = f"file://{folder}"
    assert uris(pull(address, storage={})) == [f"file://{folder}/a.txt"]
    assert pull(address, storage={}).unchanged == 1
    os.utime(folder / "a.txt", (1, 1))
    (folder / "a.txt").write_text("Body B")
    assert uris(pull(address, storage={})) == [f"file://{folder}/a.txt"]


def test_a_file_system_that_is_not_installed(pull: Pull) -> None:
    missing = pull("hdfs://cluster/in", storage={})
    assert (missing.reached, missing.issues[0].code) == (False, "source-unreachable")
