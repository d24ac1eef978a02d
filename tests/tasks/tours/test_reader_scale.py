"""Reading takes time in proportion to the text, whatever the text is."""

import datetime as dt
import sys
import time
from collections.abc import Callable

import pytest

from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.text.sentences import LONGEST_SENTENCE, split_sentences
from tasks.text.tokens import tokenize
from tasks.tours.reader import read_document
from tasks.tours.reading import Reading

TIMES = 8
MARGIN = 1.6
"""What is allowed beyond proportion: steps that grow with the logarithm, and lists of what the longer text is the first to have."""
REPORT = (
    "On 4 March, Minister of Education Amara Okonjo{n} visited the Lakeside Technical College in Port Ellen and met its principal, "
    "Daniel Reyes. She then went to the Harbour Museum, where she said that the town should keep its ships. “We must not let them rot "
    "on the shore,” she told the students. At the Number {n} Power Station she was received by Governor Tom Hale. Zhang Wei, who had "
    "visited the station last year, accompanied her.\n"
)


def read(text: str) -> Reading:
    document = SourceDocument(source_uri="scale", text=text, title="A visit", published_on=dt.date(2024, 3, 5), language="en")
    return read_document(document, load_lexicon())


def steps(work: Callable[[], object]) -> int:
    """How many lines of this project's code something runs: a measure of time that no other load on the machine disturbs."""
    count = 0

    def trace(frame, event, _argument):  # type: ignore[no-untyped-def]
        nonlocal count
        count += 1
        return trace if "/tasks/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def ordinary(times: int) -> str:
    return "".join(REPORT.format(n=number % 20) for number in range(times))


def spelt(number: int) -> str:
    """A number in syllables, as a new name has them."""
    syllables = ("ba", "ko", "di", "mu", "ne", "sa")
    return syllables[number % 6] + (spelt(number // 6) if number >= 6 else "")


CASES: dict[str, Callable[[int], str]] = {
    "reports": lambda n: ordinary(10 * n),
    "reports-on-one-line": lambda n: ordinary(10 * n).replace("\n", " "),
    "ever-new-names": lambda n: "".join(REPORT.format(n=spelt(number)) for number in range(20 * n)),
    "one-word": lambda n: "a" * (2000 * n),
    "digits": lambda n: "1" * (2000 * n),
    "single-letters": lambda n: "A " * (1000 * n),
    "one-name": lambda n: "Beijing, " * (500 * n),
    "persons-joined": lambda n: "Kim Jong Un and " * (200 * n),
    "institutions-nested": lambda n: "University of " * (500 * n),
    "verbs": lambda n: "visited " * (500 * n),
    "sayings": lambda n: "He said that " * (400 * n),
    "opening-quotation-marks": lambda n: "“" * (1000 * n),
    "typewriter-quotation-marks": lambda n: '"a' * (1000 * n),
    "brackets": lambda n: "( " * (1000 * n),
    "full-stops": lambda n: "." * (1000 * n),
    "capitals-inside": lambda n: "aB" * (1000 * n),
    "hyphens": lambda n: "A-" * (1000 * n),
    "short-lines": lambda n: "x\n" * (500 * n),
    "blanks": lambda n: "x" + " " * (2000 * n) + "\n",
    "dates": lambda n: "May 1 to " * (200 * n),
}


@pytest.mark.parametrize("name", CASES)
def test_steps_grow_in_proportion_to_the_text(name: str) -> None:
    make = CASES[name]
    read(make(TIMES))  # what is remembered between documents is remembered now
    shorter = steps(lambda: read(make(1)))
    longer = steps(lambda: read(make(TIMES)))
    assert longer <= TIMES * MARGIN * shorter


@pytest.mark.parametrize("name", ["reports-on-one-line", "typewriter-quotation-marks", "blanks"])
def test_seconds_grow_in_proportion_to_the_text(name: str) -> None:
    make = CASES[name]

    def seconds(text: str) -> float:
        start = time.process_time()
        read(text)
        return time.process_time() - start

    read(make(1))
    shorter = min(seconds(make(4)) for _ in range(3))
    assert seconds(make(4 * TIMES)) < 3 * TIMES * shorter


@pytest.mark.parametrize("text", ["a " * 5000, "He went to Ellen and " * 1000])
def test_sentence_without_end_is_cut(text: str) -> None:
    lexicon = load_lexicon()
    tokens = tokenize(text, 0, len(text), is_word=lexicon.english.is_word)
    sentences = split_sentences(text, tokens)
    assert max(sentence.last - sentence.first for sentence in sentences) == LONGEST_SENTENCE
    assert [sentence.first for sentence in sentences[1:]] == [sentence.last for sentence in sentences[:-1]]
    assert sentences[-1].last == len(tokens)


def test_cut_sentences_leave_an_issue() -> None:
    (issue,) = [issue for issue in read("He went to Ellen and " * 1000).issues if issue.code == "sentence-cut"]
    assert issue.severity == "warning"
    assert issue.char_start == 0


def test_whole_text_is_in_paragraphs_though_a_sentence_is_cut() -> None:
    text = "A " * 5000
    reading = read(text)
    assert "".join(paragraph.text for paragraph in reading.paragraphs).replace(" ", "") == text.replace(" ", "")
