"""One pattern for many terms."""

import re
from collections import defaultdict


def prefix_tree(terms: set[str]) -> str:
    """A pattern that matches where one of the terms begins: shared beginnings are written once, so that a word fails early."""
    if "" in terms:
        return ""
    rests: dict[str, set[str]] = defaultdict(set)
    for term in terms:
        rests[term[0]].add(term[1:])
    branches = [("\\s+" if letter == " " else re.escape(letter)) + prefix_tree(rest) for letter, rest in sorted(rests.items())]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
