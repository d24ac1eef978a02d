"""The README's examples, run for real, and its generated parts.

`python -m tests.readme`, from the repository's root, runs every example again in an empty folder and rewrites the answers in
`README.md` and the data dictionary `warehouse/TABLES.md`.

An example is a fenced block, and its answer the `text` block after it:

- `<!-- file: NAME -->` before a block: a file of that name; it has no answer;
- `<!-- run: COMMAND -->` before a `text` block: what the command prints (where the README shows the command in longer words);
- `console`: commands after `$ `, each followed by what it prints;
- `sql`: a query for `tourledger sql`;
- `python`: a program.

They run in order, in one folder: a later one sees what an earlier one has done. An answer that begins with a line `…` shows the end.
"""

import contextlib
import dataclasses
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tasks.corrections.files import KINDS as CORRECTION_KINDS
from tasks.sources.declaration import KINDS, Declaration, Expectations
from tests.gold.calibration import as_markdown, load_table
from tests.gold.floors import load_floors
from warehouse import ddl, schema
from warehouse.dictionary import dictionary_markdown

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DICTIONARY = ROOT / "warehouse" / "TABLES.md"
REFRESH = "python -m tests.readme"
COLUMNS = "100"  # of the terminal that the README shows
CUT = "…\n"

_BLOCK = re.compile(
    r"(?:^<!-- (?P<order>file|run): (?P<words>[^\n]+) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_VARYING = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"\d+\.\d s: start-up .*? records \d+\.\d"), "(times)"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?[+-]\d\d:\d\d|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"), "(time)"),
    (re.compile(r"\(\d+ days? old\)"), "(age)"),
    (re.compile(r"just now|\d+ (?:minute|hour|day)s? ago"), "(ago)"),
    (re.compile(r"─+"), "─"),
)
_FIGURES = {
    "visit": "visit",
    "stop": "stop",
    "stop_full": "stop, dates and visitors",
    "entity": "entity",
    "companion": "companion",
    "met": "host",
    "restored": "restored",
    "admin": "place in the world",
}


@dataclass(frozen=True, slots=True)
class Example:
    """One thing to run and what the README says comes of it.

    Attributes:
        kind: 'file', 'command', 'sql' or 'python'.
        words: The command, query or program; of a file its name.
        answer: What is printed; of a file its content.
        start: Where the answer begins in the README.
        end: Where it ends.
    """

    kind: str
    words: str
    answer: str
    start: int
    end: int


def examples(text: str) -> Iterator[Example]:
    """The examples of a README, in order.

    Raises:
        ValueError: A query or program has no answer.
    """
    asked: re.Match[str] | None = None
    for block in _BLOCK.finditer(text):
        kind, body, (start, end) = block["kind"], block["body"], block.span("body")
        if asked is not None:
            if kind != "text":
                raise ValueError(f"this has no answer: {asked['body']}")
            yield Example(asked["kind"], asked["body"], body, start, end)
            asked = None
        elif block["order"] == "file":
            yield Example("file", block["words"], body, start, end)
        elif block["order"] == "run":
            yield Example("command", block["words"], body, start, end)
        elif kind in {"sql", "python"}:
            asked = block
        elif kind == "console":
            for command in re.finditer(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
                first, last = command.span(2)
                yield Example("command", command[1], command[2], start + first, start + last)
    if asked is not None:
        raise ValueError(f"this has no answer: {asked['body']}")


def run(example: Example, *, apart: bool = False) -> str:
    """Run an example in the current folder, as in a terminal of the README's width.

    Args:
        example: The example.
        apart: Run a command in a process of its own, which takes longer and gives the times that a user sees.

    Returns:
        What it printed, on standard output and then on standard error.
    """
    if example.kind == "file":
        Path(example.words).parent.mkdir(parents=True, exist_ok=True)
        Path(example.words).write_text(example.answer, encoding="utf-8")
        return example.answer
    if example.kind == "command" and apart:
        words = [str(Path(sys.executable).with_name("tourledger")), *shlex.split(example.words)[1:]]
        ended = subprocess.run(words, capture_output=True, text=True, check=False)
        return _trimmed(ended.stdout + ended.stderr)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        if example.kind == "python":
            exec(compile(example.words, "README.md", "exec"), {"__name__": "__main__"})
        else:
            # Prefect reads its settings when the command line imports it: not before the environment is prepared.
            from flows.cli import main

            main(["sql", example.words.strip()] if example.kind == "sql" else shlex.split(example.words)[1:])
    return _trimmed("".join(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]


@contextlib.contextmanager
def terminal(folder: Path) -> Iterator[None]:
    """Work in a folder, with a terminal of the README's width."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = COLUMNS
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def shown(printed: str, answer: str) -> str:
    """What the README shows of what is printed: all of it, or the end where the answer is one."""
    if not answer.startswith(CUT):
        return printed
    return CUT + "".join(printed.splitlines(keepends=True)[1 - len(answer.splitlines()) :])


def essence(printed: str) -> str:
    """What must be the same in two runs: everything but times and blanks."""
    for pattern, word in _VARYING:
        printed = pattern.sub(word, printed)
    return printed.strip()


def tables() -> str:
    """The README's list of tables and views, from the schema."""
    lines = ["| table | one row per | columns |", "| --- | --- | --- |"]
    for table in schema.TABLES:
        names = tuple(column.name for column in schema.columns(table))
        lines.append(f"| `{table.TABLE}` | {_grain(table.GRAIN)} | {_codes(names)} |")
    for name, query in ddl.sql_files("views").items():
        lines.append(f"| `{name}` (view) | {_grain(ddl.header(query))} | |")
    return "\n".join(lines)


def quality() -> str:
    """The README's table of figures, from the floors that the gate holds."""
    floors = load_floors()
    head = ["| figure | " + " | ".join(floors) + " |", "| --- |" + " --- |" * len(floors)]
    return "\n".join([*head, *(_figure_row(figure, name, floors) for figure, name in _FIGURES.items())])


def source_keys() -> str:
    """The README's list of the keys of a source, from its declaration."""
    lines = ["| key | of | meaning |", "| --- | --- | --- |"]
    for table, prefix in ((Declaration, "source."), (Expectations, "source.expect.")):
        for key in dataclasses.fields(table):
            kinds = "all" if key.metadata["kinds"] == KINDS else ", ".join(key.metadata["kinds"])
            default = "" if not isinstance(key.default, int | float | str) or key.default is False else f" (default: {key.default})"
            lines.append(f"| `{prefix}{key.name}` | {kinds} | {key.metadata['meaning']}{default} |")
    return "\n".join(lines)


def corrections() -> str:
    """The README's table of what people can correct."""
    lines = ["| kind | says of its subject | value |", "| --- | --- | --- |"]
    for name, kind in CORRECTION_KINDS.items():
        days = "a day, or two as `2024-07-01/2024-07-03`"
        values = {
            "is-a-stop": f"{days}; may be left out",
            "stop-date": f"{days}, or `none`",
            "mention-is": "a name, after `place:` or the like if of another kind, or an entity's id",
            "namesake": "what tells the two apart",
        }
        value = values.get(name, "none" if kind.value == "none" else "the other's name or id")
        lines.append(f"| `{name}` | {kind.meaning} | {value} |")
    return "\n".join(lines)


def with_generated(text: str) -> str:
    """A README with its generated parts as they should be."""
    parts = {
        "tables": tables(),
        "sources": source_keys(),
        "corrections": corrections(),
        "quality": quality(),
        "calibration": as_markdown(load_table()),
    }
    for name, part in parts.items():
        pattern = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text, found = pattern.subn(lambda match, part=part: f"{match[1]}{part}\n{match[2]}", text)
        if found != 1:
            raise ValueError(f"README.md has {found} generated parts {name}, expected one")
    return text


def main() -> None:
    """Rewrite the answers, the generated parts and the data dictionary."""
    text = with_generated(README.read_text(encoding="utf-8"))
    answers: list[tuple[Example, str]] = []
    with tempfile.TemporaryDirectory() as folder, terminal(Path(folder)):
        for example in examples(text):
            printed = shown(run(example, apart=True), example.answer)
            if essence(printed) != essence(example.answer):
                answers.append((example, printed))
    for example, printed in reversed(answers):
        text = text[: example.start] + printed + text[example.end :]
    README.write_text(text, encoding="utf-8")
    DICTIONARY.write_text(dictionary_markdown(), encoding="utf-8")
    sys.stdout.write("".join(f"changed: {example.words.strip()}\n" for example, _ in answers) or "no answer has changed\n")


def _trimmed(printed: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def _figure_row(figure: str, name: str, floors: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    cells = (floor["figures"].get(figure) for floor in floors.values())
    return f"| {name} | " + " | ".join("" if cell is None else f"{cell:.2f}" for cell in cells) + " |"


def _grain(words: str) -> str:
    return words.removeprefix("one row per ")


def _codes(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    main()
