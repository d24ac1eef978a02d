"""The Prefect assets of a home: where its data comes from, lies, and is read, as URIs that stay and hold no secret.

Lineage: the sources → the lake → the warehouse and its Parquet data sets.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from prefect.assets import Asset
from prefect.context import AssetContext

from tasks.text.ids import stable_id
from warehouse import schema
from warehouse.home import DATABASE, PARQUET, Home

# Before a home is known: a decorator needs an asset, and `with_options` puts the home's own in its place.
LAKE, WAREHOUSE = "tourledger://lake", "tourledger://warehouse"
# What Prefect refuses in a key (`prefect.types.names`): percent signs, too, so nothing can be escaped.
_REFUSED = re.compile(r"[\s\0#?&%\"'<>\[\]{}|\\^`]")
_LONGEST = 512  # characters of a key


def source_asset(address: str) -> Asset:
    """What documents are pulled from.

    Args:
        address: A path, a pattern, or a URL; of a URL user, password, query and fragment are left out, which may be secrets.
    """
    parts = urlsplit(address)
    if parts.netloc and "://" in address:
        return Asset(key=_key(f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2]}{parts.path}"))
    return _file(Path(address))


def lake_asset(home: Path) -> Asset:
    """Everything that was ever read, as immutable Parquet parts."""
    return _file(Home(home).lake)


def warehouse_asset(home: Path) -> Asset:
    """The database that readers open."""
    return _file(Home(home).current / DATABASE)


def dataset_assets(home: Path) -> dict[str, Asset]:
    """The published Parquet data sets, by table."""
    return {table.TABLE: _file(Home(home).current / PARQUET / table.TABLE) for table in schema.TABLES}


def note(asset: Asset, metadata: Mapping[str, object]) -> None:
    """Tell Prefect more of an asset that the running task makes; without a task run there is nobody to tell."""
    context = AssetContext.get()
    if context is not None and asset in context.downstream_assets:
        context.add_asset_metadata(asset.key, dict(metadata))


def _file(path: Path) -> Asset:
    return Asset(key=_key(f"file://{path.absolute().as_posix()}"))


def _key(uri: str) -> str:
    """A URI that Prefect takes; one that had to be changed is told from others by the hash of what it was."""
    key = _REFUSED.sub("_", uri.encode(errors="replace").decode())  # a file name may hold what is no text
    if key == uri and len(key) <= _LONGEST:
        return key
    mark = stable_id("", uri.encode(errors="surrogateescape").hex())
    return key[: _LONGEST - len(mark)] + mark
