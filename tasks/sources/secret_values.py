"""Secrets: named in declarations, looked up at the moment of use, and struck out of everything that is kept or shown."""

import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

_REFERENCE = re.compile(r"\$\{(\w+):([^{}]+)\}")
_STRUCK = "***"
# Of the HTTP client: it logs addresses, and in detail what servers answer, which may repeat what they were sent.
_LOGGERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2")
_SHORTEST = 4  # of what is struck out: shorter values stand in words by chance

Lookup = Callable[[str], str]


class SecretMissingError(Exception):
    """A secret that is not there; the message names where it was sought, never a value."""


class Secrets:
    """Fills in references such as `${env:TOKEN}`, and knows afterwards what to strike out."""

    def __init__(self, lookups: Mapping[str, Lookup]) -> None:
        """Take the places where secrets are.

        Args:
            lookups: By word before the colon, gives a value for the name after it, or raises `KeyError`.
        """
        self._lookups = lookups
        self._values: set[str] = set()

    def filled(self, template: str) -> str:
        """A text with its references replaced by their values.

        Raises:
            SecretMissingError: There is no such secret, or no such place.
        """
        return _REFERENCE.sub(lambda reference: self._value(reference[1], reference[2]), template)

    def struck_out(self, text: str) -> str:
        """A text without any value that was filled in, and without user names and passwords in addresses."""
        for value in sorted(self._values, key=len, reverse=True):
            text = text.replace(value, _STRUCK)
        return re.sub(r"(?<=://)[^/\s@]+@", f"{_STRUCK}@", text)

    @contextmanager
    def kept_from_logs(self) -> Iterator[None]:
        """Strike values out of what the HTTP client logs meanwhile, at any level."""
        with _CHANGING:
            _ACTIVE.append(self)
            for name in _LOGGERS:
                logging.getLogger(name).addFilter(_strike)  # stays, and is there once
        try:
            yield
        finally:
            with _CHANGING:
                _ACTIVE.remove(self)

    def _value(self, place: str, name: str) -> str:
        lookup = self._lookups.get(place)
        if lookup is None:
            raise SecretMissingError(f"${{{place}:{name}}}: secrets are in {' or '.join(sorted(self._lookups))}")
        try:
            value = lookup(name)
        except KeyError as error:
            raise SecretMissingError(f"${{{place}:{name}}}: there is no such secret") from error
        self._values.update(part for part in {value, *value.split()} if len(part) >= _SHORTEST)
        return value


# One filter for all sources that are pulled side by side: of several, one that goes could make the logger skip its neighbour.
_ACTIVE: list[Secrets] = []
_CHANGING = threading.Lock()


def _strike(record: logging.LogRecord) -> bool:
    with _CHANGING:
        active = tuple(_ACTIVE)
    for secrets in active:
        record.msg, record.args = secrets.struck_out(record.getMessage()), ()
    return True
