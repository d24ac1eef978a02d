"""The atlas in a browser: Debian's Chromium, driven by Selenium, one session for all tests."""

import dataclasses
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.selenium import Axe
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from flows.cli import main
from tests.flows.conftest import publish
from tests.warehouse.conftest import Press, Report
from warehouse import schema
from warehouse.store import open_published

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
SEED = Path(__file__).resolve().parents[2] / "seeds" / "documents"
REPORTS = [
    {
        "id": "mill",
        "title": "Governor Ada Moss visits Kandy",
        "date": "2024-03-05",
        "text": "KANDY, March 5 -- Governor Ada Moss visited Kandy General Hospital in Kandy on Tuesday. She was accompanied by Health "
        "Secretary Ben Oak.\n\nOn Wednesday she visited the Temple of the Tooth in Kandy and met Mayor Cora Reed.",
    },
    {
        "id": "nowhere",
        "title": "Minister Ben Oak tours the Grey Works",
        "text": "Minister Ben Oak visited the Grey Works. “More looms are needed,” he said.",
    },
    {
        "id": "zh",
        "title": "应勇在贵州调研",
        "date": "2024-07-04",
        "text": "7月1日至3日，最高人民检察院检察长应勇在贵州调研。在安顺市平坝区人民检察院，应勇调研基层民事检察工作。",
    },
]
HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror=\"window.hacked=2\">{{7*7}}${7*7}<%= 7*7 %>' onmouseover='hacked=3"

pytestmark = pytest.mark.skipif(CHROMIUM is None or DRIVER is None, reason="needs chromium and chromium-driver of Debian")


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas of the seed's tour and three written ones."""
    folder = tmp_path_factory.mktemp("atlas")
    reports = folder / "reports.jsonl"
    reports.write_text("".join(json.dumps(report, ensure_ascii=False) + "\n" for report in REPORTS), encoding="utf-8")
    publish(folder / "home", SEED, reports)
    assert main(["atlas", "--home", str(folder / "home"), "-o", str(folder / "atlas.html")]) == 0
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1280,1000",
        "--lang=en-US",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options=options, service=Service(DRIVER))
    browser.set_script_timeout(120)  # axe-core on a machine at work
    yield browser
    browser.quit()


class Page:
    """A page that has been opened, and what a person does with it."""

    def __init__(self, browser: Chrome, file: Path) -> None:
        self.browser = browser
        self.file = file

    def open(self, address: str = "lang=en") -> None:
        self.browser.get("about:blank")
        self.browser.get(f"{self.file.as_uri()}#{address}")
        self.wait_past(0)

    def drawn(self) -> int:
        return int(self.browser.execute_script("return document.body.dataset.ready") or 0)

    def wait_past(self, drawn: int) -> None:
        end = time.monotonic() + 20
        while self.drawn() <= drawn:
            assert time.monotonic() < end, f"the page is not drawn: {self.faults()}"
            time.sleep(0.02)

    def after(self, act: Callable[[], Any]) -> None:
        drawn = self.drawn()
        act()
        self.wait_past(drawn)

    def find(self, selector: str) -> Any:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        return [element.text for element in self.browser.find_elements(By.CSS_SELECTOR, selector)]

    def faults(self) -> list[str]:
        return [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]

    @property
    def hash(self) -> str:
        return str(self.browser.execute_script("return location.hash"))


@pytest.fixture
def page(chromium: Chrome, atlas: Path) -> Iterator[Page]:
    page = Page(chromium, atlas / "atlas.html")
    page.open()
    yield page
    assert page.faults() == []


def test_every_part_is_drawn_and_nothing_is_fetched(page: Page) -> None:
    assert len(page.texts("#table tbody tr")) == int(page.find("#shown").text.split()[0])
    for part in ("map", "timeline", "people"):
        assert page.browser.execute_script(f"return document.querySelectorAll('#{part} svg [aria-roledescription]').length") > 0, part
    assert len(page.texts("#heat tbody tr")) >= 2
    fetched = page.browser.execute_script("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert fetched == []
    assert page.file.stat().st_size < 5_000_000


def test_a_chosen_stop_opens_its_passage_with_marks_and_rules(page: Page, atlas: Path) -> None:
    page.after(page.find("a[data-stop][lang=en]").click)
    stop = page.hash.split("stop=")[1]
    with open_published(atlas / "home") as connection:
        place, evidence = connection.execute("SELECT place, evidence FROM stops WHERE stop_id = ?", [stop]).fetchall()[0]
    assert page.find("#reader h2").text == place
    marked = "".join(page.browser.execute_script("return [...document.querySelectorAll('.text .evidence')].map((one) => one.textContent)"))
    assert marked == evidence
    assert {mark.get_attribute("class").split()[0] for mark in page.browser.find_elements(By.CSS_SELECTOR, ".text mark")} >= {
        "visitor",
        "place",
    }
    assert all(mark.get_attribute("data-rule") for mark in page.browser.find_elements(By.CSS_SELECTOR, ".text mark"))
    box = page.browser.execute_script(
        "const b = (q) => document.querySelector(q).getBoundingClientRect(); const [p, e] = [b('.passage'), b('.text .evidence')];"
        "return e.top >= p.top && e.bottom <= p.bottom"
    )
    assert box, "the passage is in sight"


def test_restored_names_dates_and_parts_are_told_apart(page: Page, atlas: Path) -> None:
    with open_published(atlas / "home") as connection:
        ((stop,),) = connection.execute("SELECT stop_id FROM stops WHERE place LIKE 'Pingba District Procuratorate%'").fetchall()
        ((words, rule),) = connection.execute(
            "SELECT m.text, m.rule FROM mentions AS m JOIN stops AS s ON s.stop_id = ? AND m.document_id = s.document_id "
            "WHERE m.is_restored AND m.char_start BETWEEN s.evidence_start AND s.evidence_end",
            [stop],
        ).fetchall()
    page.open(f"lang=en&stop={stop}")
    restored = page.find(".text mark.restored.evidence")
    assert (restored.text, restored.get_attribute("data-rule"), restored.get_attribute("data-name")) == (words, rule, "Ying Yong")
    kinds = set(page.texts(".legend mark"))
    assert kinds == {"visitor", "companion", "host", "place", "date", "restored name"}
    restored.send_keys(Keys.NULL)
    page.browser.execute_script("arguments[0].focus()", restored)
    assert f"rule {rule}" in page.find("#tip").text


def test_a_visitor_narrows_every_part(page: Page) -> None:
    before = len(page.texts("#table tbody tr"))
    choice = Select(page.find("#visitor"))
    ada = next(option.text for option in choice.options if option.text.startswith("Ada Moss"))
    page.after(lambda: choice.select_by_visible_text(ada))
    rows = page.texts("#table tbody tr")
    assert 0 < len(rows) < before
    assert all("Ada Moss" in row for row in rows)
    assert page.texts("#timeline .role-axis-label text, #timeline .mark-text.role-axis-label text")[-1:] == ["Ada Moss"]
    assert "Ying Yong" not in page.find("#people").text
    assert page.texts("#chips button") == ["visitor: Ada Moss ×"]
    assert set(page.texts("#heat tbody th")) <= {"Sri Lanka", "Central", "Kandy"}
    page.after(page.find("#chips button").click)
    assert len(page.texts("#table tbody tr")) == before


def test_a_point_of_the_map_opens_its_stop_or_narrows_to_its_stops(page: Page) -> None:
    page.after(lambda: page.find("#q").send_keys("Pingba"))
    page.after(page.find("#map .places path").click)
    assert "stop=" in page.hash or "at=" in page.hash
    page.open("lang=en&q=Guizhou+Provincial")
    several = page.find("#map .places path")
    assert several.get_attribute("aria-label") == "Guizhou: 2 stops"
    page.after(several.click)
    assert page.texts("#chips button")[-1] == "at Guizhou ×"
    assert len(page.texts("#table tbody tr")) == 2


def test_dragging_over_the_timeline_narrows_to_its_days(page: Page) -> None:
    ground = page.find("#timeline .ground path")
    before = len(page.texts("#table tbody tr"))
    half = int(ground.size["width"] / 2)
    drag = ActionChains(page.browser).move_to_element_with_offset(ground, 4 - half, 0).click_and_hold()
    page.after(drag.move_by_offset(half, 0).release().perform)
    words = page.hash
    assert "since=20" in words
    assert "until=20" in words
    days = [page.find(f"#{name}").get_attribute("value") for name in ("since", "until")]
    assert days[0] < days[1]
    assert 0 < len(page.texts("#table tbody tr")) < before


def test_the_address_shows_the_same_page_again_and_back_goes_back(page: Page) -> None:
    page.after(page.find("a[data-stop]").click)
    page.after(lambda: Select(page.find("#place")).select_by_index(1))
    address = page.hash
    shown = (page.texts("#table tbody tr"), page.find("#reader h2").text, page.texts("#chips button"))
    page.after(page.browser.back)
    assert page.texts("#chips button") == []
    page.open(address.removeprefix("#"))
    assert (page.texts("#table tbody tr"), page.find("#reader h2").text, page.texts("#chips button")) == shown


def test_the_heat_map_counts_as_the_view_does(page: Page, atlas: Path) -> None:
    page.open("lang=en&dimension=subject&level=country")
    cells = page.browser.execute_script(
        "return [...document.querySelectorAll('#heat [data-count]')].map((c) => [c.getAttribute('aria-label'), +c.dataset.count])"
    )
    with open_published(atlas / "home") as connection:
        counted = connection.execute(
            "SELECT paragraphs FROM theme_ratios WHERE dimension = 'subject' AND place_level = 'country' AND period = 'all'"
        ).fetchall()
    assert sorted(count for _, count in cells) == sorted(count for (count,) in counted)


def test_a_stop_without_place_in_the_world_or_day_is_listed(page: Page) -> None:
    page.after(lambda: page.find("#q").send_keys("Grey Works"))
    (row,) = page.texts("#table tbody tr")
    assert "no day told" in row
    assert "not in the gazetteer" in row
    assert "1 stop has no place in the gazetteer" in page.find("#map-note").text
    page.after(lambda: page.find("#q").send_keys(" no such words"))
    assert page.texts("#table tbody tr") == ["No stop is left. Clear a filter to see more."]


def test_without_a_stop_the_page_says_so(chromium: Chrome, atlas: Path) -> None:
    assert main(["atlas", "--home", str(atlas / "home"), "--visitor", "nobody", "-o", str(atlas / "nobody.html")]) == 0
    page = Page(chromium, atlas / "nobody.html")
    page.open()
    assert "0 stops of 0 tours" in page.find("#held").text
    assert "visitor: nobody" in page.find("#held").text
    assert page.texts("#table tbody tr") == ["No stop was found."]
    assert page.faults() == []


def test_in_chinese(page: Page) -> None:
    page.after(page.find("button[data-language=zh]").click)
    assert page.hash.startswith("#lang=zh")
    assert page.find("html").get_attribute("lang") == "zh-Hans"
    assert page.find("h1").text == "行程地图集"
    assert any("中国贵州省安顺市平坝区" in row for row in page.texts("#table tbody tr"))


def test_the_keyboard_goes_through_a_chart_and_opens_a_tour(page: Page) -> None:
    chart = page.find("#timeline")
    chart.send_keys(Keys.ARROW_RIGHT)
    assert "stop" in page.browser.execute_script("return document.getElementById('spoken').textContent")
    page.after(lambda: chart.send_keys(Keys.ENTER))
    assert "stop=" in page.hash
    page.after(lambda: page.find("body").send_keys(Keys.ESCAPE))
    assert "stop=" not in page.hash
    page.find("#map").send_keys(Keys.ARROW_RIGHT, "+", "0")


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "zh")])
def test_no_serious_fault_for_people_who_see_or_point_otherwise(page: Page, width: int, language: str) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    page.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        page.open(f"lang={language}")
        page.after(page.find("a[data-stop]").click)
        faults = Axe().run(page.browser)["violations"]
        told = [f"{fault['id']}: {node['html'][:160]}" for fault in faults for node in fault["nodes"][:3]]
        assert [fault["id"] for fault in faults if fault["impact"] in ("serious", "critical")] == [], told
        assert page.browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), "nothing lies beyond the edge"
    finally:
        page.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_what_a_document_says_is_shown_and_never_run(chromium: Chrome, tmp_path: Path) -> None:
    def poison(rows: dict[type[schema.Row], list[schema.Row]]) -> None:
        rows[schema.Document] = [
            dataclasses.replace(row, title=f"{row.title} {HOSTILE}", url=f"javascript:{HOSTILE}") for row in rows[schema.Document]
        ]
        for table in (schema.Mention, schema.Stop):
            rows[table] = [dataclasses.replace(row, rule=HOSTILE) for row in rows[table]]

    press = Press(tmp_path / "home")
    press.publish(
        {
            f"{HOSTILE}.txt": Report(
                visitor=f"Ada {HOSTILE}", place=f"Mill {HOSTILE}", words=HOSTILE, country=f"C {HOSTILE}", province=HOSTILE
            )
        },
        edit=poison,
    )
    assert main(["atlas", "--home", str(press.home), "-o", str(tmp_path / "atlas.html")]) == 0
    page = Page(chromium, tmp_path / "atlas.html")
    page.open()
    page.after(page.find("a[data-stop]").click)
    assert page.find("#reader h2").text == f"Mill {HOSTILE}"
    assert page.find("#reader h3").text.endswith(f" {HOSTILE}")
    assert HOSTILE in page.find(".text").text
    assert any(f"Ada {HOSTILE}" in row for row in page.texts("#table tbody tr"))
    assert page.browser.find_elements(By.CSS_SELECTOR, "a[href^='javascript'], main img, main script, [onmouseover], [onerror]") == []
    for mark in page.browser.find_elements(By.CSS_SELECTOR, ".text mark"):
        page.browser.execute_script("arguments[0].dispatchEvent(new PointerEvent('pointerenter', {clientX: 5, clientY: 5}))", mark)
        assert HOSTILE in page.find("#tip").text
    page.open(f"lang=en&visitor={HOSTILE}&place={HOSTILE}&theme={HOSTILE}&q={HOSTILE}&at={HOSTILE}&stop={HOSTILE}&dimension={HOSTILE}")
    assert page.browser.execute_script("return typeof window.hacked") == "undefined"
    assert page.faults() == []
