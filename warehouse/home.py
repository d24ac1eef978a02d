"""Where things lie in a home."""

from dataclasses import dataclass
from pathlib import Path

ATLAS = "atlas.html"
DATABASE = "tourledger.duckdb"
MANIFEST = "manifest.json"
PARQUET = "parquet"
TOUCHED = "touched.parquet"
STAGING_PREFIX = ".staging-"


@dataclass(frozen=True)
class Home:
    """The paths of one lake and warehouse.

    Attributes:
        root: The directory that `--home` names.
    """

    root: Path

    @property
    def lake(self) -> Path:
        """Immutable parts and the manifests."""
        return self.root / "lake"

    @property
    def archive(self) -> Path:
        """Every file that documents were read from, by the hash of its content."""
        return self.root / "archive"

    @property
    def versions(self) -> Path:
        """One directory per published run that is kept."""
        return self.root / "versions"

    @property
    def history(self) -> Path:
        """Warehouses of earlier runs, rebuilt on demand; may be deleted at any time."""
        return self.root / "history"

    @property
    def current(self) -> Path:
        """Symlink to the version that readers open."""
        return self.root / "current"

    @property
    def unfinished(self) -> Path:
        """What the run in progress, or one that was killed, has read."""
        return self.root / ".unfinished"

    @property
    def lock(self) -> Path:
        """The file that a writer holds locked."""
        return self.root / ".writer.lock"

    def version(self, run: int) -> Path:
        """Directory of a run's version."""
        return self.versions / f"{run:06d}"

    def database(self, run: int) -> Path:
        """DuckDB file of a run's version."""
        return self.version(run) / DATABASE

    def manifest(self, run: int) -> Path:
        """Manifest of a published run."""
        return self.lake / "manifests" / f"{run:06d}.json"

    def base(self, run: int) -> Path:
        """What compaction put in the place of all manifests up to a run."""
        return self.lake / "manifests" / f"{run:06d}.base.json"

    def newest_base(self) -> Path | None:
        """The base that counts; None before the first compaction."""
        return max((self.lake / "manifests").glob("[0-9]*.base.json"), default=None)

    def published_run(self) -> int | None:
        """Number of the run that `current` shows; None before the first publication."""
        return int(self.current.readlink().name) if self.current.is_symlink() else None
