"""The README's commands work, and give what it says."""

import argparse
import re
from pathlib import Path
from typing import Any

import pytest

from flows.cli import _parser
from tasks.sources.declaration import parse_declarations
from tests import readme
from warehouse import ddl, schema
from warehouse.dictionary import dictionary_markdown

TEXT = readme.README.read_text(encoding="utf-8")
SEED_README = readme.ROOT / "seeds" / "README.md"
SET_UP = [
    "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e . && .venv/bin/tourledger ingest",
    "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e '.[test]' && .venv/bin/pytest",
]
STALE = f"the README's answer is out of date: {readme.REFRESH}"
SUBCOMMANDS = next(action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction)).choices
EXAMPLES = list(readme.examples(TEXT))


@pytest.fixture(scope="module")
def answers(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What all examples print, run in order in one empty folder."""
    with readme.terminal(tmp_path_factory.mktemp("readme")):
        return [readme.run(example) for example in EXAMPLES]


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[" ".join(example.words.split())[:60] for example in EXAMPLES])
def test_an_example_gives_its_answer(number: int, answers: list[str]) -> None:
    answer = EXAMPLES[number].answer
    assert readme.essence(readme.shown(answers[number], answer)) == readme.essence(answer), STALE


def test_the_seven_stops_are_asked_for_as_promised() -> None:
    assert 'tourledger sql "select position, place, city, county from stops order by position"' in {e.words for e in EXAMPLES}
    assert sum(example.kind == "sql" for example in EXAMPLES) >= 10


@pytest.mark.parametrize("command", SET_UP)
def test_the_set_up_commands_stand_word_for_word(command: str) -> None:
    assert f"\n{command}\n" in TEXT


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_every_command_and_option_is_told(command: str) -> None:
    assert f"tourledger {command}" in TEXT
    for action in SUBCOMMANDS[command]._actions:
        if not isinstance(action, argparse._HelpAction):
            assert not action.option_strings or any(f"`{option}" in TEXT or f" {option} " in TEXT for option in action.option_strings)


def test_no_command_is_told_that_there_is_not() -> None:
    told = set(re.findall(r"^(?:\$ |.*\.venv/bin/)tourledger (\w+)", TEXT, re.MULTILINE)) | set(re.findall(r"`tourledger (\w+)", TEXT))
    assert told <= set(SUBCOMMANDS)


def test_generated_parts_are_those_of_the_schema_and_the_floors() -> None:
    assert readme.with_generated(TEXT) == TEXT, STALE
    assert readme.DICTIONARY.read_text(encoding="utf-8") == dictionary_markdown(), STALE


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.TABLE)
def test_every_table_and_column_is_listed(table: type[schema.Row]) -> None:
    row = next(line for line in TEXT.splitlines() if line.startswith(f"| `{table.TABLE}` |"))
    assert re.findall(r"`(\w+)`", row)[1:] == [column.name for column in schema.columns(table)]


def test_every_view_is_listed() -> None:
    for name in ddl.sql_files("views"):
        assert f"| `{name}` (view) |" in TEXT


def test_paths_that_are_named_exist() -> None:
    links = re.findall(r"\]\(([^):#]+)\)", TEXT)
    code = re.findall(r"`((?:tasks|warehouse|flows|tests|seeds|docs)/[\w./]+)`", TEXT)
    missing = [path for path in {*links, *code} if not (readme.ROOT / path).exists() and not path.startswith("warehouse/data")]
    assert not missing


def test_rules_that_are_named_exist() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((readme.ROOT / "tasks").rglob("*.py")))
    named = re.findall(r"`((?:stop|restored|person|organization|place):[a-z-]+)`", TEXT)
    assert named
    assert [rule for rule in named if rule.partition(":")[2] not in code] == []


def test_every_data_file_has_its_origin_and_licence_told() -> None:
    told = set(re.findall(r"`(\w+/[\w.]+)`", SEED_README.read_text(encoding="utf-8")))
    files = [path for path in (readme.ROOT / "seeds").rglob("*") if path.suffix in {".csv", ".txt", ".gz"}]
    there = {f"{path.parent.name}/{path.name}" for path in files}
    assert there - told == set()
    assert {name for name in told if not name.endswith(".py")} - there == set()


def test_declared_examples_can_be_meant() -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    kinds = [declared.kind for block in blocks for declared in parse_declarations(block, home=readme.ROOT).values()]
    assert kinds == ["pages", "feed", "objects"]


def test_every_action_of_source_is_told() -> None:
    actions = next(action for action in SUBCOMMANDS["source"]._actions if isinstance(action, argparse._SubParsersAction)).choices
    for name in actions:
        assert f"tourledger source {name}" in TEXT
    options = [option for action in actions["add"]._actions for option in action.option_strings if option.startswith("--")]
    keys = {option.removeprefix("--").replace("-", "_") for option in options} - {"help", "home", "verbose"}
    assert not [key for key in keys if f"`source.{key}`" not in TEXT and f"`source.expect.{key}`" not in TEXT]


def test_an_example_without_an_answer_is_a_fault() -> None:
    with pytest.raises(ValueError, match="no answer"):
        list(readme.examples("```sql\nselect 1\n```\n"))


def test_an_answer_may_be_the_end() -> None:
    assert readme.shown("one\ntwo\nthree\n", "…\n2\n3\n") == "…\ntwo\nthree\n"
    assert readme.shown("one\ntwo\n", "1\n2\n") == "one\ntwo\n"


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("7 stops\n9.9 s: start-up 7.0, work 2.0 (pull 1.0), Prefect's records 0.9\n", True),
        ("7   stops\n19.9 s: start-up 17.0, work 2.0 (pull 1.0),\nPrefect's records 0.9\n", True),
        ("8 stops\n9.9 s: start-up 7.0, work 2.0 (pull 1.0), Prefect's records 0.9\n", False),
    ],
)
def test_only_times_and_blanks_may_differ(printed: str, same: bool) -> None:
    model = "7 stops\n1.0 s: start-up 0.5, work 0.4 (pull 0.4), Prefect's records 0.1\n"
    assert (readme.essence(printed) == readme.essence(model)) is same


def test_a_file_is_written_where_the_examples_run(tmp_path: Path) -> None:
    examples: Any = list(readme.examples("<!-- file: a.jsonl -->\n```json\n{}\n```\n<!-- run: tourledger check -->\n```text\nfine\n```\n"))
    assert [(example.kind, example.words, example.answer) for example in examples] == [
        ("file", "a.jsonl", "{}\n"),
        ("command", "tourledger check", "fine\n"),
    ]
    with readme.terminal(tmp_path):
        readme.run(examples[0])
    assert (tmp_path / "a.jsonl").read_text() == "{}\n"
