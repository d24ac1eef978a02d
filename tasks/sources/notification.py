"""Whom a home tells when its runs end: the table `[notify]` of `sources.toml`, strictly read."""

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FAILED, RED, PUBLISHED = OCCASIONS = ("failed", "red", "published")
_BLOCK = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")


class NotificationError(Exception):
    """A table that cannot be meant; the message is one clear line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notification:
    """Whom to tell of what. Where the message goes, and its secrets, are in Prefect's block, not here.

    Attributes:
        block: A notification or webhook block of Prefect, as `type/name`.
        on: When to tell: a run has failed, a source is red, a run was published.
    """

    block: str
    on: tuple[str, ...] = (FAILED, RED)


def read_notification(file: Path) -> Notification | None:
    """Whom a home tells; the rest of the file may say what cannot be meant, and somebody has to hear of that.

    Args:
        file: The home's `sources.toml`.

    Returns:
        None if there is no such file, or it names nobody.

    Raises:
        NotificationError: The table cannot be meant, or the file is no TOML.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise NotificationError(f"{file}: {error}") from error
    return parse_notification(tables["notify"], str(file)) if "notify" in tables else None


def parse_notification(table: object, where: str) -> Notification:
    """Read the table.

    Args:
        table: What stands under `notify` in the file.
        where: The file's name, for messages.

    Raises:
        NotificationError: The first thing in it that cannot be meant, with what could.
    """
    known = [field.name for field in dataclasses.fields(Notification)]
    if not isinstance(table, Mapping):
        raise NotificationError(f"{where}: notify is {table!r}; a table [notify] was expected")
    if unknown := sorted(table.keys() - set(known)):
        raise NotificationError(f"{where}: notify: unknown key {', '.join(unknown)}; notify knows {', '.join(known)}")
    block: Any = table.get("block")
    if not isinstance(block, str) or not _BLOCK.fullmatch(block):
        found = "is missing" if block is None else f"is {block!r}"
        raise NotificationError(f"{where}: notify: block {found}; type/name of a Prefect block was expected, such as slack-webhook/on-call")
    on: Any = table.get("on", list(Notification(block=block).on))
    if not isinstance(on, list) or not on or any(occasion not in OCCASIONS for occasion in on):
        raise NotificationError(f"{where}: notify: on is {on!r}; a list of {', '.join(OCCASIONS)} was expected")
    return Notification(block=block, on=tuple(on))
