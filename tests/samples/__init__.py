"""Texts as people paste them, written for these tests: eight a cause, and some that tell nothing.

Some are also in the catalogue, which learns from its texts, so figures on all samples flatter;
`unheard` leaves those out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from diagnostics.catalogue.schema import Content

FOLDER = Path(__file__).parent
UNKNOWN = "unknown"  # the file of texts from which no cause can be told

_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, the case that it is about, and what its writer would answer if asked.

    also: cases that are right as well. case: empty where the text tells of none.
    """

    case: str
    text: str
    also: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def right(self) -> frozenset[str]:
        """Every case that is a right diagnosis."""
        return frozenset({self.case, *self.also} - {""})

    @property
    def language(self) -> str:
        """`zh-hans` where the text has any Chinese, else `en`."""
        return "zh-hans" if _CHINESE.search(self.text) else "en"


def unheard(content: Content) -> list[Sample]:
    """The samples that begin like no text from which the catalogue learns."""
    texts: list[str] = []
    for case in content.cases:
        texts += [example.text for example in case.examples]
        texts += [pattern.example for pattern in case.patterns]
        for group in filter(None, (case.symptoms, case.wordings)):
            texts += [*group.en, *group.zh_hans]
    heard = set(map(_beginning, texts))
    return [sample for sample in samples() if _beginning(sample.text) not in heard]


def _beginning(text: str) -> str:
    return " ".join(text.split())[:50].casefold()


def samples() -> list[Sample]:
    """All samples, in the order of their files."""
    return [
        Sample(
            case="" if file.stem == UNKNOWN else file.stem,
            text=entry["text"],
            also=tuple(entry.get("also", ())),
            answers=entry.get("answers") or {},
        )
        for file in sorted(FOLDER.glob("*.yaml"))
        for entry in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    ]
