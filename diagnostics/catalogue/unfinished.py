"""Cases in the works: begun with what is known, and part of the catalogue when nothing is missing.

An incomplete case would keep everybody from trying, previewing and publishing the drafts, so it is
left out of them until it is complete.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Max
from pydantic import ValidationError

from diagnostics.catalogue import schema
from diagnostics.catalogue.checks import LEARNED_FROM
from diagnostics.catalogue.differences import Action, Difference, Field, words
from diagnostics.catalogue.editing import changed
from diagnostics.catalogue.files import ContentError
from diagnostics.catalogue.history import record
from diagnostics.catalogue.models import Case
from diagnostics.catalogue.transfer import draft, kind_of

# What a case begins with.
FIRST = (
    *("slug", "title_en", "title_zh_hans", "group", "prior"),
    *("actor", "retry", "message"),
)
NEEDED = (*LEARNED_FROM, "sources")  # lists that no schema asks for, but the checks do


def begin(case: Case, author: Any) -> None:
    """Add a new case to the drafts as unfinished, after all others."""
    last = Case.objects.aggregate(last=Max("position"))["last"]
    case.position = 0 if last is None else last + 1
    case.unfinished = True
    with transaction.atomic():
        case.save()
        kind = kind_of(Case)
        record([Difference(kind, case.slug, Action.ADDED)], author, {(kind, case.slug): 1})


def missing(case: Case) -> list[str]:
    """What keeps a case from being published, as sentences; empty when it is complete."""
    data = draft(case)
    lists = (_sentence(name) for name in NEEDED if not data[name])
    return [*_invalid(data), *lists]


def finish(case: Case, author: Any) -> None:
    """Make a complete case part of the catalogue. Raises `ContentError` with what is missing."""
    problems = missing(case)
    if problems:
        raise ContentError("\n".join(problems))
    with transaction.atomic():
        Case.objects.filter(pk=case.pk).update(unfinished=False)
        found = Field(("in the works",), "yes", None)
        changed(case, author, Difference(kind_of(Case), case.slug, Action.CHANGED, (found,)))
    case.refresh_from_db()


def _invalid(data: dict[str, Any]) -> Iterator[str]:
    """What the schema says of a case, in the words of the screens."""
    try:
        schema.Case.model_validate(data)
    except ValidationError as problem:
        for error in problem.errors():
            path = tuple(part + 1 if isinstance(part, int) else part for part in error["loc"])
            yield _sentence(words(path), error["msg"] if error["input"] else "")


def _sentence(place: str, reason: str = "") -> str:
    return f"{place}: {reason}" if reason else f"{place}: there is none yet"
