"""What can go wrong with a warehouse; each message is one clear line."""


class WarehouseError(Exception):
    """Any of the errors below."""


class NothingPublishedError(WarehouseError):
    """A home without a published run."""


class UnknownRunError(WarehouseError):
    """A run that was never published in this home."""


class WriterBusyError(WarehouseError):
    """Another process is writing to this home."""


class UnsafeHomeError(WarehouseError):
    """A home on a file system where a lock does not keep writers on other machines out."""


class DamagedLakeError(WarehouseError):
    """A file of the lake or a manifest is missing, or is not what its manifest says."""


class InconsistentRunError(WarehouseError):
    """What a run was given to load contradicts itself."""


class CheckFailedError(WarehouseError):
    """At least one data check found rows at fault."""


class DriftError(CheckFailedError):
    """A run is sound and differs so much from the one before that a person should look at it."""
