"""Writing a declaration into `sources.toml`: what the file says already stays as it is, comments and all."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

from tasks.sources.declaration import FILE_NAME, Declaration, DeclarationError, parse_declarations


def add_declaration(home: Path, values: Mapping[str, Any]) -> Declaration:
    """Append a source to the home's file, which is created if missing.

    Args:
        home: The home.
        values: Keys of the source and their values; tables are mappings.

    Returns:
        The source as declared.

    Raises:
        DeclarationError: There is a source of this name, or the file with this source in it says what cannot be meant; it then stays
            as it was.
    """
    path = home / FILE_NAME
    before = _read(path)
    parse_declarations(before, home=home, where=str(path))
    separator = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    text = before + separator + _table(values)
    declared = parse_declarations(text, home=home, where=str(path))[values["name"]]
    _write(path, text)
    return declared


def declare_schedule(home: Path, name: str, schedule: str | None, timezone: str | None = None) -> Declaration:
    """Give a declared source a schedule, another one, or none.

    Args:
        home: The home.
        name: The source.
        schedule: As the key `schedule` has it; None takes the schedule away.
        timezone: As the key `timezone` has it; None takes that away, too.

    Returns:
        The source as declared now.

    Raises:
        DeclarationError: There is no source of this name, or the file cannot be meant, as it is or as it would be; it then stays.
    """
    path = home / FILE_NAME
    before = _read(path)
    declared = parse_declarations(before, home=home, where=str(path))
    if name not in declared:
        known = f"it declares {', '.join(declared)}" if declared else "it declares none"
        raise DeclarationError(f"{path}: no source is named {name!r}; {known}")
    document: Any = tomlkit.parse(before)  # what a table or a list of tables is was settled above
    entry = next(entry for entry in document["source"] if entry["name"] == name)
    for key, value in (("schedule", schedule), ("timezone", timezone)):
        if value is not None:
            entry[key] = value
        elif key in entry:
            del entry[key]
    text = tomlkit.dumps(document).rstrip("\n") + "\n"
    changed = parse_declarations(text, home=home, where=str(path))[name]
    _write(path, text)
    return changed


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path}: {error}") from error


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    incoming = path.with_name(f".{FILE_NAME}.incoming")
    incoming.write_text(text, encoding="utf-8")
    incoming.replace(path)


def _table(values: Mapping[str, Any]) -> str:
    """One `[[source]]` with its own tables after its own keys, as TOML wants them."""
    lines = ["[[source]]", *(f"{key} = {_toml(value)}" for key, value in values.items() if not isinstance(value, Mapping))]
    for name, table in values.items():
        if isinstance(table, Mapping) and table:
            lines += [f"[source.{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    # A JSON string, number or truth value is one of TOML, too, once DEL is escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
