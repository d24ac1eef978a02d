"""Builds `words.csv` and `traditional.csv` of this folder.

Run by hand with `pip install jieba==0.42.1 opencc-python-reimplemented==0.1.7`; see ../README.md for origins and licences.
"""

import csv
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
MIN_FREQUENCY = 12
CLASSES = {
    "verb": {"v", "vd", "vq", "vi", "vg"},
    "action": {"vn", "an", "ad", "z", "i", "l"},
    "noun": {"n", "b", "j", "nz", "s", "a"},
    "function": {"d", "p", "c", "r", "u", "y", "f", "o", "q", "t"},
}
# Words that begin with a conjunction or preposition cut "和|亲切" and "在|中南" wrongly unless they are common.
# The dictionary tags "文明" and "关怀" as names of persons.
MIN_AS_NAME = 60
# "家村" is no word but the end of a village's name.
MIN_AS_SETTLEMENT = 200
USUAL_SURNAMES = 60
CONJUNCTIONS = "和与及在并赴到以从同"
MIN_AFTER_CONJUNCTION = 300
# Names that are no ordinary words: places, and persons who are written by sound; shorter and rarer ones are full of noise.
# One that begins or ends with the class of a settlement is cut wrongly as often as not ("昭|山镇", "桥|镇南|沟").
MIN_AS_PLACE, PLACE_LENGTHS = 8, (3, 4)
MIN_BY_SOUND, SOUND_LENGTHS = 12, (3, 4, 5)
SETTLEMENTS = "村镇乡"
MIN_CHARACTER = 50
# Listed as places by the dictionary, but sayings and common nouns.
GENERAL = frozenset(
    [
        "三岔路口", "三角区", "五洲四海", "人山人海", "信口开河", "半壁江山",
        "古城堡", "咸水湖", "堰塞湖", "塞上江南", "大中城市", "太阳旗",
        "安营下寨", "寿比南山", "崇山峻岭", "平原区", "得意洋洋", "日落西山",
        "曾经沧海", "江河湖海", "深水港", "港人治港", "直属机关", "科教兴市",
        "荒山野岭", "象牙塔", "跑江湖", "锦绣江山", "高山峻岭", "黄蓉站",
    ]
)  # fmt: skip


def package_folder(name: str) -> Path:
    """Where an installed package keeps its files."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"package {name} is not installed")
    return Path(spec.origin).parent


def usual_surnames() -> frozenset[str]:
    """The most frequent surnames: a two-character "name" that begins with one of them may well be a name."""
    lines = (HERE / "surnames.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines if not line.startswith("#")][1 : USUAL_SURNAMES + 1]
    return frozenset(surname for surname, _ in rows)


def sound_characters() -> frozenset[str]:
    """The characters that write foreign names."""
    lines = (HERE / "given_name_characters.csv").read_text(encoding="utf-8").splitlines()
    return frozenset(next(line for line in lines if line.startswith("transliteration,")).partition(",")[2])


def build_words() -> None:
    """Write the common words with the class that decides whether a name may hold them."""
    class_of = {tag: name for name, tags in CLASSES.items() for tag in tags}
    surnames, sounds = usual_surnames(), sound_characters()
    rows = []
    for line in (package_folder("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        least = MIN_AFTER_CONJUNCTION if word[0] in CONJUNCTIONS else MIN_FREQUENCY
        if 2 <= len(word) <= 4 and int(frequency) >= least and tag in class_of and word.isalpha():
            if not (len(word) == 2 and word[1] in SETTLEMENTS and int(frequency) < MIN_AS_SETTLEMENT):
                rows.append((word, class_of[tag], frequency))
        elif tag == "nr" and len(word) == 2 and int(frequency) >= MIN_AS_NAME and word[0] not in surnames:
            rows.append((word, "noun", frequency))
        elif tag == "ns" and len(word) in PLACE_LENGTHS and int(frequency) >= MIN_AS_PLACE and word not in GENERAL:
            if word[0] not in SETTLEMENTS and word[-1] not in SETTLEMENTS and not word.endswith(("地区", "流域")):
                rows.append((word, "place_name", frequency))
        elif tag == "nrt" and len(word) in SOUND_LENGTHS and int(frequency) >= MIN_BY_SOUND and sounds.issuperset(word):
            rows.append((word, "person_name", frequency))
        elif (len(word) == 1 and int(frequency) >= MIN_CHARACTER) or (len(word) == 2 and tag == "ns" and int(frequency) >= MIN_AS_PLACE):
            rows.append((word, "frequency", frequency))
    _write(
        "words.csv", "Common words and names with their frequency (built from jieba's dictionary).", ("word", "class", "frequency"), rows
    )


def build_traditional() -> None:
    """Write one-to-one pairs of traditional and simplified characters."""
    pairs = []
    for line in (package_folder("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        first = simplified.split(" ")[0]
        if len(traditional) == len(first) == 1 and traditional != first:
            pairs.append((traditional, first))
    _write(
        "traditional.csv", "Traditional characters and their simplified forms (built from OpenCC).", ("traditional", "simplified"), pairs
    )


def _write(name: str, comment: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {comment}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(set(rows)))


if __name__ == "__main__":
    build_words()
    build_traditional()
