"""Texts whose translation was left behind when their meaning changed.

What is marked is a pair of texts, by its hash, so a mark needs no row, field or number to hold on
to: it ends when either text is written anew, and outlives an import that leaves both as they are.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models as db
from django.db.models.functions import MD5, Concat
from django.utils import timezone

from diagnostics.catalogue.models import OutdatedText
from diagnostics.catalogue.schema import Node, Texts
from diagnostics.catalogue.shape import CHILDREN, ENTRIES, LANGUAGES, translated

# Lists need not correspond line by line, so neither language is a translation of the other.
LISTS = frozenset(
    name
    for node in Node.__subclasses__()
    for name, field in node.model_fields.items()
    if field.annotation in (Texts, Texts | None)
)
CODES = tuple(code for code, _suffix in LANGUAGES)
_BETWEEN = "\x1f"  # a separator that no text holds


def key(pair: Sequence[str]) -> str:
    """What a pair of texts is known by; `_key_of` has the database say the same."""
    return hashlib.md5(_BETWEEN.join(pair).encode(), usedforsecurity=False).hexdigest()


def paired(model: type[db.Model]) -> list[str]:
    """The fields of a model in which one language is a translation of the other."""
    return sorted(translated(model) - LISTS)


def columns(name: str) -> list[str]:
    """The columns of a translated field."""
    return [f"{name}_{suffix}" for _code, suffix in LANGUAGES]


def marks() -> dict[str, OutdatedText]:
    """All marks, by the key of their pair."""
    return {mark.pair: mark for mark in OutdatedText.objects.all()}


def rewritten(before: Sequence[str], after: Sequence[str], *, same_meaning: bool) -> None:
    """Note that a pair was written anew, in one language or both.

    same_meaning: only the wording has changed, so the other language is as good as it was.
    """
    changed = [code for code, old, new in zip(CODES, before, after, strict=True) if old != new]
    if len(changed) != 1 or not all((*before, *after)):
        return
    mark = OutdatedText.objects.filter(pair=key(before)).first()
    [behind] = [code for code in CODES if code not in changed]
    if mark and (same_meaning or mark.language == behind):
        _mark(after, mark.language, mark.since)
    elif not mark and not same_meaning:
        _mark(after, behind, timezone.now())
    # Else nothing was marked, or what was left behind has been brought up to date.


def with_outdated(model: type[db.Model]) -> db.QuerySet[Any]:
    """The rows of a model that hold an outdated text, themselves or in a part of them."""
    marked = OutdatedText.objects.values("pair")
    found = db.Q()
    for name in paired(model):
        found |= db.Q((f"{name}_key__in", marked))
    for name in CHILDREN.get(model, ()):
        part = model._meta.get_field(name)
        found |= db.Q(pk__in=with_outdated(part.related_model).values(part.field.attname))
    rows = model._default_manager.alias(**{f"{name}_key": _key_of(name) for name in paired(model)})
    return rows.filter(found) if found else rows.none()


def prune() -> None:
    """Take away the marks of pairs that no draft holds any more."""
    if OutdatedText.objects.exists():
        OutdatedText.objects.exclude(pair__in=_held()).delete()


def _mark(pair: Sequence[str], language: str, since: datetime) -> None:
    mark, _created = OutdatedText.objects.update_or_create(
        pair=key(pair), defaults={"language": language}
    )
    OutdatedText.objects.filter(pk=mark.pk).update(since=since)


def _held() -> set[str]:
    """The marked pairs that stand somewhere in the drafts."""
    marked = OutdatedText.objects.values("pair")
    found = [
        model._default_manager.order_by().annotate(found=_key_of(name)).filter(found__in=marked)
        for model in _models()
        for name in paired(model)
    ]
    pairs = [rows.values_list("found", flat=True) for rows in found]
    return set(pairs[0].union(*pairs[1:]))


def _key_of(name: str) -> MD5:
    """What `key` says of a translated field, in the database."""
    first, second = columns(name)
    return MD5(Concat(first, db.Value(_BETWEEN), second, output_field=db.TextField()))


def _models() -> list[type[db.Model]]:
    """All models with texts in both languages."""
    models = list(ENTRIES.values())
    for model in models:  # grows while it is walked through
        models += [model._meta.get_field(name).related_model for name in CHILDREN.get(model, ())]
    return [model for model in models if translated(model)]
