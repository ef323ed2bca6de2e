"""The entries that sentences about the drafts name, with the addresses of their pages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from diagnostics.catalogue import models
from diagnostics.catalogue.transfer import ENTRIES

# What an entry of each kind is called: `cases/slug.yaml`, `case slug`, `Pattern slug`.
MODELS: dict[str, type[Model]] = {
    **ENTRIES,
    **{kind.removesuffix("s"): model for kind, model in ENTRIES.items()},
    "status": models.StatusCode,
    "alias": models.Alias,
    "pattern": models.Pattern,
}
_NAMED = re.compile(
    rf"(?:the )?({'|'.join(MODELS)})(?:: |[/ ])([a-z0-9]+(?:-[a-z0-9]+)*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and where the entry is changed that it begins with; nowhere where it has none."""

    text: str
    address: str = ""


def named(sentence: str) -> tuple[type[Model], str] | None:
    """The kind and slug of the entry that a sentence begins with, if it does."""
    found = _NAMED.match(sentence)
    return (MODELS[found[1].lower()], found[2]) if found else None


def linked(sentences: Iterable[str]) -> list[Sentence]:
    """The sentences with the addresses of the entries that they begin with."""
    entries = [(text, named(text)) for text in sentences]
    wanted: dict[type[Model], set[str]] = {}
    for _text, entry in entries:
        if entry:
            wanted.setdefault(entry[0], set()).add(entry[1])
    known = {model: addresses(model, slugs) for model, slugs in wanted.items()}
    return [
        Sentence(text, known[entry[0]].get(entry[1], "") if entry else "")
        for text, entry in entries
    ]


def addresses(model: type[Model], slugs: Iterable[str]) -> dict[str, str]:
    """Where each of these entries is changed; a pattern on the page of its case. One query."""
    name = "old" if model is models.Alias else "slug"
    row: Any = models.Case if model is models.Pattern else model
    key = "case_id" if model is models.Pattern else "pk"
    change = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    rows = model._default_manager.filter(**{f"{name}__in": set(slugs)}).order_by()
    return {slug: reverse(change, args=[pk]) for slug, pk in rows.values_list(name, key)}
