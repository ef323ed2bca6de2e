"""What waits for an editor: numbers for the front page of the workshop."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.current import current
from diagnostics.catalogue.differences import differences
from diagnostics.catalogue.files import ContentError, validated, whole_data
from diagnostics.catalogue.history import latest
from diagnostics.catalogue.models import Case, Release
from diagnostics.catalogue.transfer import drafts
from diagnostics.insights.models import Problem
from diagnostics.workshop.naming import named

FRESH = timedelta(days=90)  # for so long, what was read in a source counts as true


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits: how many, what they are, and where they are dealt with."""

    number: int
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many entries differ from what visitors see, and how many cannot be published as yet."""

    changed: int
    incomplete: int


def published() -> Release | None:
    """The newest release with its author, without its content."""
    return Release.objects.defer("snapshot").select_related("author").first()


def waiting() -> Waiting:
    """What the next release would bring; read anew only after a change or a publication."""
    return _compared(current(), latest())


def tasks(user: Any, drafts_now: Waiting) -> list[Task]:
    """What waits for this user, without what does not."""
    return [task for task in _tasks(user, drafts_now) if task.number]


def _tasks(user: Any, drafts_now: Waiting) -> Iterator[Task]:
    if user.has_perm("insights.view_problem"):
        number = Problem.objects.filter(state=Problem.State.NEW).count()
        text = ngettext("new problem in the inbox", "new problems in the inbox", number)
        yield Task(number, text, reverse("admin:insights_problem_changelist") + "?state__exact=new")
    if not user.has_perm("catalogue.view_case"):
        return
    cases = reverse("admin:catalogue_case_changelist")
    number = drafts_now.incomplete
    text = ngettext("draft is not complete", "drafts are not complete", number)
    yield Task(number, text, reverse("admin:workshop_try"))
    number = Case.objects.filter(unfinished=True).count()
    text = ngettext("case in the works", "cases in the works", number)
    yield Task(number, text, cases + "?unfinished__exact=1")
    number = drafts_now.changed
    text = ngettext("entry changed since the release", "entries changed since the release", number)
    may_see = user.has_perm("catalogue.view_release")
    yield Task(number, text, reverse("admin:catalogue_publish") if may_see else "")
    number = _unverified()
    text = ngettext("case not verified for 90 days", "cases not verified for 90 days", number)
    yield Task(number, text, cases + "?unverified=yes")


def _unverified() -> int:
    """How many cases have a source that was not looked at lately, or none."""
    since = (timezone.now() - FRESH).date().isoformat()
    old = Q(sources__verified__lt=since) | Q(sources=None)
    return Case.objects.filter(old).distinct().count()


@lru_cache(maxsize=1)
def _compared(release: CompiledRelease, _change: int) -> Waiting:
    rows = drafts()
    changed = {(d.kind, d.slug) for d in differences(whole_data(release.content), rows)}
    try:
        validated(rows)
    except ContentError as problem:
        return Waiting(len(changed), len({named(line) for line in str(problem).splitlines()}))
    return Waiting(len(changed), 0)
