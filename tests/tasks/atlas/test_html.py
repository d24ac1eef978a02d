"""The page as a file."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from tasks.atlas.html import atlas_page, embedded_json

PAGE = Path("tasks/atlas/page")
HOSTILE = "</script><script>alert(1)</script><!-- & {{vega}} ${1} \u2028"


def test_data_cannot_leave_its_element() -> None:
    page = atlas_page({"title": HOSTILE}, "window.vegaEmbed = 1;")
    block = page.split('<script type="application/json" id="data">')[1].split("</script>")[0]
    assert json.loads(block) == {"title": HOSTILE}
    assert not set("<>&\u2028") & set(embedded_json({HOSTILE: [HOSTILE]}))
    assert page.count("<script") == 3


def test_the_policy_knows_every_script_by_its_hash_and_allows_nothing_else() -> None:
    page = atlas_page({}, "window.vegaEmbed = 1;")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts}
    directives = {name: set(values) for name, *values in (part.split() for part in policy[1].split("; "))}
    assert directives == {
        "default-src": {"'none'"},
        "script-src": hashes,
        "style-src": {"'unsafe-inline'"},
        "base-uri": {"'none'"},
        "form-action": {"'none'"},
    }
    assert "unsafe-eval" not in policy[1]
    assert not re.search(r'\b(?:src|href)="https?:', page)


def test_a_library_that_ends_its_element_is_refused() -> None:
    with pytest.raises(ValueError, match="</script"):
        atlas_page({}, 'x = "</SCRIPT>"')


def test_both_languages_have_every_word_and_the_same_gaps() -> None:
    words = json.loads((PAGE / "strings.json").read_text(encoding="utf-8"))
    english, chinese = ({key for key in words[language] if not key.endswith(".one")} for language in ("en", "zh"))
    assert english <= chinese
    assert {key for key in chinese - english if not key.startswith("theme.")} == set()  # English themes are their own names
    for key in english:
        assert set(re.findall(r"\{\w+\}", words["en"][key])) == set(re.findall(r"\{\w+\}", words["zh"][key])), key


def test_every_word_that_the_script_asks_for_is_there() -> None:
    words = json.loads((PAGE / "strings.json").read_text(encoding="utf-8"))["en"]
    sources = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PAGE.glob("*.js")))
    asked = set(re.findall(r'\bt\((?:[^"()]*\? )?"([\w.]+)"', sources)) | set(re.findall(r'\bfact\("(\w+)"', sources))
    html = (PAGE / "page.html").read_text(encoding="utf-8")
    asked |= set(re.findall(r'data-(?:t|label)="(\w+)"', html))
    assert asked - set(words) == set()
    assert len(asked) > 60


def test_no_module_of_the_script_makes_html_of_text() -> None:
    for path in PAGE.glob("*.js"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b\(|new Function", source), path.name
