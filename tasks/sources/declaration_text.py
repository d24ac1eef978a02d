"""Writing a declaration into `sources.toml`: what the file says already stays as it is, comments and all."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path}: {error}") from error
    parse_declarations(before, home=home, where=str(path))
    separator = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    text = before + separator + _table(values)
    declared = parse_declarations(text, home=home, where=str(path))[values["name"]]
    home.mkdir(parents=True, exist_ok=True)
    incoming = path.with_name(f".{FILE_NAME}.incoming")
    incoming.write_text(text, encoding="utf-8")
    incoming.replace(path)
    return declared


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
