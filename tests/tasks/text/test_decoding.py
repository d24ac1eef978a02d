import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.text.decoding import UndecodableError, decode, unsound_character

SIMPLIFIED = "省长到合肥市调研，要求抓好安全生产。"
TRADITIONAL = "院長視察花蓮縣，聽取災後重建簡報。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        ("到合肥", "gb18030"),
        ("调研", "gb18030"),
        (f"Title\n2024-05-02\n{SIMPLIFIED}", "gb18030"),
        (TRADITIONAL, "big5hkscs"),
        ("視察花蓮", "big5hkscs"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (f"标题\n2024-05-02\r\n{SIMPLIFIED}", "utf-16-le"),
        ("The minister's visit to Hefei.\n", "utf-16-be"),
        ("It’s a café — “naïve”, they said.", "cp1252"),
        ("plain", "utf-8"),
    ],
)
def test_tells_the_encoding(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_decides_and_is_dropped(encoding: str) -> None:
    raw = "\ufeff省长 visits\r\n".encode(encoding)
    assert decode(raw).text == "省长 visits\r\n"
    assert decode(raw).encoding == encoding


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (bytes(range(128, 256)) * 20, "encoding-unknown"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0", "source-binary"),
        (b"A text\0with NUL", "source-binary"),
        (b"\x01\x02\x03\x04\x05\x06 beep", "source-binary"),
        (codecs.BOM_UTF8 + b"\xff\xfe", "encoding-unknown"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "encoding-unknown"),
    ],
)
def test_refuses_what_is_no_text(raw: bytes, code: str) -> None:
    with pytest.raises(UndecodableError) as refusal:
        decode(raw)
    assert refusal.value.code == code


def test_keeps_every_line_ending() -> None:
    assert decode(b"a\r\nb\rc\n\n").text == "a\r\nb\rc\n\n"


def test_one_line_of_fifty_megabytes() -> None:
    raw = "督导检察".encode("gb18030") * 6_500_000
    assert len(decode(raw).text) == 26_000_000


@pytest.mark.parametrize(
    ("text", "fault"), [("a\0b", "NUL character at 1"), ("ab\ud800", "half a surrogate pair at 2"), ("a\tb\x0c", None)]
)
def test_unsound_characters(text: str, fault: str | None) -> None:
    assert unsound_character(text) == fault


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"), min_size=1))
def test_utf_8_comes_back_unchanged(text: str) -> None:
    assert decode(text.encode()).text == text


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    with contextlib.suppress(UndecodableError):
        text = decode(raw).text
        assert "\0" not in text
        assert text.encode().decode() == text
