"""Corrections go through the whole flow: made, kept, moved along with the reader, undone, and remembered."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from flows import ingest as flow_module
from flows.cli import main
from flows.ingest import Ingested, ingest
from tasks import batch_reading
from tasks.lexicon.lexicon import load_lexicon
from warehouse import schema
from warehouse.history import open_as_of
from warehouse.store import open_published

pytestmark = pytest.mark.usefixtures("prefect_server")

HEADER = "kind,document,subject,value,reason,author\n"
VISIT = (
    "Minister visits Hunan\n2024-05-02\nOn May 1, Minister of Transport Li Wei visited the Port of Changsha. "
    "In the afternoon he toured Yueyang Bridge Hospital.\n"
)
OTHER = "Mayor visits\n2024-05-03\nOn May 2, Mayor Lee Wei visited the Port of Changsha.\n"


def run(home: Path, *sources: Path) -> Ingested:
    return ingest([str(source) for source in sources], str(home))


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with open_published(home) as connection:
        return connection.execute(query).fetchall()


def documents(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of all document tables without the numbers of runs."""
    names = {table: [c.name for c in schema.columns(table) if not c.at_load] for table in schema.DOCUMENT_TABLES}
    return {table.TABLE: sorted(rows(home, f"SELECT {', '.join(names[table])} FROM {table.TABLE}"), key=repr) for table in names}


def correct(home: Path, *lines: str) -> None:
    (home / "corrections").mkdir(parents=True, exist_ok=True)
    (home / "corrections" / "mine.csv").write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "visit.txt").write_text(VISIT)
    (folder / "other.txt").write_text(OTHER)
    return folder


NO_PORT = "not-a-stop,visit.txt,Port of Changsha,,only flown over,A. Reader"
STOPS = (
    "SELECT place, s.corrected_by IS NOT NULL FROM stops s JOIN documents d USING (document_id) "
    "WHERE source_uri = 'visit.txt' ORDER BY position"
)


def test_a_corrections_file_alone_makes_a_run_and_its_removal_restores(
    home: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(home, corpus)
    before = documents(home)
    both = rows(home, STOPS)
    correct(home, NO_PORT, "stop-date,visit.txt,Yueyang Bridge Hospital,2024-04-30,the hospital says so,B. Reader")
    second = run(home, corpus)
    assert second.staged is not None
    assert (second.staged.documents_changed, second.sources[0].unchanged) == (1, 1)
    assert (both, rows(home, STOPS)) == (
        [("Port of Changsha", False), ("Yueyang Bridge Hospital", False)],
        [("Yueyang Bridge Hospital", True)],
    )
    assert rows(home, "SELECT CAST(date_start AS VARCHAR), author FROM stops JOIN corrections ON corrected_by = correction_id") == [
        ("2024-04-30", "B. Reader")
    ]
    assert rows(home, "SELECT source_uri, changed_run FROM documents ORDER BY 1") == [("other.txt", 1), ("visit.txt", 2)]
    assert main(["diff", "--home", str(home), "1", "2"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Run 1 → run 2: stops: 1 changed, 1 went; participants: 1 went\n")
    assert told.count("correction") == 3
    assert run(home, corpus).run is None
    # Another author's reason is another row of `corrections` and no other reading.
    correct(home, NO_PORT.replace("flown over", "seen"), "stop-date,visit.txt,Yueyang Bridge Hospital,2024-04-30,it says so,B. Reader")
    third = run(home, corpus)
    assert third.staged is not None
    assert (third.run, third.staged.documents_changed) == (3, 0)
    (home / "corrections" / "mine.csv").unlink()
    assert run(home, corpus).run == 4
    assert documents(home) == before
    assert rows(home, "SELECT * FROM corrections") == []
    with open_as_of(home, 2) as then:
        assert then.execute(STOPS).fetchall() == [("Yueyang Bridge Hospital", True)]
        assert then.execute("SELECT count(*) FROM corrections WHERE reason = 'only flown over'").fetchall() == [(1,)]


def test_documents_of_other_sources_are_corrected_too(home: Path, corpus: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("Another text.\n")
    run(home, corpus)
    readings = (
        "SELECT * EXCLUDE (changed_run, last_run, corrections) FROM readings WHERE last_run IS NULL AND source_uri <> 'elsewhere.txt'"
    )
    first = sorted(rows(home, readings))
    correct(home, NO_PORT)
    assert run(home, elsewhere).run == 2
    assert rows(home, STOPS) == [("Yueyang Bridge Hospital", False)]
    assert sorted(rows(home, readings)) == first
    assert run(home, corpus, elsewhere).run is None
    correct(home)
    assert run(home, elsewhere).run == 3
    assert [place for place, _ in rows(home, STOPS)] == ["Port of Changsha", "Yueyang Bridge Hospital"]


def test_corrections_outlive_an_edit_and_another_reader(home: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    correct(home, NO_PORT)
    run(home, corpus)
    assert rows(home, STOPS) == [("Yueyang Bridge Hospital", False)]
    (corpus / "visit.txt").write_text(VISIT.replace("On May 1", "Early in the morning of May 1"))
    run(home, corpus)
    assert rows(home, STOPS) == [("Yueyang Bridge Hospital", False)]
    newer = dataclasses.replace(load_lexicon(), version="another")
    for module in (flow_module, batch_reading):
        monkeypatch.setattr(module, "load_lexicon", lambda: newer)
    assert run(home, corpus).run == 3
    assert rows(home, STOPS) == [("Yueyang Bridge Hospital", False)]
    assert rows(home, "SELECT DISTINCT reader_version FROM readings WHERE last_run IS NULL") == [("another",)]
    assert rows(home, "SELECT * FROM issues WHERE code = 'correction-unfit'") == []


def test_what_no_longer_fits_becomes_an_issue_until_it_fits_again(home: Path, corpus: Path) -> None:
    unfit = "SELECT source_uri, message FROM issues WHERE code = 'correction-unfit' ORDER BY ALL"
    correct(
        home,
        NO_PORT,
        "not-a-stop,gone.txt,Old Quay,,never there,A. Reader",
        "same-entity,,Nobody,Li Wei,no reason,A. Reader",
        "no-kind,visit.txt,x,,r,a",
    )
    first = run(home, corpus)
    assert [issue.message[:24] for issue in first.invalid_corrections] == ["line 5: unknown kind 'no"]
    standing = [
        ("corrections/mine.csv", "'Old Quay': there is no document 'gone.txt'"),
        ("corrections/mine.csv", "same-entity 'Nobody', 'Li Wei': there is no entity 'Nobody'"),
    ]
    assert rows(home, unfit) == standing
    assert run(home, corpus).run is None
    (corpus / "visit.txt").write_text(VISIT.replace("visited the Port of Changsha", "flew over Hunan"))
    run(home, corpus)
    (message,) = [message for uri, message in rows(home, unfit) if uri == "visit.txt"]
    assert message.startswith("mine.csv: not-a-stop 'Port of Changsha': there is no such stop")
    (corpus / "gone.txt").write_text("A text.")
    (corpus / "visit.txt").write_text(VISIT)
    run(home, corpus)
    assert rows(home, unfit) == [standing[1], ("gone.txt", "mine.csv: not-a-stop 'Old Quay': there is no such stop; there are none")]


def test_two_entities_are_one_and_two_again(home: Path, corpus: Path) -> None:
    people = "SELECT name, document_count FROM entities WHERE kind = 'person' ORDER BY ALL"
    run(home, corpus)
    assert rows(home, people) == [("Lee Wei", 1), ("Li Wei", 1)]
    correct(home, "same-entity,,Lee Wei,Li Wei,a misprint,A. Reader")
    assert run(home, corpus).run == 2
    ((name, count),) = rows(home, people)
    assert (name in {"Lee Wei", "Li Wei"}, count) == (True, 2)
    assert rows(home, "SELECT rule, author FROM links JOIN corrections ON corrected_by = correction_id") == [
        ("link:correction", "A. Reader")
    ]
    correct(home)
    assert run(home, corpus).run == 3
    assert rows(home, people) == [("Lee Wei", 1), ("Li Wei", 1)]


def test_an_entity_of_another_document_is_meant_by_its_id(home: Path, corpus: Path) -> None:
    run(home, corpus)
    ((li,),) = rows(home, "SELECT entity_id FROM entities WHERE name = 'Li Wei'")
    correct(home, f"mention-is,other.txt,Lee Wei,{li},a misprint,A. Reader")
    run(home, corpus)
    assert rows(home, "SELECT document_count FROM entities WHERE kind = 'person'") == [(2,)]
    assert run(home, corpus).run is None


def test_a_slip_in_the_header_undoes_nothing(home: Path, corpus: Path) -> None:
    correct(home, NO_PORT)
    run(home, corpus)
    (home / "corrections" / "mine.csv").write_text("kind,file\nnot-a-stop,visit.txt\n")
    second = run(home, corpus)
    (issue,) = second.invalid_corrections
    assert issue.message.startswith("unknown column 'file'; known are kind, document, subject, char_start, value, reason, author")
    assert rows(home, STOPS) == [("Yueyang Bridge Hospital", False)]
