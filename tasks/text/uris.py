"""Paths as parts of the URIs that identify documents."""

_RESERVED = {"%": "%25", "#": "%23", "?": "%3F"}


def escaped_path(raw: str) -> str:
    """A relative path as it stands in a URI.

    Args:
        raw: The path, with `/`; bytes that are no UTF-8 are lone surrogates, as `os.fsdecode` gives them.

    Returns:
        The path with `%`, `#`, `?` and such bytes, which no table can hold, in percent form; all else stays readable.
    """
    escaped = "".join(_RESERVED.get(character, character) for character in raw)
    return "".join(f"%{ord(c) - 0xDC00:02X}" if "\udc80" <= c <= "\udcff" else c for c in escaped)
