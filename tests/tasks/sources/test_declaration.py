import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from tasks.sources.declaration import (
    KINDS,
    Declaration,
    DeclarationError,
    Expectations,
    ad_hoc,
    history_addresses,
    keys_of,
    parse_declarations,
    read_declarations,
)
from tasks.sources.declaration_text import add_declaration, declare_schedule

HOME = Path("/srv/home")
PAGE = '[[source]]\nname = "a"\nkind = "page"\naddress = "https://example.org/"\n'
PAGES = '[[source]]\nname = "a"\nkind = "pages"\naddress = "https://example.org/"\nlinks = "/n/"\n'


def test_every_key_of_a_source() -> None:
    text = """
        [[source]]
        name = "新闻-1"
        kind = "pages"
        address = "https://example.org/news/"
        language = "zh"
        schedule = "0 6 * * *"
        timezone = "Asia/Shanghai"
        links = '/news/\\d+\\.html$'
        history = "https://example.org/news/{year}/{month}.html"
        allow_private = true
        requests_per_second = 2
        headers = { Authorization = "Bearer ${env:TOKEN}" }
        [source.expect]
        min_documents = 3
        max_documents = 10
        newest_within_days = 14

        [[source]]
        name = "local"
        kind = "files"
        address = "reports/*.txt"
    """
    pages, local = parse_declarations(text, home=HOME).values()
    assert pages == Declaration(
        name="新闻-1",
        kind="pages",
        address="https://example.org/news/",
        language="zh",
        schedule="0 6 * * *",
        timezone="Asia/Shanghai",
        links=r"/news/\d+\.html$",
        history="https://example.org/news/{year}/{month}.html",
        allow_private=True,
        requests_per_second=2,
        headers={"Authorization": "Bearer ${env:TOKEN}"},
        expect=Expectations(min_documents=3, max_documents=10, newest_within_days=14),
    )
    assert local.address == "/srv/home/reports/*.txt"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[source]", "no TOML"),
        ("name = 'a'", "unknown key 'name'; known is [[source]]"),
        ("[source]\nname = 'a'", "in double brackets"),
        (PAGE + PAGE, "two sources of this name"),
        ('[[source]]\nname = "a"', "kind is missing; kinds are files, page"),
        ('[[source]]\nname = "a"\nkind = "gopher"', "kind 'gopher' is none"),
        ('[[source]]\nname = "a"\nkind = "files"', "'address' is missing"),
        (PAGE + 'adress = "x"', f"unknown key 'adress'; kind page knows {', '.join(keys_of('page'))}"),
        (PAGE + 'links = "x"', "unknown key 'links'"),
        (PAGE + "[source.expect]\nminimum = 1", "unknown key 'minimum'; expect knows min_documents, max_documents, newest_within_days"),
        (PAGE + "expect = 5", "a table was expected"),
        (PAGE + "max_pages = true", "max_pages is True; a whole number was expected"),
        (PAGE + "max_pages = 1.5", "a whole number was expected"),
        (PAGE + "max_pages = -1", "cannot be less than 0"),
        (PAGE + "timeout_seconds = inf", "without end"),
        (PAGE + "requests_per_second = 0", "more than 0"),
        (PAGE + "allow_private = 'yes'", "true or false was expected"),
        (PAGE + "language = 1", "a string was expected"),
        (PAGE + "language = 'Chinese'", "a code such as en or zh"),
        (PAGE + "schedule = 'daily'", "cron (0 6 * * *) or an interval (every 30m)"),
        (PAGE + "timezone = 'China'", "Asia/Shanghai"),
        (PAGE + "headers = { A = 1 }", "a table of strings"),
        (PAGE + "headers = { Authorization = 'Bearer abc' }", "a secret is not written here"),
        (PAGE + "[source.expect]\nmin_documents = 3\nmax_documents = 2", "at least 3 documents and at most 2"),
        (PAGES.replace("/n/", "("), "no regular expression"),
        (PAGES + "history = 'https://example.org/'", "history has none of {year}"),
        (PAGES + "history = 'https://example.org/{week}'", "history knows {year}"),
        (PAGE.replace("https://", "https://user:word@"), "secrets go into headers"),
        (PAGE.replace("https://", "ftp://"), "http:// or https:// was expected"),
        (PAGE.replace('"a"', '"a/b"'), "letters, digits"),
        ('[[source]]\nname = "a"\nkind = "files"\naddress = "https://example.org"', "a path was expected"),
        ('[[source]]\nname = "a"\nkind = "objects"\naddress = "simplecache::s3://b/p"', "a prefix such as s3://"),
        ('[[source]]\nname = "a"\nkind = "objects"\naddress = "s3://b"\nstorage = { secret = "x" }', "a secret is not written here"),
        ('[[source]]\nname = "a"\nkind = "pages"\naddress = "https://example.org"', "kind pages needs links"),
        ('[[source]]\nname = "a"\nkind = "feed"\naddress = "https://example.org"\ncontent = "all"', "page or feed"),
    ],
)
def test_what_cannot_be_meant_says_what_could(text: str, message: str) -> None:
    with pytest.raises(DeclarationError) as raised:
        parse_declarations(text, home=HOME)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_every_key_has_a_meaning_and_a_kind() -> None:
    for key in dataclasses.fields(Declaration):
        assert key.metadata["meaning"]
        assert set(key.metadata["kinds"]) <= set(KINDS)


@pytest.mark.parametrize(
    ("given", "kind"),
    [("reports/*.txt", "files"), ("https://example.org/a", "page"), ("s3://bucket/a", "objects"), ("C:/reports", "files")],
)
def test_what_is_given_on_the_command_line(given: str, kind: str) -> None:
    assert ad_hoc(given).kind == kind


def test_older_lists() -> None:
    days = dt.date(2024, 1, 30), dt.date(2024, 2, 2)
    assert history_addresses("x/{year}-{month}", *days) == ("x/2024-01", "x/2024-02")
    assert history_addresses("{month}{day}", *days) == ("0130", "0131", "0201", "0202")


def test_adding_keeps_what_stands(tmp_path: Path) -> None:
    path = tmp_path / "home" / "sources.toml"
    add_declaration(path.parent, {"name": "a", "kind": "files", "address": '/x/"quoted" \\ path\x7f'})
    path.write_text("# by hand\n" + path.read_text())
    values = {"name": "b", "kind": "page", "address": "https://example.org", "expect": {"min_documents": 1}, "headers": {"X-Y": "z"}}
    add_declaration(path.parent, values)
    assert path.read_text().startswith("# by hand\n[[source]]\n")
    declared = read_declarations(path.parent)
    assert declared["a"].address == '/x/"quoted" \\ path\x7f'
    assert (declared["b"].expect.min_documents, declared["b"].headers) == (1, {"X-Y": "z"})


def test_a_wrong_addition_changes_nothing(tmp_path: Path) -> None:
    add_declaration(tmp_path, {"name": "a", "kind": "files", "address": "/x"})
    before = (tmp_path / "sources.toml").read_text()
    for wrong in ({"name": "a", "kind": "files", "address": "/y"}, {"name": "b", "kind": "none", "address": "/y"}):
        with pytest.raises(DeclarationError):
            add_declaration(tmp_path, wrong)
    assert (tmp_path / "sources.toml").read_text() == before


def test_no_file_is_no_source(tmp_path: Path) -> None:
    assert read_declarations(tmp_path) == {}


def test_a_schedule_is_set_and_taken_away_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    text = '# ours\n[[source]]\nname = "a"  # first\nkind = "files"\naddress = "/x"\n[source.expect]\nmin_documents = 2\n\n# theirs\n' + (
        '[[source]]\nname = "b"\nkind = "files"\naddress = "/y"\n'
    )
    path = tmp_path / "sources.toml"
    path.write_text(text)
    declared = declare_schedule(tmp_path, "a", "0 6 * * *", "Asia/Shanghai")
    assert (declared.schedule, declared.timezone, declared.expect.min_documents) == ("0 6 * * *", "Asia/Shanghai", 2)
    assert declare_schedule(tmp_path, "a", "every 30m").timezone is None
    assert path.read_text() == text.replace('"/x"\n', '"/x"\nschedule = "every 30m"\n\n')
    for name, schedule, message in [("c", "every 1h", "no source is named 'c'; it declares a, b"), ("b", "0 25 * * *", "bad hour")]:
        with pytest.raises(DeclarationError, match=message):
            declare_schedule(tmp_path, name, schedule)
    assert declare_schedule(tmp_path, "a", None).schedule is None
    assert path.read_text() == text.replace('"/x"\n', '"/x"\n\n')
