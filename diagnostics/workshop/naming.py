"""The entries that sentences about the drafts name, with the addresses of their pages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from diagnostics.catalogue.places import ONE

_KINDS = {one: kind for kind, one in ONE.items()}
_NAMED = re.compile(rf"({'|'.join(_KINDS)}) ([a-z0-9]+(?:-[a-z0-9]+)*)\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and where the entry is changed that it begins with; nowhere where it has none."""

    text: str
    address: str = ""


def named(sentence: str) -> tuple[str, str] | None:
    """The kind and slug of the entry that a sentence begins with, if it does."""
    found = _NAMED.match(sentence)
    return (_KINDS[found[1]], found[2]) if found else None


def linked(sentences: Iterable[str]) -> list[Sentence]:
    """The sentences with the addresses of the entries that they begin with."""
    return [
        Sentence(text, reverse("admin:catalogue_entry", args=entry) if entry else "")
        for text in sentences
        for entry in [named(text)]
    ]
