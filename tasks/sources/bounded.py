"""Unpacking within bounds: a small file can stand for more bytes than any disk holds."""

import io
from typing import BinaryIO, cast

import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types

# Text packs about 4 times, lists of equal records up to 100 times; bombs reach 1,000 and more.
MOST_RATIO = 200
_FREE_BYTES = 10_000_000
_CODECS = {".gz": "gzip", ".zst": "zstd"}
COMPRESSIONS = tuple(_CODECS)


class UnpackingLimitError(Exception):
    """More comes out than may; the message says how much."""


class Bounded(io.RawIOBase):
    """A stream that refuses to give more than it may."""

    def __init__(self, file: BinaryIO, *, packed_bytes: int, max_bytes: int) -> None:
        """Read from another stream.

        Args:
            file: The stream.
            packed_bytes: What it was unpacked from.
            max_bytes: The most it may give.
        """
        self._file = file
        self._most = min(max_bytes, max(_FREE_BYTES, MOST_RATIO * packed_bytes))
        self._packed = packed_bytes
        self._given = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the base takes any buffer
        """Fill a buffer.

        Raises:
            UnpackingLimitError: More came out than may.
        """
        chunk = self._file.read(len(buffer))
        self._given += len(chunk)
        if self._given > self._most:
            raise UnpackingLimitError(f"{self._packed:,} bytes unpack to more than {self._most:,}")
        buffer[: len(chunk)] = chunk
        return len(chunk)


def unpacked(file: BinaryIO, compression: str, *, packed_bytes: int, max_bytes: int) -> BinaryIO:
    """A stream of what a compressed file holds.

    Args:
        file: The compressed file.
        compression: `.gz` or `.zst`.
        packed_bytes: Its size.
        max_bytes: The most that may come out.

    Returns:
        A stream; reading it raises `UnpackingLimitError` where too much comes out, `OSError` where the file is damaged or cut.
    """
    stream = pa.input_stream(file, compression=_CODECS[compression])
    return cast("BinaryIO", io.BufferedReader(Bounded(stream, packed_bytes=packed_bytes, max_bytes=max_bytes)))


def unpacked_bytes(packed: bytes, compression: str, *, max_bytes: int) -> bytes:
    """What compressed bytes hold; as `unpacked`.

    Raises:
        UnpackingLimitError: More comes out than may.
        OSError: They are damaged or cut.
    """
    return unpacked(io.BytesIO(packed), compression, packed_bytes=len(packed), max_bytes=max_bytes).read()
