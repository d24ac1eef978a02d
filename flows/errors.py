"""What the command line turns into an exit code and one line."""


class UsageError(Exception):
    """The command was given something it cannot do; exit code 2."""


class DataError(Exception):
    """The data is at fault; exit code 1."""
