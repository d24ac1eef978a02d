"""`tourledger source add|list|test`."""

import argparse
import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from flows.errors import DataError, UsageError
from flows.grid import as_text, print_rows
from flows.settings import prepare_environment, shown_path
from tasks.sources.declaration import (
    FILE_NAME,
    FILES,
    KINDS,
    OBJECTS,
    PAGES,
    Declaration,
    DeclarationError,
    Expectations,
    read_declarations,
    scheme_of,
)
from tasks.sources.declaration_text import add_declaration
from tasks.sources.source_issues import CODES

_TYPES = {"int": int, "float": float}
_IN_ADDRESS = ("name", "kind", "address", "expect")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of `source add`: one option for every key of a declaration."""
    parser.add_argument("name", metavar="NAME", help=_meaning(Declaration, "name"))
    parser.add_argument("address", metavar="ADDRESS", help=_meaning(Declaration, "address"))
    parser.add_argument("--kind", choices=KINDS, help="what it is (default: files of a path, pages with --links, objects of a prefix)")
    for table, key in _keys():
        words: dict[str, Any] = {"dest": key.name, "help": _meaning(table, key.name)}
        option = f"--{key.name.replace('_', '-')}"
        if "bool" in str(key.type):
            parser.add_argument(option, action="store_true", default=None, **words)
        elif "Mapping" in str(key.type):
            parser.add_argument(option, action="append", metavar="NAME=VALUE", **words)
        else:
            kind = next((kind for word, kind in _TYPES.items() if word in str(key.type)), str)
            parser.add_argument(option, type=kind, metavar=kind.__name__.upper() if kind is not str else "TEXT", **words)


def add_source(options: argparse.Namespace, console: Console) -> None:
    """Declare a source.

    Raises:
        UsageError: It cannot be meant.
    """
    address, kind = options.address, options.kind
    if kind is None:
        kind = _likely_kind(address, has_links=options.links is not None)
    if kind == FILES:
        address = str(Path(address).expanduser().absolute())
    values: dict[str, Any] = {"name": options.name, "kind": kind, "address": address}
    expect: dict[str, Any] = {}
    for table, key in _keys():
        value = getattr(options, key.name)
        if value is not None:
            value = _pairs(value, key.name) if isinstance(value, list) else value
            (expect if table is Expectations else values)[key.name] = value
    if expect:
        values["expect"] = expect
    try:
        add_declaration(options.home, values)
    except DeclarationError as error:
        raise UsageError(str(error)) from error
    trying = f"tourledger source test {options.name}"
    console.print(Text(f"{options.name} is declared in {options.home / FILE_NAME}; {trying} shows its first documents"), soft_wrap=True)


def list_sources(home: Path, console: Console) -> None:
    """Print the sources that a home declares.

    Raises:
        UsageError: Its declarations cannot be meant.
    """
    try:
        declared = read_declarations(home)
    except DeclarationError as error:
        raise UsageError(str(error)) from error
    if not declared:
        console.print(f"{home} declares no source: tourledger source add NAME ADDRESS")
        return
    columns = ["name", "kind", "address", "language", "schedule", "expects"]
    rows = [[d.name, d.kind, shown_path(d.address), d.language or "", d.schedule or "", _expected(d.expect)] for d in declared.values()]
    print_rows(console, columns, rows)


def try_source(given: str, home: Path, most: int, console: Console, *, verbose: bool) -> None:
    """Pull the first documents of a source and print them, without keeping anything.

    Raises:
        UsageError: The home's declarations cannot be meant.
        DataError: The source is not well.
    """
    prepare_environment(home, verbose=verbose)
    from tasks.sample import sample_source

    try:
        with tempfile.TemporaryDirectory(prefix="tourledger-source-") as folder:
            sample = sample_source(given, home=home.absolute(), folder=Path(folder), most=most)
    except DeclarationError as error:
        raise UsageError(str(error)) from error
    if sample.documents:
        columns = ["published", "language", "characters", "title", "source_uri"]
        rows = [[d.published_on, d.language or "", len(d.text), d.title or "", d.source_uri] for d in sample.documents]
        print_rows(console, columns, rows)
    for issue in sample.issues:
        style = {"error": "red", "warning": "yellow"}.get(issue.severity, "dim")
        console.print(Text.assemble((issue.code, style), f"  {as_text(issue.source_uri)}: {as_text(issue.message)}"), soft_wrap=True)
    faults = sorted({issue.code for issue in sample.issues if CODES[issue.code].red})
    if faults or not sample.documents:
        raise DataError(f"{given} is not well: {', '.join(faults) or 'it gave no document'}")


def _likely_kind(address: str, *, has_links: bool) -> str:
    scheme = scheme_of(address)
    if scheme is None:
        return FILES
    if scheme not in {"http", "https"}:
        return OBJECTS
    if has_links:
        return PAGES
    raise UsageError(f"--kind is missing: {address} may be page, pages (with --links), sitemap or feed")


def _keys() -> Iterator[tuple[type, "dataclasses.Field[Any]"]]:
    for table in (Declaration, Expectations):
        for key in dataclasses.fields(table):
            if table is Expectations or key.name not in _IN_ADDRESS:
                yield table, key


def _meaning(table: type, name: str) -> str:
    key = next(key for key in dataclasses.fields(table) if key.name == name)
    return str(key.metadata["meaning"]).replace("%", "%%")


def _pairs(values: list[str], key: str) -> dict[str, str]:
    pairs = {}
    for value in values:
        name, found, rest = value.partition("=")
        if not found:
            raise UsageError(f"--{key} {value}: NAME=VALUE was expected")
        pairs[name] = rest
    return pairs


def _expected(expect: Expectations) -> str:
    words = []
    if expect.min_documents is not None or expect.max_documents is not None:
        words.append(f"{expect.min_documents or 0} to {'any' if expect.max_documents is None else expect.max_documents} documents")
    if expect.newest_within_days is not None:
        words.append(f"newest within {expect.newest_within_days} days")
    return ", ".join(words)
