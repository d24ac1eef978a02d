"""The page: one HTML file with its data, its script and the charting library, that needs nothing else.

Whatever comes from documents is in one JSON block, in which no `<` is left, and the script puts it on the page as text only. The
content security policy lets only the scripts run that are in the page now, known by their hashes, forbids `eval`, and lets nothing be
loaded from anywhere.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PAGE = Path(__file__).parent / "page"
_SCRIPTS = ("dom", "state", "model", "words", "chart", "map_spec", "map", "timeline", "table", "themes", "people", "reader", "main")
_PLACE = re.compile(r"\{\{(\w+)\}\}")


def atlas_page(data: Mapping[str, Any], vega: str) -> str:
    """Write the page.

    Args:
        data: As `page_data` gives it.
        vega: JavaScript that defines `vegaEmbed`, and ends no script element.

    Returns:
        The whole file.

    Raises:
        ValueError: The library's code would end its own script element.
    """
    if "</script" in vega.lower():
        raise ValueError("the charting library holds '</script', which would end its element")
    script = _script()
    parts = {
        "style": _read("style.css"),
        "data": embedded_json(data),
        "vega": vega,
        "script": script,
        "policy": _policy(vega, script),
    }
    return _PLACE.sub(lambda place: parts[place[1]], _read("page.html"))


def embedded_json(value: Any) -> str:
    """JSON that can stand in a script element: no sign that HTML knows is left in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _script() -> str:
    modules = "\n".join(_read(f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\nconst STRINGS = {embedded_json(json.loads(_read("strings.json")))};\n{modules}}})();\n'


def _policy(*scripts: str) -> str:
    """The charts set style attributes, hence 'unsafe-inline' for styles; a style can neither run nor load anything here."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def _read(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")
