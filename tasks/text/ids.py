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
    digest = hashlib.sha256(prefix.encode())
    for part in parts:
        value = b"" if part is None else str(part).encode()
        digest.update(b"-" if part is None else b"%d:" % len(value))
        digest.update(value)
    return f"{prefix}_{digest.hexdigest()[:20]}"
