"""Stable identifiers: hashes of raw stable values."""

import hashlib


def stable_id(prefix: str, *parts: str | int | None) -> str:
    """Derive a text key from the values that identify something.

    Every part is length-prefixed before hashing, so that ("ab", "c") and ("a", "bc") differ, and None differs from "".

    Args:
        prefix: A short word for the kind of thing, such as "doc"; part of the key and of the hash.
        parts: Raw values, never cleaned ones: a better cleaner must not move an id.

    Returns:
        `<prefix>_` and 20 hexadecimal digits (80 bits: a collision among ten million keys has a chance below 1e-10).
    """
    hashed = prefix
    for part in parts:
        if part is None:
            hashed += "-"
        else:
            value = str(part)
            hashed += f"{len(value) if value.isascii() else len(value.encode())}:{value}"
    return f"{prefix}_{hashlib.sha256(hashed.encode()).hexdigest()[:20]}"
