"""Chinese text cut into words, the longest or, where they cross, the most frequent; the document's own names take precedence."""

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence

from tasks.lexicon.chinese import ChineseLexicon, Word
from tasks.tours.parsed import SentenceSpan

SENTENCE = re.compile(r"[^\n。！？!?]*[^\n\s。！？!?][^\n。！？!?]*[。！？!?…]*[”」』’）)】]*")
CHUNK = re.compile(r"[A-Za-z0-9０-９Ａ-Ｚａ-ｚ%％.．&+]+|[\u3400-\u9fff\uf900-\ufaff〇]+|\s+|.")
HAN_FIRST, HAN_LAST = "\u3400", "\u9fff"
PUNCTUATION = Word("", role="function", ends_name=True)
SPACE = Word(" ", role="function", ends_name=True)
NUMBER = Word("0", role="noun")
UNKNOWN = Word("?", role="noun")
PERSON = Word("person", role="person")
CLOSED_BY_OFFICE = frozenset("委长")
PARTY = "党委"
LEADER = "长"
LED = frozenset("院部署局厅处司会社校馆团行科所队站")
BEGUN_BY_LEADER = frozenset("江期城三远征途短春沙安治")  # "长江", "长期": words that begin with 长
CONJUNCTIONS = frozenset("和与及")
HEAD_FIRST = frozenset("学中大小法医公人")
HEAD_SECOND = frozenset("院校学心厦楼队司园民")
SETTLEMENTS = frozenset("镇乡")
DIVIDERS = frozenset("省市县区州旗盟")
FREQUENT = 11.0
"""Cost of a word that is met once in about 60,000."""
CLEARLY_BETTER = 3.0
"""How much less than a cut with the longest word another one must cost: about twenty times as likely."""
WORD_COST = 2.0
"""What every word adds to the cost of a cut: fewer words are better where frequencies differ little."""


class ChineseTokens:
    """The words of one document.

    Args:
        lexicon: The Chinese lexicon.
        text: The document's text, folded to simplified characters.
    """

    def __init__(self, lexicon: ChineseLexicon, text: str) -> None:
        """Cut every sentence."""
        self.lexicon = lexicon
        self.text = text
        self.sentences = _sentences(text)
        self.names: dict[str, Word] = {}
        self._name_lengths: dict[str, tuple[int, ...]] = {}
        self._chunks = CHUNK
        self._broken: frozenset[str] = frozenset()
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[Word] = []
        self.first: list[int] = []
        self._cut()

    def learn(self, persons: Collection[str]) -> None:
        """Take names of persons as words, and cut again the runs of characters in which they occur."""
        if not persons:
            return
        pattern = "|".join(re.escape(name) for name in sorted(persons, key=len, reverse=True))
        self._broken = frozenset(name for name in persons if not name.isalpha())
        if self._broken:
            broken = "|".join(re.escape(name) for name in sorted(self._broken, key=len, reverse=True))
            self._chunks = re.compile(f"{broken}|(?:(?!{broken})[\u3400-\u9fff\uf900-\ufaff〇])+|{CHUNK.pattern}")
        lengths: dict[str, set[int]] = {}
        for name in persons:
            if name not in self._broken:
                self.names[name] = PERSON
                lengths.setdefault(name[0], set()).add(len(name))
        self._name_lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        self._cut([match.start() for match in re.finditer(pattern, self.text)])

    def sentence_tokens(self, index: int) -> range:
        """Indexes of a sentence's tokens."""
        return range(self.first[index], self.first[index + 1])

    def token_text(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, the last one excluded."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def _cut(self, again: Sequence[int] | None = None) -> None:
        """Cut all sentences, or only parts of some again.

        Args:
            again: Where names begin that were no words before, in order. Sentences without any keep their tokens, and so do a sentence's
                runs of characters, unless names with marks in them change what a run is.
        """
        before = (self.starts, self.ends, self.words, self.first)
        self.starts, self.ends, self.words, self.first = [], [], [], []
        for index, sentence in enumerate(self.sentences):
            self.first.append(len(self.starts))
            if again is not None and not _any_between(again, sentence.start, sentence.end):
                self._keep(before, before[3][index], before[3][index + 1])
                continue
            kept = before[3][index] if again is not None and not self._broken else -1
            for chunk in self._chunks.finditer(self.text, sentence.start, sentence.end):
                start, end = chunk.span()
                if again is not None and kept >= 0:
                    first, kept = kept, bisect_left(before[0], end, kept)
                    if not _any_between(again, start, end):
                        self._keep(before, first, kept)
                        continue
                character = self.text[start]
                if self._broken and chunk.group() in self._broken:
                    self.starts.append(start)
                    self.ends.append(end)
                    self.words.append(PERSON)
                elif HAN_FIRST <= character <= HAN_LAST or character == "〇" or "\uf900" <= character <= "\ufaff":
                    self._cut_run(start, end)
                else:
                    self.starts.append(start)
                    self.ends.append(end)
                    self.words.append(NUMBER if character.isalnum() else SPACE if character.isspace() else PUNCTUATION)
        self.first.append(len(self.starts))

    def _keep(self, before: tuple[list[int], list[int], list[Word], list[int]], first: int, last: int) -> None:
        """Take over tokens of an earlier cut."""
        self.starts += before[0][first:last]
        self.ends += before[1][first:last]
        self.words += before[2][first:last]

    def _cut_run(self, start: int, end: int) -> None:
        """Cut a run of Chinese characters; neighbouring characters of no word become one unknown token."""
        text, words, lengths = self.text, self.lexicon.words, self.lexicon.lengths
        names, name_lengths = self.names, self._name_lengths
        starts, ends, found = self.starts, self.ends, self.words
        at = start
        unknown = -1
        while at < end:
            first = text[at]
            word = None
            size = 1
            if first in name_lengths:
                word, size = _longest(text, at, end, name_lengths[first], names)
            if word is None:
                pair = text[at : at + 2]
                for length in lengths.get(pair, ()):
                    if at + length <= end:
                        word = words.get(text[at : at + length]) if length > 2 else words.get(pair)
                        if word is not None:
                            size = length
                            break
                else:
                    word = words.get(first)
            if word is None:
                if unknown < 0:
                    unknown = at
                at += 1
                continue
            if unknown >= 0:
                starts.append(unknown)
                ends.append(at)
                found.append(UNKNOWN)
                unknown = -1
            if word.office and self._is_regional_party(at):
                size, word = len(PARTY), words[PARTY]
            elif size > 1:
                last, longest = text[at + size - 1], size
                if word.text == "日前" and text.startswith("往", at + size) and starts and ends[-1] == at:
                    size, word = 1, UNKNOWN  # "20日|前往"
                elif last in DIVIDERS and size > 2 and word.is_division and at + size < end and text[at + size] in CLOSED_BY_OFFICE:
                    size, word = self._without_divider(at, size, end, word)
                elif last in LED and text.startswith(LEADER, at + size) and text[at + size + 1 : at + size + 2] not in BEGUN_BY_LEADER:
                    size, word = self._without_led(at, size, word)
                elif last in HEAD_FIRST and at + size < end and text[at + size] in HEAD_SECOND and not (word.head and last != "中"):
                    size, word = self._before_head(at, size, end, word)
                elif first in CONJUNCTIONS and starts and ends[-1] == at and self._conjoins(at, end, word, found[-1]):
                    size, word = 1, words[first]
                elif first in SETTLEMENTS and word.is_small and starts and ends[-1] == at and found[-1] is UNKNOWN:
                    size, word = 1, words[first]  # "昭君镇|巴音嘎查", though Zhenba is a county
                # Two of three words have two characters, and most of these no word across their end: no call for them.
                may_cross = size > 2 or text[at + 1 : at + 3] in lengths or last in name_lengths
                if size == longest and may_cross and (stop := self._crossed(at, at + size, end)) > at + size:
                    self._cut_best(at, stop)
                    at = stop
                    continue
            starts.append(at)
            ends.append(at + size)
            found.append(UNKNOWN if word.is_name else word)
            at += size
        if unknown >= 0:
            starts.append(unknown)
            ends.append(end)
            found.append(UNKNOWN)

    def _conjoins(self, at: int, end: int, word: Word, before: Word) -> bool:
        """Whether "和" after a name joins another one, and does not begin a frequent word: "南京|和|平湖", but "西藏|和平|解放"."""
        if not (before.names or before is PERSON):
            return False
        follower = self.lexicon.at(self.text, at + 1, end)
        named = follower is not None and len(follower.text) > 1 and follower.names
        return named or before is PERSON or self.lexicon.costs.get(word.text, 99.0) > FREQUENT

    def _is_regional_party(self, at: int) -> bool:
        """Whether "党委书记" stands after a region: "内蒙古自治区党委" is a body of that name, "某某大学党委" only an organ."""
        return (
            self.text.startswith(PARTY, at)
            and self.ends[-1:] == [at]
            and self.words[-1].is_division
            and self.words[-1].text.endswith("自治区")
        )

    def _crossed(self, start: int, stop: int, end: int) -> int:
        """How far the words reach that cross the end of the word from `start` to `stop`, and the ends of each other."""
        text, words, lengths = self.text, self.lexicon.words, self.lexicon.lengths
        at = start + 1
        while at < stop:
            for length in lengths.get(text[at : at + 2], ()):
                if at + length <= stop:
                    break
                if at + length <= end and text[at : at + length] in words:
                    stop = at + length
                    break
            for length in self._name_lengths.get(text[at], ()):
                if stop < at + length <= end and text[at : at + length] in self.names:
                    stop = at + length
            at += 1
        return stop

    def _cut_best(self, start: int, stop: int) -> None:
        """Cut a stretch whose words cross each other into the most frequent words, the longest ones unless others are clearly better."""
        text, words, costs = self.text, self.lexicon.words, self.lexicon.costs
        lengths, rare = self.lexicon.lengths, costs[""]
        best = [0.0] * (stop - start + 1)
        size = [1] * (stop - start + 1)
        for at in range(stop - 1, start - 1, -1):
            k = at - start
            best[k] = costs.get(text[at], rare) + WORD_COST + best[k + 1]
            for length in lengths.get(text[at : at + 2], ()):
                if at + length <= stop and (piece := text[at : at + length]) in words:
                    cost = costs[piece] + WORD_COST + best[k + length]
                    if cost < best[k]:
                        best[k], size[k] = cost, length
            for length in self._name_lengths.get(text[at], ()):
                if at + length <= stop and text[at : at + length] in self.names and best[k + length] < best[k]:
                    best[k], size[k] = best[k + length], length
        at = start
        while at < stop:
            k = at - start
            length = size[k]
            for longer in lengths.get(text[at : at + 2], ()):
                if longer <= length:
                    break
                piece = text[at : at + longer] if at + longer <= stop else ""
                if piece in words and costs[piece] + WORD_COST + best[k + longer] < best[k] + CLEARLY_BETTER:
                    length = longer
                    break
            piece = text[at : at + length]
            word = self.names.get(piece) or words.get(piece)
            if word is not None and word.office and self._is_regional_party(at):
                length, word = len(PARTY), words[PARTY]
            if word is None and self.ends and self.ends[-1] == at and self.words[-1] is UNKNOWN:
                self.ends[-1] += length
            else:
                self.starts.append(at)
                self.ends.append(at + length)
                self.words.append(UNKNOWN if word is None or word.is_name else word)
            at += length

    def _before_head(self, at: int, size: int, end: int, word: Word) -> tuple[int, Word]:
        """Cut "经济学|院" as "经济|学院"."""
        head = self.lexicon.at(self.text, at + size - 1, end)
        if head is None or head.head is None or len(head.text) < 2:
            return size, word
        shorter = self.lexicon.words.get(self.text[at : at + size - 1])
        return (size - 1, shorter) if shorter is not None else (size, word) if size > 2 else (size - 1, UNKNOWN)

    def _without_led(self, at: int, size: int, word: Word) -> tuple[int, Word]:
        """Cut "行政院|长" and "农业部|长" as "行政|院长" and "农业|部长"."""
        office = self.lexicon.words.get(self.text[at + size - 1 : at + size + 1])
        if office is None or office.office != "office":
            return size, word
        shorter = self.lexicon.words.get(self.text[at : at + size - 1])
        return (size - 1, shorter) if shorter is not None else (size, word) if size > 2 else (size - 1, UNKNOWN)

    def _without_divider(self, at: int, size: int, end: int, word: Word) -> tuple[int, Word]:
        """Cut "贵州省|委" and "贵阳市|长" as "贵州|省委" and "贵阳|市长"."""
        follower = self.lexicon.at(self.text, at + size - 1, end)
        if follower is None or len(follower.text) < 2 or not (follower.office or follower.head):
            return size, word
        shorter = self.lexicon.words.get(self.text[at : at + size - 1])
        return (size - 1, shorter) if shorter is not None and shorter.is_division else (size, word)


def _longest(text: str, at: int, end: int, lengths: tuple[int, ...], words: Mapping[str, Word]) -> tuple[Word | None, int]:
    for length in lengths:
        if at + length <= end:
            word = words.get(text[at : at + length])
            if word is not None:
                return word, length
    return None, 1


def _any_between(positions: Sequence[int], start: int, end: int) -> bool:
    following = bisect_left(positions, start)
    return following < len(positions) and positions[following] < end


def _sentences(text: str) -> list[SentenceSpan]:
    found = []
    line = 0
    position = 0
    for match in SENTENCE.finditer(text):
        start, end = match.span()
        start += len(match.group()) - len(match.group().lstrip())
        line += text.count("\n", position, start)
        position = start
        found.append(SentenceSpan(start, end, line))
    return found
