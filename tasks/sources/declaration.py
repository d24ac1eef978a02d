"""What can be said of a source: the keys of `sources.toml`, each declared once, and their strict reading."""

import dataclasses
import datetime as dt
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tasks.sources.location import source_key
from tasks.sources.notification import NotificationError, parse_notification
from tasks.sources.recurrence import UTC, Recurrence, RecurrenceError, known_zone

FILE_NAME = "sources.toml"
FILES, PAGE, PAGES, SITEMAP, FEED, OBJECTS = KINDS = ("files", "page", "pages", "sitemap", "feed", "objects")
WEB_KINDS = (PAGE, PAGES, SITEMAP, FEED)
REMOTE_KINDS = (*WEB_KINDS, OBJECTS)

_NAME = re.compile(r"\w+(?:-\w+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")
# Headers whose values are secrets whatever they hold.
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "x-api-key"})
_REFERENCE = "${"


class DeclarationError(Exception):
    """A declaration that cannot be meant; the message is one clear line."""


def _key(meaning: str, *, kinds: Sequence[str] = KINDS, default: Any = None) -> Any:
    """A key of a table of the file: what it means, and for which kinds of source it means something."""
    return field(default=default, metadata={"meaning": meaning, "kinds": tuple(kinds)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Expectations:
    """What a source holds when it is well; what is None is not expected."""

    min_documents: int | None = _key("fewer documents than this are half a delivery: the source is red and loses none of those it had")
    max_documents: int | None = _key("more documents than this are a mistake: the source is red")
    newest_within_days: int | None = _key("its newest document is no older than this; else the source is red")


@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration:
    """A source as declared.

    Every field is a key of the file. Values may name secrets, as `${env:NAME}` or `${prefect:block}`; they are filled in at
    the moment of use and kept nowhere.
    """

    name: str = field(metadata={"meaning": "letters, digits, `_` and `-`; identifies the source for ever", "kinds": KINDS})
    kind: str = field(metadata={"meaning": f"one of {', '.join(KINDS)}", "kinds": KINDS})
    address: str = field(metadata={"meaning": "path, folder, glob, URL, or prefix such as `s3://bucket/folder`", "kinds": KINDS})
    language: str | None = _key("ISO 639 code of documents that do not say theirs; else it is recognised")
    schedule: str | None = _key("when it is pulled: cron (`0 6 * * *`) or an interval (`every 30m`)")
    timezone: str | None = _key("time zone of the schedule, such as `Asia/Shanghai`; else UTC")
    expect: Expectations = field(
        default=Expectations(), metadata={"meaning": "a table: what the source holds when it is well", "kinds": KINDS}
    )
    links: str | None = _key("regular expression that the addresses of documents match, whole or in part", kinds=(PAGES, SITEMAP, FEED))
    history: str | None = _key(
        "address of older lists, with `{year}`, `{month}` and `{day}`, for `--since` and `--until`", kinds=(PAGES, SITEMAP, FEED)
    )
    content: str = _key("`page` fetches what an entry links to; `feed` takes the text in the feed", kinds=(FEED,), default="page")
    pattern: str | None = _key("glob that names below the prefix match, such as `**/*.txt`", kinds=(OBJECTS,))
    allow_private: bool = _key("whether it may lie in a private or loopback network", kinds=REMOTE_KINDS, default=False)
    requests_per_second: float = _key("politeness: at most so many, for all sources on one host", kinds=WEB_KINDS, default=1.0)
    timeout_seconds: float = _key("longest silence of the server", kinds=REMOTE_KINDS, default=30.0)
    max_bytes: int = _key("largest object, and largest archive or compressed file when unpacked", default=2_000_000_000)
    max_answer_bytes: int = _key("largest answer of the server, unpacked", kinds=WEB_KINDS, default=50_000_000)
    max_entries: int = _key("most files in one archive, most links of one list", default=100_000)
    max_pages: int = _key("most pages asked for in one run; the others wait for the next", kinds=WEB_KINDS, default=1000)
    headers: Mapping[str, str] = field(
        default_factory=dict, metadata={"meaning": "a table: headers of every request to the source's own host", "kinds": WEB_KINDS}
    )
    storage: Mapping[str, str] = field(
        default_factory=dict, metadata={"meaning": "a table: options of the file system, as fsspec names them", "kinds": (OBJECTS,)}
    )

    @property
    def recurrence(self) -> Recurrence | None:
        """When it is pulled; None without a schedule."""
        return None if self.schedule is None else Recurrence(self.schedule, self.timezone or UTC)


def keys_of(kind: str) -> tuple[str, ...]:
    """The keys that mean something for a kind of source."""
    return tuple(key.name for key in dataclasses.fields(Declaration) if kind in key.metadata["kinds"])


def read_declarations(home: Path) -> dict[str, Declaration]:
    """The sources declared in a home, in the file's order.

    Args:
        home: The home; relative addresses of files are relative to it.

    Returns:
        By name; empty if the home has no `sources.toml`.

    Raises:
        DeclarationError: The file cannot be read, or says what cannot be meant.
    """
    path = home / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path}: {error}") from error
    return parse_declarations(text, home=home, where=str(path))


def parse_declarations(text: str, *, home: Path, where: str = FILE_NAME) -> dict[str, Declaration]:
    """Read the text of a `sources.toml`.

    Args:
        text: TOML: one table `[[source]]` per source, and perhaps `[notify]` (`tasks.sources.notification`).
        home: Relative addresses of files are relative to it.
        where: The file's name, for messages.

    Raises:
        DeclarationError: The first thing in it that cannot be meant, with what could.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(f"{where}: no TOML: {error}") from error
    if unknown := sorted(tables.keys() - {"source", "notify"}):
        raise DeclarationError(f"{where}: unknown key {_listed(unknown)}; known is [[source]], once for every source, and [notify]")
    if "notify" in tables:
        try:
            parse_notification(tables["notify"], where)
        except NotificationError as error:
            raise DeclarationError(str(error)) from error
    entries = tables.get("source", [])
    if not isinstance(entries, list):
        raise DeclarationError(f"{where}: a source begins with [[source]], in double brackets")
    found: dict[str, Declaration] = {}
    for number, entry in enumerate(entries, start=1):
        name = entry.get("name")
        place = f"{where}: source {name!r}" if isinstance(name, str) else f"{where}: source {number}"
        declaration = _declaration(entry, place)
        if declaration.name in found:
            raise DeclarationError(f"{place}: there are two sources of this name")
        found[declaration.name] = _beside(declaration, home)
    return found


def ad_hoc(given: str) -> Declaration:
    """A source that is given on the command line and declared nowhere: a path, a URL or a prefix.

    Raises:
        DeclarationError: The address cannot be meant.
    """
    scheme = scheme_of(given)
    kind = FILES if scheme is None else PAGE if scheme in {"http", "https"} else OBJECTS
    return _declaration({"name": "given", "kind": kind, "address": given}, given)


def scheme_of(address: str) -> str | None:
    """The scheme of an address, such as `https` or `s3`; None of a path."""
    scheme, found, _ = address.partition("://")
    return scheme.lower() if found and scheme.isalnum() else None


def _declaration(entry: Mapping[str, Any], where: str) -> Declaration:
    kind = entry.get("kind")
    if kind not in KINDS:
        raise DeclarationError(
            f"{where}: {f'kind {kind!r} is none' if 'kind' in entry else 'kind is missing'}; kinds are {', '.join(KINDS)}"
        )
    _refuse_unknown(entry, keys_of(kind), where, f"kind {kind} knows")
    if missing := [key for key in ("name", "address") if key not in entry]:
        raise DeclarationError(f"{where}: {_listed(missing)} is missing")
    values = {key: _value(key, value, Declaration, where) for key, value in entry.items() if key != "expect"}
    expect = entry.get("expect", {})
    if not isinstance(expect, dict):
        raise DeclarationError(f"{where}: expect is {expect!r}; a table was expected")
    _refuse_unknown(expect, tuple(key.name for key in dataclasses.fields(Expectations)), where, "expect knows")
    expectations = Expectations(**{key: _value(key, value, Expectations, where) for key, value in expect.items()})
    declaration = Declaration(**values, expect=expectations)
    _refuse_nonsense(declaration, where)
    return declaration


def _refuse_unknown(table: Mapping[str, Any], known: Sequence[str], where: str, knows: str) -> None:
    if unknown := sorted(table.keys() - set(known)):
        raise DeclarationError(f"{where}: unknown key {_listed(unknown)}; {knows} {', '.join(known)}")


def _value(key: str, value: Any, table: type, where: str) -> Any:
    """A value of the type that the key's field has."""
    wanted = str(next(field.type for field in dataclasses.fields(table) if field.name == key))
    if "Mapping" in wanted:
        if not isinstance(value, dict) or not all(isinstance(part, str) for part in value.values()):
            raise DeclarationError(f"{where}: {key}: a table of strings was expected")  # its values may be secret
        return value
    types: dict[str, tuple[type, ...]] = {"str": (str,), "bool": (bool,), "int": (int,), "float": (int, float)}
    word = next(word for word in types if word in wanted)
    if not isinstance(value, types[word]) or (word != "bool" and isinstance(value, bool)):
        raise DeclarationError(f"{where}: {key} is {value!r}; {_WORDS[word]} was expected")
    if isinstance(value, int | float) and not 0 <= value < float("inf"):
        raise DeclarationError(f"{where}: {key} is {value!r}; it cannot be less than 0 or without end")
    return value


_WORDS = {"str": "a string", "bool": "true or false", "int": "a whole number", "float": "a number"}


def _refuse_nonsense(declared: Declaration, where: str) -> None:
    """Values that have the right type and mean nothing."""
    scheme = scheme_of(declared.address)
    if not _NAME.fullmatch(declared.name):
        raise DeclarationError(f"{where}: name {declared.name!r}: letters, digits, _ and - make a name")
    if not declared.address:
        raise DeclarationError(f"{where}: address is empty")
    if declared.kind in WEB_KINDS and scheme not in {"http", "https"}:
        raise DeclarationError(f"{where}: address {declared.address!r} of kind {declared.kind}: http:// or https:// was expected")
    if declared.kind == FILES and scheme is not None:
        raise DeclarationError(f"{where}: address {declared.address!r} of kind files: a path was expected")
    if declared.kind == OBJECTS and (scheme in {None, "http", "https"} or "::" in declared.address):
        raise DeclarationError(f"{where}: address {declared.address!r} of kind objects: a prefix such as s3://bucket/folder was expected")
    if declared.kind == PAGES and declared.links is None:
        raise DeclarationError(f"{where}: kind pages needs links: a regular expression that the addresses of documents match")
    if declared.kind != FILES and ("@" in (urlsplit(declared.address).netloc) or _REFERENCE in declared.address):
        raise DeclarationError(f"{where}: an address is shown and kept: secrets go into headers or storage, as ${{env:NAME}}")
    if declared.links is not None:
        try:
            re.compile(declared.links)
        except re.error as error:
            raise DeclarationError(f"{where}: links is no regular expression: {error}") from error
    if declared.content not in {"page", "feed"}:
        raise DeclarationError(f"{where}: content is {declared.content!r}; page or feed was expected")
    if declared.language is not None and not _LANGUAGE.fullmatch(declared.language):
        raise DeclarationError(f"{where}: language is {declared.language!r}; a code such as en or zh was expected")
    try:
        known_zone(declared.timezone or UTC)
        _ = declared.recurrence
    except RecurrenceError as error:
        raise DeclarationError(f"{where}: {error}") from error
    least, most = declared.expect.min_documents, declared.expect.max_documents
    if least is not None and most is not None and least > most:
        raise DeclarationError(f"{where}: expects at least {least} documents and at most {most}")
    if declared.requests_per_second == 0 or declared.timeout_seconds == 0:
        raise DeclarationError(f"{where}: requests_per_second and timeout_seconds are more than 0")
    if declared.history is not None:
        history_addresses(declared.history, dt.date(2000, 1, 1), dt.date(2000, 1, 1), where)
    _refuse_open_secrets(declared, where)


def _refuse_open_secrets(declared: Declaration, where: str) -> None:
    for key, value in declared.headers.items():
        if key.lower() in _SECRET_HEADERS and _REFERENCE not in value:
            raise DeclarationError(f"{where}: header {key}: a secret is not written here: say ${{env:NAME}} or ${{prefect:block}}")
    for key, value in declared.storage.items():
        if any(word in key.lower() for word in ("secret", "token", "password")) and _REFERENCE not in value:
            raise DeclarationError(f"{where}: storage {key}: a secret is not written here: say ${{env:NAME}} or ${{prefect:block}}")


def history_addresses(pattern: str, since: dt.date, until: dt.date, where: str = "history") -> tuple[str, ...]:
    """The addresses of older lists for a range of days, oldest first, each once.

    Args:
        pattern: With `{year}`, `{month}` and `{day}`, the latter two with two digits.
        since: The first day.
        until: The last.
        where: For messages.

    Raises:
        DeclarationError: The pattern has other fields, or none.
    """
    days = (since + dt.timedelta(days=number) for number in range((until - since).days + 1))
    try:
        found = tuple(dict.fromkeys(pattern.format(year=f"{day.year:04d}", month=f"{day.month:02d}", day=f"{day.day:02d}") for day in days))
    except (KeyError, IndexError, ValueError) as error:
        raise DeclarationError(f"{where}: history knows {{year}}, {{month}} and {{day}}: {error}") from error
    if found == (pattern,):
        raise DeclarationError(f"{where}: history has none of {{year}}, {{month}} and {{day}}")
    return found


def _beside(declared: Declaration, home: Path) -> Declaration:
    """The declaration with the path of files made absolute."""
    if declared.kind != FILES:
        return declared
    return dataclasses.replace(declared, address=source_key(str(home.absolute() / Path(declared.address).expanduser())))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)
