"""`tourledger atlas`."""

import argparse
from pathlib import Path

from rich.console import Console

from flows.errors import UsageError
from flows.settings import cache_folder
from warehouse.questions import day


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of stops")
    return int(text)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a parser the options of `tourledger atlas`."""
    parser.add_argument("--visitor", metavar="WORDS", help="only stops of visitors whose name holds these words, in any language")
    parser.add_argument("--place", metavar="WORDS", help="only stops at a place, or in a division, of that name, in any language")
    parser.add_argument("--since", metavar="DAY", help="only stops on this day or later; a year or a month will do")
    parser.add_argument("--until", metavar="DAY", help="only stops on this day or before; a year or a month will do")
    parser.add_argument(
        "--stops", type=_number, default=1000, metavar="N", help="at most N stops, those of the newest tours (default: %(default)s)"
    )
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("atlas.html"), metavar="FILE", help="the file to write (default: %(default)s)"
    )


def draw(options: argparse.Namespace, console: Console) -> None:
    """Carry out `tourledger atlas`.

    Args:
        options: Holds home, visitor, place, since, until, stops and output.
        console: Where to say what was done.

    Raises:
        UsageError: A day is none, or `since` lies after `until`.
        NothingPublishedError: No run was published yet.
    """
    from tasks.drawing import write_atlas

    try:
        since, until = (word and day(word, last=last) for word, last in ((options.since, False), (options.until, True)))
    except ValueError as error:
        raise UsageError(str(error)) from error
    if since and until and since > until:
        raise UsageError(f"--since {since} is after --until {until}")
    atlas = write_atlas(
        options.home,
        options.output,
        cache=cache_folder(),
        visitor=options.visitor,
        place=options.place,
        since=since,
        until=until,
        most_stops=options.stops,
    )
    console.print(f"Run {atlas.run} is drawn in {atlas.path}: stops {atlas.stops:,}, tours {atlas.tours:,}; {atlas.size / 1e6:.1f} MB")
    if atlas.stops < atlas.stops_asked:
        console.print(
            f"These are the newest of {atlas.stops_asked:,} stops: narrow them with --visitor, --place, --since, --until, or raise --stops"
        )
