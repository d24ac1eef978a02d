"""Written documents for benchmarks: invented visits in English and Chinese, another one for every number, the same ones for a seed.

    python -m tests.benchmarks.written_documents COUNT FILE.jsonl [--seed N] [--revised N]

Persons are drawn from the lexicons of names, places from the gazetteer, days from twenty years, lengths from 40 to 5,000 characters, so
that no two documents are alike and nothing can be answered from a cache. Every tenth document reports no tour.
"""

import argparse
import csv
import datetime as dt
import json
import random
from functools import cache
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
FIRST_DAY = dt.date(2005, 1, 1)
DAYS = 20 * 365
EN_OFFICES = ("Governor", "Minister of Transport", "Deputy Minister of Education", "Health Secretary", "Prime Minister", "Mayor")
EN_HOSTS = ("Mayor", "director", "principal", "county commissioner", "party secretary", "chief engineer")
EN_SITES = (
    "General Hospital", "Technical College", "Power Station", "Water Works", "Central Library", "Fish Market", "Steel Plant", "Museum",
    "Primary School", "Agricultural Research Institute", "Procuratorate", "Industrial Park", "Railway Station", "Community Center",
)  # fmt: skip
EN_MATTERS = (
    "the flood defences", "rural schools", "the grain harvest", "public health", "road safety", "small firms", "the new railway",
    "clean water", "legal aid", "the care of the old", "apprentices", "housing", "the power grid", "fisheries",
)  # fmt: skip
EN_NEEDS = (
    "more hands",
    "a plan for the winter",
    "honest figures",
    "patience",
    "better roads",
    "trained people",
    "a longer view",
    "new pumps",
)
ZH_OFFICES = ("省长", "省委书记", "副省长", "省检察院检察长", "省高级人民法院院长", "市长", "省教育厅厅长", "省卫生健康委主任")
ZH_HOSTS = ("市委书记", "市长", "县委书记", "县长", "副市长")
ZH_SITES = (
    "人民医院",
    "人民检察院",
    "实验小学",
    "污水处理厂",
    "高新技术产业园",
    "图书馆",
    "农业科学院",
    "火车站",
    "社区服务中心",
    "职业技术学院",
)
ZH_MATTERS = (
    "防汛工作",
    "乡村教育",
    "粮食生产",
    "公共卫生",
    "道路安全",
    "小微企业发展",
    "铁路建设",
    "饮水安全",
    "法律援助",
    "养老服务",
    "住房保障",
)
ZH_NEEDS = ("压实责任", "实事求是", "久久为功", "把好质量关", "补齐短板", "多听群众意见", "守住安全底线", "抓好落实")


@cache
def names() -> dict[str, list[str]]:
    """What documents are made of: given names and surnames of both languages, towns of the world and of China."""

    def rows(path: str) -> list[list[str]]:
        with (SEEDS / path).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(line for line in file if not line.startswith("#")))[1:]

    usual = next(row[1] for row in rows("lexicon/zh/given_name_characters.csv") if row[0] == "usual")
    china = [row for row in rows("gazetteer/china.csv") if row[1] in {"city", "county", "district", "prefecture"} and row[2]]
    return {
        "given": sorted({name for row in rows("lexicon/en/given_names.csv") for name in row[2].split()}),
        "surname": sorted({name for row in rows("lexicon/en/surnames.csv") for name in row[2].split()}),
        "town": sorted({row[2] for row in rows("gazetteer/districts.csv") if row[2].isascii()}),
        "zh_surname": [row[0] for row in rows("lexicon/zh/surnames.csv")][:200],
        "zh_given": list(usual[:200]),
        "zh_town": sorted({row[2] for row in china}),
    }


def written_document(number: int, *, seed: int = 0, revision: int = 0) -> dict[str, Any]:
    """One document.

    Args:
        number: Which one.
        seed: Of the whole corpus.
        revision: Another revision of the same document has another last paragraph.

    Returns:
        A record as `tourledger ingest` reads them from JSONL.
    """
    draw = random.Random(f"{seed}:{number}")
    day = FIRST_DAY + dt.timedelta(days=draw.randrange(DAYS))
    stops = min(8, 1 + int(draw.expovariate(0.5)))
    tour = draw.random() > 0.1
    language = "en" if draw.random() < 0.6 else "zh"
    title, paragraphs = (_english if language == "en" else _chinese)(draw, day, stops, tour)
    if revision:
        paragraphs.append(f"This report was corrected {revision} times." if language == "en" else f"本文已更正{revision}次。")
    text = "\n".join(paragraphs) + "\n"
    return {"id": f"{number:07d}", "title": title, "date": day.isoformat(), "lang": language, "text": text}


def write_corpus(path: Path, count: int, *, seed: int = 0, revised: frozenset[int] = frozenset()) -> int:
    """Write a corpus as JSON lines.

    Args:
        path: The file.
        count: Number of documents.
        seed: Of the corpus.
        revised: Numbers of the documents that are written in another revision.

    Returns:
        Characters of all texts.
    """
    characters = 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            record = written_document(number, seed=seed, revision=number in revised)
            characters += len(record["text"])
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return characters


def _english(draw: random.Random, day: dt.date, stops: int, tour: bool) -> tuple[str, list[str]]:
    known = names()

    def person() -> str:
        return f"{draw.choice(known['given'])} {draw.choice(known['surname'])}"

    visitor, office, town, matter = person(), draw.choice(EN_OFFICES), draw.choice(known["town"]), draw.choice(EN_MATTERS)
    last = visitor.split()[-1]
    when = f"{day:%B} {day.day}"
    if not tour:
        lead = f"{town}, {when} - {office} {visitor} wrote to the council about {matter}. The letter asks for {draw.choice(EN_NEEDS)}."
        return f"Letter on {matter}", [lead, *(_english_talk(draw, last) for _ in range(draw.randrange(1, 7)))]
    sites = [f"{draw.choice(known['town'])} {draw.choice(EN_SITES)}" for _ in range(stops)]
    paragraphs = [f"On {when}, {office} {visitor} visited the {sites[0]} in {town} to learn about {matter}."]
    for site in sites[1:]:
        opening = draw.choice(("Later, {0} visited the {1}.", "At the {1}, {0} was shown the workshops.", "{0} then went to the {1}."))
        paragraphs.append(opening.format(last, site))
        if draw.random() < 0.6:
            paragraphs[-1] += f" {last} was received by {draw.choice(EN_HOSTS)} {person()}."
        paragraphs[-1] += " " + " ".join(_english_talk(draw, last) for _ in range(draw.randrange(1, 10)))
    if draw.random() < 0.5:
        paragraphs.append(f"{person()} and {person()} accompanied {last}.")
    return f"{office} visits {town}", paragraphs


def _english_talk(draw: random.Random, speaker: str) -> str:
    need, other, matter = draw.choice(EN_NEEDS), draw.choice(EN_NEEDS), draw.choice(EN_MATTERS)
    return draw.choice(
        (
            f"{speaker} said that {matter} needed {need} and {other}.",
            f"“There is no short way to {need},” {speaker} said; “for {matter} we shall find {other}.”",
            f"Spending on {matter} rose by {draw.randrange(2, 60)} percent last year: {draw.randrange(100, 9000)} families were helped.",
            f"{speaker} stressed that without {need} nothing would come of {matter}.",
        )
    )


def _chinese(draw: random.Random, day: dt.date, stops: int, tour: bool) -> tuple[str, list[str]]:
    known = names()

    def person() -> str:
        return draw.choice(known["zh_surname"]) + "".join(draw.choices(known["zh_given"], k=draw.choice((1, 2, 2))))

    visitor, office, town, matter = person(), draw.choice(ZH_OFFICES), draw.choice(known["zh_town"]), draw.choice(ZH_MATTERS)
    when = f"{day.month}月{day.day}日"
    if not tour:
        lead = f"{when}，{town}发布关于{matter}的通知，要求{draw.choice(ZH_NEEDS)}。"
        return f"{town}部署{matter}", [lead, *(_chinese_talk(draw, visitor) for _ in range(draw.randrange(1, 7)))]
    sites = [f"{draw.choice(known['zh_town'])}{draw.choice(ZH_SITES)}" for _ in range(stops)]
    paragraphs = [f"{when}，{office}{visitor}到{town}调研{matter}。"]
    for site in sites:
        opening = draw.choice(("在{1}，{0}详细了解有关情况。", "随后，{0}来到{1}，看望工作人员。", "{0}走进{1}，实地察看{2}。"))
        paragraphs.append(
            opening.format(visitor, site, matter) + "".join(_chinese_talk(draw, visitor) for _ in range(draw.randrange(1, 9)))
        )
    if draw.random() < 0.6:
        paragraphs.append(f"{draw.choice(ZH_HOSTS)}{person()}、{draw.choice(ZH_HOSTS)}{person()}陪同调研。")
    return f"{visitor}在{town}调研{matter}", paragraphs


def _chinese_talk(draw: random.Random, speaker: str) -> str:
    need, other, matter = draw.choice(ZH_NEEDS), draw.choice(ZH_NEEDS), draw.choice(ZH_MATTERS)
    return draw.choice(
        (
            f"{speaker}强调，{matter}要{need}、{other}。",
            f"{speaker}指出，抓{matter}，关键是{need}。",
            f"去年{matter}投入增长{draw.randrange(2, 60)}%，惠及{draw.randrange(100, 9000)}户家庭。",
            f"“要{need}，更要{other}。”{speaker}说。",
        )
    )


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("count", type=int, metavar="COUNT", help="number of documents")
    parser.add_argument("path", type=Path, metavar="FILE", help="the file to write")
    parser.add_argument("--seed", type=int, default=0, help="of the corpus (default: %(default)s)")
    parser.add_argument("--revised", type=int, default=0, metavar="N", help="so many documents, evenly spread, are corrected ones")
    options = parser.parse_args()
    revised = frozenset(number * options.count // options.revised for number in range(options.revised))
    write_corpus(options.path, options.count, seed=options.seed, revised=revised)


if __name__ == "__main__":
    _main()
