"""Where an English date stands: in the heading or signature of the report, in speech, or in the narration."""

import re

from tasks.tours.dates_mention import DateMention, Role

_WINDOW = 300
_LONGEST_HEADING = 100
_UPDATED = re.compile(r"(?:updated|modified|reviewed|revised)(?:\s+on|\s+at)?\s*:?\s*$", re.I)
_POSTED = re.compile(r"(?:posted|published|released?|issued|created|date|dated|source|time)(?:\s+on|\s+at)?\s*:?\s*$", re.I)
_FILING_PLACE = re.compile(r"(?:[A-Z][\w.&'’-]*[ ,/]+){0,8}[A-Z][\w.&'’-]*\s*[,/]\s*$|[(（]\s*$")
_FILING_MARK = re.compile(r"\s*(?:[(（][^()（）\n]{2,80}[)）]|,\s*according|\.?\s*(?:--|[—–-]\s)|,[^,()（）\n]{2,30}[)）])")
_DASH = re.compile(r"\s*(?:--|[—–-]\s)\s*(?![0-9])")
_BRACKETED_PLACE = re.compile(r"[(（][A-Z]\w+/\s*$")
_HEADER_TAIL = re.compile(r"[.,]?[ \t]*(?:\n|$|Posted\b|Published\b|Source\b|Updated\b|By\b|\||[0-9]{1,2}:[0-9]{2})")


def english_role(text: str, start: int, end: int, mention: DateMention) -> tuple[Role, bool]:
    """Tell the role of a date expression.

    Looks at a bounded stretch before it and at what follows, so that texts of one long line cost linear time.

    Args:
        text: The text.
        start: Offset of the expression.
        end: Offset after it.
        mention: What it says.

    Returns:
        The role, and whether the text calls it the day of a later update (which says nothing about the report's day).
    """
    window = text[max(0, start - _WINDOW) : start]
    line = window[window.rfind("\n") + 1 :]
    heads_line = (start <= _WINDOW or "\n" in window) and len(line) <= _LONGEST_HEADING
    if mention.form in ("calendar", "weekday"):
        near = line[-40:]
        if _UPDATED.search(near):
            return "metadata", True
        if _POSTED.search(near) or (heads_line and not line.strip() and _HEADER_TAIL.match(text, end)):
            return "metadata", False
        if mention.day and heads_line and _files_report(text, end, line.lstrip()):
            return "dateline", False
        if mention.year and mention.day and _BRACKETED_PLACE.search(near) and text[end : end + 1] == ")":
            return "dateline", False
    begins = start <= _WINDOW or "\n" in window
    spoken = window.rfind("“") > window.rfind("”") or (begins and line.count('"') % 2 == 1)
    return ("speech" if spoken else "narrative"), False


def _files_report(text: str, end: int, line: str) -> bool:
    if line:
        return bool(_FILING_PLACE.match(line) and _FILING_MARK.match(text, end))
    return bool(_DASH.match(text, end))
