"""Builds `readings.csv`: characters with their readings in pinyin without tone, for linking names across languages.

Run by hand with `pip install pypinyin==0.55.0`; see ../NAMES.md for the origin and licence.
"""

import csv
from pathlib import Path

from pypinyin import Style, pinyin

HERE = Path(__file__).resolve().parent
FIRST, LAST = 0x4E00, 0x9FA5


def main() -> None:
    """Write one row per character of the basic block that pypinyin can read."""
    with (HERE / "readings.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("# Characters and their readings in pinyin without tone, the usual one first (built from pypinyin).\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("character", "readings"))
        for code in range(FIRST, LAST + 1):
            character = chr(code)
            found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
            if found and found[0]:
                writer.writerow(
                    (character, " ".join(dict.fromkeys(reading.replace("v", "u") for reading in found[0] if reading.isalpha())))
                )


if __name__ == "__main__":
    main()
