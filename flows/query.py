"""`tourledger query`: named questions, with parameters as options."""

import argparse
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from flows.errors import UsageError
from flows.grid import print_rows
from flows.sql import run_sql
from warehouse.questions import Question, questions


def add_questions(
    parser: argparse.ArgumentParser, *, parents: list[argparse.ArgumentParser], command: Callable[[argparse.Namespace], None]
) -> None:
    """Give a parser a command for each named question.

    Args:
        parser: The parser of `tourledger query`.
        parents: Parsers of the options that every question has.
        command: What runs a question; `question` holds its name, and each parameter has its own attribute.
    """
    names = parser.add_subparsers(metavar="QUESTION", title="questions", dest="question")
    for question in questions().values():
        words = f"{question.grain[0].upper()}{question.grain[1:]}."
        asked = names.add_parser(question.name, parents=parents, help=question.grain, description=words)
        for parameter in question.parameters:
            asked.add_argument(
                f"--{parameter.name}", metavar="DAY" if parameter.type == "DATE" else "WORDS", help=parameter.meaning.replace("%", "%%")
            )
        asked.set_defaults(command=command)


def print_questions(console: Console) -> None:
    """Print every question with its parameters."""
    rows = [
        (name, " ".join(f"--{parameter.name}" for parameter in question.parameters), question.grain)
        for name, question in questions().items()
    ]
    print_rows(console, ("question", "options", "answers with"), rows)


def ask(
    question: Question, options: argparse.Namespace, *, home: Path, as_of: int | None, form: str, output: Path | None, console: Console
) -> None:
    """Answer a named question.

    Args:
        question: The question.
        options: Holds the words given for each parameter.
        home: The home.
        as_of: Number of the run whose state is asked; None asks the last one.
        form: One of `flows.sql.FORMATS`.
        output: File to write; None prints.
        console: Where tables go.

    Raises:
        WarehouseError: There is no such run.
        UsageError: A day is none, or bytes would go to a terminal.
    """
    try:
        values = question.bound({parameter.name: getattr(options, parameter.name) for parameter in question.parameters})
    except ValueError as error:
        raise UsageError(str(error)) from error
    run_sql(question.query, home=home, as_of=as_of, form=form, output=output, console=console, values=values)
