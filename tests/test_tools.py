"""The README's examples for other people's tools, each run where the tool is installed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.settings import SEED_DOCUMENTS
from tests import readme
from tests.flows.conftest import publish

SECTION = re.search(r"^## With your tools\n(.*?)^## ", readme.README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
EXAMPLES = re.findall(r"^```py\n(.*?)^```\n```text\n(.*?)^```", SECTION[1] if SECTION else "", re.MULTILINE | re.DOTALL)
NEEDS = {"duckdb": ("pandas",), "polars": ("polars",), "ibis": ("ibis",), "sqlalchemy": ("duckdb_sqlalchemy",)}
"""Modules that an example cannot do without, by the one that it imports first."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    publish(folder / "warehouse" / "data", SEED_DOCUMENTS)
    return folder


def first_import(program: str) -> str:
    return re.split(r"\s", program, maxsplit=2)[1]


def test_every_tool_has_an_example() -> None:
    assert [first_import(program) for program, _ in EXAMPLES] == list(NEEDS)


@pytest.mark.parametrize(("program", "answer"), EXAMPLES, ids=[first_import(program) for program, _ in EXAMPLES])
def test_example_answers_as_told(program: str, answer: str, project: Path) -> None:
    for module in NEEDS[first_import(program)]:
        pytest.importorskip(module, reason=f"{module} is not installed; no extra of ours brings it")
    ran = subprocess.run([sys.executable, "-c", program], cwd=project, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == (answer, 0), ran.stderr
