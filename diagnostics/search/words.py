"""Words of a text: English ones by their stem, Chinese by pairs of characters, identifiers whole.

Every word knows where it stands, so that a hit can be marked in the text as it is.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 48  # characters; what is longer is data, not a word

# Words that say little of what is looked for, unless nothing else was said.
_LITTLE = """
a an and are as at be but by can do does for from get gets got has have how i if in into is it its
me my of on or so that the their then there this to was we what when where which why will with you
your please help error errors code http https status api
报错 错误 错误码 状态码 代码 返回 提示 怎么办 怎么 为什么 什么 如何 怎样 请问 怎么回事
的 了 吗 是 我 在 一直 出现 显示
"""
FILLERS = frozenset(_LITTLE.split())

_RUN = re.compile(r"[A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*|[\u3400-\u9fff]+")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# The plural, then the form of a verb; `ss`, `is` and `us` at the end
# are no plural, `eed` is no past.
_ENDINGS = (
    (("ies", "y"), ("ss", "ss"), ("is", "is"), ("us", "us"), ("s", "")),
    (("ied", "y"), ("eed", "eed"), ("ing", ""), ("ed", "")),
)
_NOT_A_NAME = re.compile(r"[\W_]+")


class Word(NamedTuple):
    """A word as it is looked up, as it is written (in small letters), and where it stands."""

    term: str
    surface: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Every word of a text; of an identifier the whole and its parts."""
    for run in _RUN.finditer(text):
        if run[0].isascii():
            yield from _latin(run[0], run.start())
        else:
            yield from _chinese(run[0], run.start())


def runs(text: str) -> list[str]:
    """What a person would call the words: between spaces, and where the script changes."""
    return [run[0] for run in _RUN.finditer(text)]


def latin(run: str) -> list[Word]:
    """The words of one run of Latin letters and digits, the whole of it first."""
    return list(_latin(run, 0))


def name_key(text: str) -> str:
    """What two spellings of one name have in common: `Max Tokens`, `max_token`."""
    key = _NOT_A_NAME.sub("", plain(text))
    return stem(key) if key.isascii() and key.isalpha() else key


def plain(text: str) -> str:
    """Full-width letters and digits made plain, all small."""
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """An English word without its ending. Two forms of a word meet; it need not be a word."""
    for endings in _ENDINGS:
        for ending, rest in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word.removesuffix(ending) + rest
                break
    word = word.removesuffix("e") if len(word) > 3 else word
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _latin(run: str, start: int) -> Iterator[Word]:
    parts = list(_PART.finditer(run))
    whole = _NOT_A_NAME.sub("", run).lower()
    if len(whole) > LONGEST_WORD:
        whole = ""
    if whole:
        term = stem(whole) if whole.isalpha() else whole
        yield Word(term, whole, start, start + len(run))
    if len(parts) < 2:
        return
    for part in parts:
        small = part[0].lower()
        if len(small) > 1 and len(small) <= LONGEST_WORD:
            yield Word(stem(small), small, start + part.start(), start + part.end())


def _chinese(run: str, start: int) -> Iterator[Word]:
    if len(run) == 1:
        yield Word(run, run, start, start + 1)
    for i in range(len(run) - 1):
        pair = run[i : i + 2]
        yield Word(pair, pair, start + i, start + i + 2)
