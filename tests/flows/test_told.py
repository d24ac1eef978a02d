"""What a run tells Prefect and people: assets, events, the states of its runs, notifications."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import State
from pydantic import SecretStr
from rich.console import Console

from flows.events import changed_tables
from flows.ingest import Ingested, ingest
from flows.progress import CONSOLE
from flows.run_records import wait_for_events, wait_for_task_runs
from tasks import check as checking
from tests.tasks.sources.web_server import Reply, WebServer, serving
from warehouse import schema
from warehouse.arrow import PartFile
from warehouse.errors import CheckFailedError
from warehouse.lock import writer
from warehouse.store import row_counts

VISIT = "Minister visits Hunan\n2024-05-02\nOn May 1, Minister of Transport Li Wei visited the Port of Changsha in Hunan Province.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "visit.txt").write_text(VISIT)
    return folder


@pytest.fixture
def receiver() -> Iterator[WebServer]:
    with serving() as server:
        server.answers["/hook?token=5ecret"] = Reply(b"ok")
        yield server


def run(home: Path, *sources: Path) -> State[Ingested]:
    state: Any = ingest([str(source) for source in sources], str(home), return_state=True)
    return state


def events(state: State[Any], expected: int) -> list[dict[str, Any]]:
    flow_run_id = state.state_details.flow_run_id
    assert flow_run_id is not None
    assert wait_for_events(flow_run_id, expected=expected)
    wanted = {"event": {"prefix": ["tourledger.", "prefect.asset."]}, "related": {"id": [f"prefect.flow-run.{flow_run_id}"]}}
    with get_client(sync_client=True) as client:
        found: list[dict[str, Any]] = client._client.post("/events/filter", json={"filter": wanted, "limit": 50}).json()["events"]
    return found


def notify(home: Path, receiver: WebServer, *on: str) -> None:
    address, text = f"{receiver.address}/hook?token=5ecret", {"text": "{{subject}}\n{{body}}"}
    CustomWebhookNotificationBlock(name="Tour Ledger", url=address, json_data=text).save("on-call", overwrite=True)
    home.mkdir(exist_ok=True)
    (home / "sources.toml").write_text(f'[notify]\nblock = "custom-webhook/on-call"\non = {json.dumps(on)}\n')


def received(receiver: WebServer) -> list[str]:
    return [json.loads(request.body)["text"] for request in receiver.requests]


@pytest.mark.usefixtures("prefect_server")
def test_a_published_run_is_told_as_assets_an_event_and_a_message(home: Path, corpus: Path, receiver: WebServer) -> None:
    notify(home, receiver, "published")
    state = run(home, corpus)
    assert (state.name, state.message) == ("Completed", "run 1 published: 1 new, 0 changed, 0 removed")
    told = {(event["event"], event["resource"]["prefect.resource.id"]): event for event in events(state, 1)}
    made = {key: event for (kind, key), event in told.items() if kind == "prefect.asset.materialization.succeeded"}
    counts = row_counts(home)
    lake, warehouse = f"file://{home}/lake", f"file://{home}/current/tourledger.duckdb"
    assert made.keys() == {lake, warehouse, *(f"file://{home}/current/parquet/{table.TABLE}" for table in schema.TABLES)}
    assert made[f"file://{home}/current/parquet/stops"]["payload"] == {"run": 1, "rows": 1} == {"run": 1, "rows": counts["stops"]}
    assert made[warehouse]["payload"] == {"run": 1, "rows": counts}
    assert made[lake]["payload"]["rows"]["stops"] == 1

    def comes_from(key: str) -> set[str]:
        return {part["prefect.resource.id"] for part in made[key]["related"] if part.get("prefect.resource.role") == "asset"}

    assert comes_from(lake) == {f"file://{corpus}"}
    assert comes_from(warehouse) == comes_from(f"file://{home}/current/parquet/stops") == {lake}
    payload = told["tourledger.run.published", warehouse]["payload"]
    assert (payload["run"], payload["flow_run_id"]) == (1, str(state.state_details.flow_run_id))
    assert payload["documents"] == {"seen": 1, "new": 1, "changed": 0, "unchanged": 0, "removed": 0, "failed": 0}
    assert payload["rows"] == counts
    assert {"documents", "stops", "entities", "runs"} <= set(payload["changed_tables"])
    assert "corrections" not in payload["changed_tables"]
    assert received(receiver) == [
        f"Tour Ledger: a run was published\ningest {corpus}: run 1 published: 1 new, 0 changed, 0 removed\nhome: {home}\n"
        f"flow run: {state.state_details.flow_run_id}"
    ]


@pytest.mark.usefixtures("prefect_server")
def test_a_red_source_fails_its_task_run_and_names_the_flows_state(home: Path, corpus: Path, receiver: WebServer, tmp_path: Path) -> None:
    notify(home, receiver, "failed", "red")
    gone = tmp_path / "gone"
    state = run(home, corpus, gone)
    assert (state.is_completed(), state.name) == (True, "Red")
    assert state.message == f"run 1 published: 1 new, 0 changed, 0 removed; not well: {gone}"
    flow_run_id = state.state_details.flow_run_id
    assert flow_run_id is not None
    assert wait_for_task_runs(flow_run_id, expected=state.result().task_runs)
    with get_client(sync_client=True) as client:
        runs = client.read_task_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id])))
    assert [task_run.name for task_run in runs if task_run.state and task_run.state.is_failed()] == [f"pull {gone}"]
    (red,) = [event for event in events(state, 2) if event["event"] == "tourledger.source.red"]
    assert red["resource"]["prefect.resource.id"] == f"file://{gone}"
    assert list(red["payload"]["reasons"]) == ["source-missing"]
    (message,) = received(receiver)
    assert message.startswith("Tour Ledger: a source is red\n")


@pytest.mark.usefixtures("prefect_server")
def test_a_failed_run_is_told_and_one_that_finds_another_at_work_is_not(
    home: Path, corpus: Path, receiver: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(failures: object) -> None:
        raise CheckFailedError("rows at fault")

    monkeypatch.setattr(checking, "raise_for", fail)
    home.mkdir()
    Webhook(url=SecretStr(f"{receiver.address}/hook?token=5ecret")).save("pager", overwrite=True)
    (home / "sources.toml").write_text('[notify]\nblock = "webhook/pager"\n')
    state = run(home, corpus)
    assert state.is_failed()
    (failed,) = [event for event in events(state, 1) if event["event"] == "tourledger.run.failed"]
    assert failed["resource"]["prefect.resource.id"] == f"file://{home}/current/tourledger.duckdb"
    assert failed["payload"]["reason"].endswith("CheckFailedError: rows at fault")
    (message,) = received(receiver)
    assert "rows at fault" in message
    with writer(home, "another"):
        busy = run(home, corpus)
    assert busy.is_failed()
    assert received(receiver) == [message]


@pytest.mark.parametrize(
    ("block", "status", "why"),
    [
        ("custom-webhook/on-call", 500, "the receiver answers 500 Internal Server Error"),
        ("slack-webhook/nobody", 200, "Prefect has no such block"),
    ],
)
@pytest.mark.usefixtures("prefect_server")
def test_a_notification_that_fails_costs_one_line_and_says_no_secret(
    home: Path, corpus: Path, receiver: WebServer, capsys: pytest.CaptureFixture[str], block: str, status: int, why: str
) -> None:
    notify(home, receiver, "published")
    (home / "sources.toml").write_text(f'[notify]\nblock = "{block}"\non = ["published"]\n')
    receiver.answers["/hook?token=5ecret"] = Reply(b"5ecret", status)
    token = CONSOLE.set(Console(stderr=True))
    try:
        assert run(home, corpus).is_completed()
    finally:
        CONSOLE.reset(token)
    assert capsys.readouterr().err == f"nobody was notified: {block}: {why}\n"


def test_a_table_has_changed_if_it_was_read_into_or_has_other_rows() -> None:
    parts = [PartFile(table="referents", path="p", sha256="h", rows=1)]
    assert changed_tables(parts, {"stops": 3, "runs": 1, "links": 0}, {"stops": 2, "runs": 2, "links": 0, "issues": 0}) == [
        "entities", "referents", "runs", "stops",
    ]  # fmt: skip
