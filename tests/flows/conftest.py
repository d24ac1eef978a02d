import datetime as dt
from pathlib import Path

import pytest

from flows.settings import SEED_DOCUMENTS
from tasks.batch_reading import read_batches
from tasks.pull import pull_source
from warehouse.home import Home
from warehouse.load import RunFacts, load_run
from warehouse.publication import publish_run


def publish(home: Path, *sources: Path) -> None:
    """Ingest without Prefect."""
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for number, source in enumerate(sources):
        pulled = pull_source(str(source), home=home, staging=home / f"batches-{number}", reader_version="v1")
        reading = read_batches(pulled.batches, Home(home).lake)
        facts = RunFacts(
            started_at=now, flow_run_id=None, reader_version="v1", documents_seen=pulled.seen, documents_unchanged=0, documents_failed=0
        )
        issues = {pulled.key: list(pulled.issues)}
        staged = load_run(home, parts=reading.parts, removed=pulled.removed, source_issues=issues, facts=facts, now=lambda: now)
        assert staged is not None
        publish_run(home, staged)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two runs: the seed, then a file with a duplicate id."""
    folder = tmp_path_factory.mktemp("published")
    records = folder / "records.jsonl"
    records.write_text('{"id": "a", "text": "One\\u001b[31m line."}\n{"id": "a", "text": "Two."}\n')
    publish(folder / "home", SEED_DOCUMENTS, records)
    return folder / "home"
