"""Who may import whom."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("flows", "tasks", "warehouse")
LIBRARIES = ("tasks.sources", "tasks.text", "tasks.lexicon", "tasks.entities", "tasks.tours", "tasks.corrections", "tasks.atlas")
# What a layer may import of ours; everything else of ours is out of bounds to it.
ALLOWED = {
    "warehouse": ("warehouse",),
    "tasks": ("tasks", "warehouse"),
    "flows": ("flows", "tasks", "warehouse"),
    **dict.fromkeys(LIBRARIES, (*LIBRARIES, "warehouse.schema", "warehouse.records")),
}
NETWORK = ("socket", "ssl", "http.client", "urllib.request", "requests", "httpx", "aiohttp", "urllib3")
FORBIDDEN = {
    "warehouse": ("prefect", *NETWORK),
    "tasks.sources": ("prefect", "duckdb"),  # pulls from the network: that is what a source is
    **dict.fromkeys(LIBRARIES[1:], ("prefect", "duckdb", *NETWORK)),
}


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it; names imported from a package count as its modules."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the layer"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(module: str) -> str:
    return next((library for library in LIBRARIES if within(module, library)), module.split(".", maxsplit=1)[0])


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def faults(module: str, imported: str) -> Iterator[str]:
    layer = layer_of(module)
    if imported.split(".", maxsplit=1)[0] in PACKAGES and not any(within(imported, package) for package in ALLOWED[layer]):
        yield f"{layer} must not import {imported}"
    if any(within(imported, package) for package in FORBIDDEN.get(layer, ())):
        yield f"{layer} must not import {imported}"


FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_modules_import_only_what_their_layer_may(path: Path) -> None:
    module = module_of(path)
    # `from warehouse import schema` reads as warehouse.schema; `from tasks.text import ids` as tasks.text.ids.
    assert [fault for imported in imports_of(path) for fault in faults(module, imported)] == []


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("warehouse.load", "prefect.task"),
        ("warehouse.load", "tasks.text.ids"),
        ("tasks.load", "flows.settings"),
        ("tasks.tours.stops", "duckdb"),
        ("tasks.tours.stops", "warehouse.store.open_published"),
        ("tasks.tours.stops", "tasks.load"),
        ("tasks.text.ids", "urllib.request"),
        ("tasks.sources.pages", "prefect"),
    ],
)
def test_the_rule_bites(module: str, imported: str) -> None:
    assert list(faults(module, imported)) != []


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("flows.ingest", "tasks.load.load"),
        ("tasks.load", "warehouse.load.load_run"),
        ("tasks.tours.stops", "warehouse.schema.Stop"),
        ("tasks.tours.stops", "tasks.text.ids.stable_id"),
        ("tasks.sources.pages", "urllib.request"),
    ],
)
def test_the_rule_lets_through_what_it_should(module: str, imported: str) -> None:
    assert list(faults(module, imported)) == []
