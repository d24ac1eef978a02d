"""The console script `tourledger`.

Only `ingest` imports Prefect, which takes a second: the other commands answer at once. Exit codes: 0 success, 1 the data is at fault,
2 wrong usage; an error is one line on standard error. `main` is the one place that turns exceptions into these.
"""

import argparse
import atexit
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TextIO, TypeAlias

from rich.console import Console

from flows.atlas_command import add_options as add_atlas_options
from flows.atlas_command import draw
from flows.errors import DataError, UsageError
from flows.ingest_command import add_options as add_ingest_options
from flows.ingest_command import ingest_now
from flows.query import add_questions, ask, print_questions
from flows.schedule_commands import ACTIONS
from flows.schedule_commands import add_options as add_schedule_options
from flows.settings import DEFAULT_HOME, prepare_environment
from flows.source_commands import add_options, add_source, list_sources, try_source
from warehouse.errors import WarehouseError
from warehouse.questions import questions

_STARTED = time.monotonic()
_UNSEEN_WIDTH = 120  # of output that goes to a file or a pipe

Command = Callable[[argparse.Namespace], None]
_Actions: TypeAlias = "argparse._SubParsersAction[_Parser]"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


def script() -> NoReturn:
    """Run the command line as a process of its own.

    Prefect leaves threads running at the end. While they hold frames, DuckDB's binding takes what they refer to for leaks and says so on
    standard error; so a process that has loaded Prefect ends after its last exit handler (registered first, it runs last: after
    the one that stops Prefect's server) without taking the interpreter apart.
    """
    code = 1

    @atexit.register
    def end_quietly() -> None:
        if "prefect" in sys.modules:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    code = main()
    sys.exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The words after `tourledger`; None takes the process's own.

    Returns:
        The exit code.
    """
    verbose = False
    try:
        options = _parser().parse_args(arguments)
        verbose = getattr(options, "verbose", False)
        command: Command = options.command
        command(options)
        sys.stdout.flush()
    except UsageError as error:
        return _fail(str(error), 2)
    except (DataError, WarehouseError) as error:
        return _fail(str(error), 1)
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not try to flush the rest at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _fail("interrupted", 130)
    except Exception as error:  # the last resort: a fault of ours, too, is one line
        if verbose:
            raise
        return _fail(f"{type(error).__name__}: {' '.join(str(error).split())} (-v shows where)", 1)
    return 0


def _fail(message: str, code: int) -> int:
    sys.stderr.write(f"tourledger: {message}\n")
    return code


def _parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False)
    common.add_argument(
        "--home", type=Path, default=DEFAULT_HOME, metavar="DIR", help="where the lake and the warehouse live (default: %(default)s)"
    )
    common.add_argument("-v", "--verbose", action="store_true", help="show Prefect's log, and tracebacks")
    parser = _Parser(
        prog="tourledger",
        description="Who toured where, when and with whom: reports of working visits as tables, each fact with its evidence.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")

    def add(name: str, command: Command, words: str, *more: _Parser) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[common, *more], help=words, description=f"{words[0].upper()}{words[1:]}.")
        added.set_defaults(command=command)
        return added

    add_ingest_options(add("ingest", _ingest, "pull documents, read them, and publish what changed"))
    source = commands.add_parser("source", help="declare sources, list them, try them", description="Declare sources, list them, try them.")
    actions = source.add_subparsers(required=True, metavar="ACTION", title="actions")

    def add_action(name: str, command: Command, words: str, to: _Actions = actions) -> argparse.ArgumentParser:
        added = to.add_parser(name, parents=[common], help=words, description=f"{words[0].upper()}{words[1:]}.")
        added.set_defaults(command=command)
        return added

    add_options(add_action("add", _source_add, "declare a source in the home's sources.toml"))
    add_action("list", _source_list, "list the declared sources")
    test = add_action("test", _source_test, "pull the first documents of a source and show them, keeping nothing")
    test.add_argument("source", metavar="SOURCE", help="the name of a declared source, a path or an address")
    test.add_argument("--documents", type=int, default=3, metavar="N", help="how many (default: %(default)s)")
    schedule = commands.add_parser(
        "schedule", help="say when sources are pulled, and how that went", description="Say when sources are pulled, and how that went."
    )
    times = schedule.add_subparsers(required=True, metavar="ACTION", title="actions")
    for name, (words, action) in ACTIONS.items():
        add_schedule_options(add_action(name, _with_console(action), words, times), name)
    add("serve", _serve, "keep the schedules, until told to end")
    form = _Parser(add_help=False)
    form.add_argument(
        "--format", choices=("table", "csv", "json", "parquet"), default="table", help="form of the answer (default: %(default)s)"
    )
    form.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the answer to a file")
    answer = _Parser(add_help=False, parents=[form])
    answer.add_argument("--as-of", type=int, metavar="RUN", help="ask the state that this run published")
    query = add("query", _list_questions, "answer a named question; without one, list them")
    add_questions(query, parents=[common, answer], command=_query)
    sql = add("sql", _sql, "run SQL, read-only, on the published warehouse", answer)
    sql.add_argument("query", nargs="?", metavar="QUERY", help="the query (default: standard input, or a prompt on a terminal)")
    diff = add("diff", _diff, "say which stops, participants and entities came, went and changed between two runs, and why", form)
    diff.add_argument("earlier", type=int, metavar="RUN", help="the run to start from")
    diff.add_argument("later", type=int, metavar="RUN", help="the run to compare with it")
    add_atlas_options(add("atlas", _atlas, "write the last published run as one page to look at: map, timeline, themes, people, evidence"))
    add("status", _status, "show what the warehouse holds, the last runs and the issues")
    add("check", _check, "run every data check on the published warehouse; print the rows at fault")
    export = add("export", _export, "write the last published run as a folder to hand on: Parquet, data dictionary, licence note")
    export.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="the folder to make (default: tourledger-run-N)")
    compact = add("compact", _compact, "merge the small files of the lake, and drop old history if asked to")
    compact.add_argument(
        "--older-than", type=_days, metavar="DAYS", help="drop what only runs before then showed (default: everything can still be asked)"
    )
    return parser


def _days(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days")
    return int(text)


def _console(stream: TextIO) -> Console:
    width = None if stream.isatty() else shutil.get_terminal_size((_UNSEEN_WIDTH, 24)).columns
    return Console(file=stream, width=width, highlight=False)


def _ingest(options: argparse.Namespace) -> None:
    ingest_now(options, watched=_console(sys.stderr), console=_console(sys.stdout), started=_STARTED)


def _source_add(options: argparse.Namespace) -> None:
    add_source(options, _console(sys.stdout))


def _source_list(options: argparse.Namespace) -> None:
    list_sources(options.home, _console(sys.stdout))


def _source_test(options: argparse.Namespace) -> None:
    try_source(options.source, options.home, options.documents, _console(sys.stdout), verbose=options.verbose)


def _with_console(action: Callable[[argparse.Namespace, Console], None]) -> Command:
    return lambda options: action(options, _console(sys.stdout))


def _serve(options: argparse.Namespace) -> None:
    home = options.home.absolute()
    prepare_environment(home, verbose=options.verbose)
    from flows.serve import serve

    serve(home, _console(sys.stdout))


def _sql(options: argparse.Namespace) -> None:
    from flows.sql import run_sql

    run_sql(options.query, home=options.home, as_of=options.as_of, form=options.format, output=options.output, console=_console(sys.stdout))


def _list_questions(_: argparse.Namespace) -> None:
    print_questions(_console(sys.stdout))


def _query(options: argparse.Namespace) -> None:
    ask(
        questions()[options.question],
        options,
        home=options.home,
        as_of=options.as_of,
        form=options.format,
        output=options.output,
        console=_console(sys.stdout),
    )


def _diff(options: argparse.Namespace) -> None:
    from flows.difference import print_difference

    runs = (options.earlier, options.later)
    print_difference(options.home, *runs, form=options.format, output=options.output, console=_console(sys.stdout))


def _atlas(options: argparse.Namespace) -> None:
    draw(options, _console(sys.stdout))


def _status(options: argparse.Namespace) -> None:
    from flows.overview import print_status

    print_status(options.home, _console(sys.stdout))


def _check(options: argparse.Namespace) -> None:
    from flows.overview import print_checks

    print_checks(options.home, _console(sys.stdout))


def _export(options: argparse.Namespace) -> None:
    from flows.export import print_export

    print_export(options.home, options.folder, _console(sys.stdout))


def _compact(options: argparse.Namespace) -> None:
    from flows.compaction import print_compaction

    print_compaction(options.home, options.older_than, _console(sys.stdout))
