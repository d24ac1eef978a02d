import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.blocks.system import Secret
from prefect.client.orchestration import get_client

from flows.cli import main
from flows.ingest import Ingested, ingest
from flows.source_status import source_states
from tasks.reread import NoSuchDocumentError
from tasks.sources import http as asking
from tasks.sources.declaration_text import add_declaration
from tasks.sources.pull_log import Pull, open_log
from tests.tasks.sources.web_server import Reply, WebServer, serving
from warehouse.store import open_published

VISIT = "Minister visits Hunan\n{day}\nOn May 1, Minister of Transport Li Wei visited the Port of Changsha in Hunan Province.\n"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    monkeypatch.setattr(asking, "_NEXT_ASKED", {})
    monkeypatch.setattr(asking, "_wait", lambda state: 0.0)
    with serving() as server:
        yield server


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"{day}.txt").write_text(VISIT.format(day=f"2024-05-0{day}"))
    return folder


def run(home: Path, *sources: str, **options: Any) -> Ingested:
    return ingest(list(sources), str(home), **options)


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with open_published(home) as connection:
        return connection.execute(query).fetchall()


def declare_web(home: Path, web: WebServer, **keys: Any) -> None:
    values = {"name": "news", "kind": "pages", "address": f"{web.address}/news", "links": "/n/", "allow_private": True}
    add_declaration(home, {**values, "requests_per_second": 10_000, "timeout_seconds": 2.0, **keys})


@pytest.mark.usefixtures("prefect_server")
def test_a_red_source_costs_no_other_and_is_told(home: Path, corpus: Path, web: WebServer, capsys: pytest.CaptureFixture[str]) -> None:
    web.page("/n/1", "On Monday, Minister of Transport Li Wei visited the Port of Changsha in Hunan Province.")
    web.answers["/news"] = Reply(b'<a href="/n/1">A visit</a>', headers={"Content-Type": "text/html"})
    declare_web(home, web)
    add_declaration(home, {"name": "reports", "kind": "files", "address": str(corpus), "expect": {"min_documents": 3}})
    assert run(home, "news", "reports").run == 1
    assert main(["status", "--home", str(home)]) == 0
    before = capsys.readouterr().out
    assert [line.split()[:2] for line in before.splitlines() if "just now" in line] == [["news", "well"], ["reports", "well"]]

    web.answers["/news"] = Reply(status=500)
    (corpus / "1.txt").unlink()
    (corpus / "4.txt").write_text(VISIT.format(day="2024-05-04"))
    (corpus / "2.txt").unlink()
    assert main(["ingest", "--all", "--home", str(home)]) == 1
    out, err = capsys.readouterr()
    assert "Run 2 published" in out
    assert err == "tourledger: not well: news, reports\n"
    assert rows(home, "SELECT source, code, source_uri FROM issues WHERE document_id IS NULL ORDER BY ALL") == [
        ("news", "source-unreachable", f"{web.address}/news"),
        ("reports", "documents-fewer", str(corpus)),
    ]
    with get_client(sync_client=True) as client:
        newest = max(client.read_artifacts(), key=lambda artifact: artifact.created)
    assert "| news | red | just now | 2024-05-02 (" in str(newest.data)
    # Nothing of either is lost, and what is new of the other is there.
    assert rows(home, "SELECT source, count(*) FROM readings WHERE last_run IS NULL GROUP BY ALL ORDER BY ALL") == [
        ("news", 1),
        ("reports", 4),
    ]
    assert main(["status", "--home", str(home)]) == 1
    out, err = capsys.readouterr()
    assert err == "tourledger: red: news, reports\n"
    assert f"source-unreachable: {web.address}/news: {web.address}/news: the server answers 500" in out

    web.answers["/news"] = Reply(b'<a href="/n/1">A visit</a>', headers={"Content-Type": "text/html"})
    (corpus / "5.txt").write_text(VISIT.format(day="2024-05-05"))
    well = run(home, "news", "reports")
    assert [source.is_red for source in well.sources] == [False, False]
    assert rows(home, "SELECT count(*) FROM issues WHERE document_id IS NULL") == [(0,)]
    assert rows(home, "SELECT count(*) FROM readings WHERE last_run IS NULL AND source = 'reports'") == [(3,)]
    assert main(["status", "--home", str(home)]) == 0


@pytest.mark.usefixtures("prefect_server")
def test_chosen_documents_are_read_again_without_their_source(home: Path, corpus: Path) -> None:
    run(home, str(corpus))
    shutil.rmtree(corpus)
    ((chosen,),) = rows(home, "SELECT document_id FROM documents WHERE source_uri = '1.txt'")
    again = run(home, chosen=[chosen])
    assert again.run == 2
    assert rows(home, "SELECT source_uri, changed_run FROM documents ORDER BY 1") == [("1.txt", 2), ("2.txt", 1), ("3.txt", 1)]
    assert run(home, chosen=["*.txt"]).run == 3
    assert rows(home, "SELECT count(*) FROM documents WHERE changed_run = 3") == [(3,)]
    with pytest.raises(NoSuchDocumentError, match=r"9\.txt"):
        run(home, chosen=["9.txt"])
    shutil.rmtree(home / "archive")
    missing = run(home, chosen=["2.txt"])
    assert [issue.code for source in missing.sources for issue in source.issues] == ["original-missing"]
    assert rows(home, "SELECT count(*) FROM documents") == [(3,)]


@pytest.mark.usefixtures("prefect_server")
def test_some_days_of_a_source_change_nothing_of_the_others(home: Path, corpus: Path) -> None:
    (corpus / "bad.jsonl").write_text("no json")
    (corpus / "undated.txt").write_text("A text without a day.")
    some = run(home, str(corpus), since=dt.date(2024, 5, 2), until=dt.date(2024, 5, 2))
    assert rows(home, "SELECT source_uri FROM documents") == [("2.txt",)]
    assert source_states(home, dt.date(2024, 5, 3)) == []  # of a part of it nobody can say how it is
    assert [source.seen for source in some.sources] == [1]
    run(home, str(corpus))
    (corpus / "bad.jsonl").unlink()
    (corpus / "1.txt").unlink()
    run(home, str(corpus), since=dt.date(2024, 5, 2))
    assert rows(home, "SELECT count(*) FROM documents") == [(4,)]
    assert rows(home, "SELECT code FROM issues WHERE document_id IS NULL") == [("json-invalid",)]
    run(home, str(corpus))
    assert rows(home, "SELECT count(*) FROM documents") == [(3,)]
    assert rows(home, "SELECT code FROM issues WHERE document_id IS NULL") == []


@pytest.mark.usefixtures("prefect_server")
def test_a_declared_source_takes_over_what_was_given_by_its_path(home: Path, corpus: Path, tmp_path: Path) -> None:
    (corpus / "bad.jsonl").write_text("no json")
    run(home, str(corpus))
    add_declaration(home, {"name": "reports", "kind": "files", "address": str(corpus)})
    taken = run(home, "reports")
    assert (taken.run, taken.sources[0].unchanged) == (2, 0)
    assert rows(home, "SELECT DISTINCT source FROM readings WHERE last_run IS NULL") == [("reports",)]
    assert rows(home, "SELECT source FROM issues WHERE document_id IS NULL") == [("reports",)]
    assert [state.name for state in source_states(home, dt.date(2024, 6, 1))] == ["reports"]
    other = tmp_path / "other"
    other.mkdir()
    (other / "1.txt").write_text(VISIT.format(day="2024-06-01"))
    (other / "bad.jsonl").write_text("no json")
    refused = run(home, str(other)).sources[0]
    assert [(issue.code, issue.source_uri) for issue in refused.issues] == [
        ("source-uri-duplicate", "1.txt"),
        ("json-invalid", "bad.jsonl"),
    ]
    assert rows(home, "SELECT count(*) FROM issues WHERE code = 'json-invalid'") == [(2,)]
    assert run(home, "reports").run is None


@pytest.mark.usefixtures("prefect_server")
def test_a_secret_reaches_no_log_no_table_and_no_artifact(
    home: Path, web: WebServer, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    secret = "tour-5ecret-value"
    Secret(value=secret).save("news-token", overwrite=True)  # type: ignore[call-arg]
    web.page("/n/1", "On Monday, Minister of Transport Li Wei visited the Port of Changsha in Hunan Province.")
    web.answers["/n/2"] = Reply(status=302, headers={"Location": f"/n/3?token={secret}"})
    web.answers[f"/n/3?token={secret}"] = Reply(status=302, headers={"Location": f"gopher://{secret}/"})
    web.answers["/news"] = Reply(b'<a href="/n/1">A</a><a href="/n/2">B</a>', headers={"Content-Type": "text/html"})
    declare_web(home, web, headers={"Authorization": "Bearer ${prefect:news-token}"})
    caplog.set_level(0)
    run(home, "news")
    assert web.asked("/news")[0].headers["authorization"] == f"Bearer {secret}"
    assert rows(home, "SELECT message LIKE '%***%' FROM issues WHERE code = 'page-unreachable'") == [(True,)]
    assert not [path for path in home.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    with get_client(sync_client=True) as client:
        artifacts = "".join(str(artifact.data) for artifact in client.read_artifacts())
    assert "page-unreachable" in artifacts
    # Prefect's own client sends the block to its server, in a body that no log shows.
    assert "token=***" in caplog.text
    assert secret not in artifacts + caplog.text + "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["source"], 2, "the following arguments are required: ACTION"),
        (["source", "add", "news", "https://example.org"], 2, "--kind is missing"),
        (["source", "add", "news", "https://example.org", "--kind", "pages"], 2, "kind pages needs links"),
        (["source", "add", "news", "x", "--headers", "A=b"], 2, "unknown key 'headers'; kind files knows name"),
        (["source", "add", "news", "s3://b/p", "--storage", "secret"], 2, "NAME=VALUE was expected"),
        (["source", "test", "nowhere"], 1, "nowhere is not well: source-missing"),
        (["ingest", "--all"], 2, "declares no source"),
        (["ingest", "--all", "x"], 2, "--all takes no SOURCE"),
        (["ingest", "--since", "May"], 2, "is no day such as 2024-07-01"),
        (["ingest", "--since", "2024-05-02", "--until", "2024-05-01"], 2, "is after --until"),
        (["ingest", "--reread"], 2, "--reread takes documents"),
    ],
)
def test_wrong_usage(arguments: list[str], code: int, message: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = [] if arguments == ["source"] else ["--home", str(home)]
    assert main([*arguments, *where]) == code
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1


def test_declaring_listing_and_trying(home: Path, web: WebServer, capsys: pytest.CaptureFixture[str]) -> None:
    address = web.page("/a", "On Monday, Minister of Transport Li Wei visited the Port of Changsha in Hunan Province.", "Port visit")
    where = ["--home", str(home)]
    assert main(["source", "list", *where]) == 0
    assert "declares no source" in capsys.readouterr().out
    options = ["--kind", "page", "--allow-private", "--language", "en", "--newest-within-days", "30", "--headers", "X-Y=z"]
    assert main(["source", "add", "port", address, *options, *where]) == 0
    assert main(["source", "list", *where]) == 0
    assert [line.split()[:3] for line in capsys.readouterr().out.splitlines()][3:] == [["port", "page", address]]
    kept = set(home.rglob("*"))
    assert main(["source", "test", "port", *where]) == 0
    assert "Port visit" in capsys.readouterr().out
    assert {path for path in set(home.rglob("*")) - kept if "prefect" not in path.parts} == set()
    web.answers["/a"] = Reply(status=404)
    assert main(["source", "test", "port", *where]) == 1
    assert "port is not well: source-unreachable" in capsys.readouterr().err


def test_status_of_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    moment = dt.datetime(2024, 5, 2, tzinfo=dt.UTC)
    noted = Pull(
        source="news", address="https://example.org", started_at=moment, finished_at=moment, is_red=True, seen=0, failed=1, waiting=2,
        newest_on=None, reasons={"source-unreachable": (1, "away")},
    )  # fmt: skip
    with open_log(home) as log:
        log.note([noted])
    home.chmod(0o555)
    try:
        (state,) = source_states(home, moment.date())
    finally:
        home.chmod(0o755)
    assert (state.state, state.waiting, state.reasons) == ("red", 2, (("source-unreachable", 1, "away"),))


def test_a_declaration_that_cannot_be_meant(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.mkdir()
    (home / "sources.toml").write_text("[[source]]\nname = 'a'\nkind = 'files'\naddress = 'x'\nlangauge = 'en'\n")
    for command in (["ingest"], ["source", "list"], ["source", "test", "a"]):
        assert main([*command, "--home", str(home)]) == 2
        assert "unknown key 'langauge'; kind files knows name, kind, address, language" in capsys.readouterr().err
