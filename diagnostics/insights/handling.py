"""What editors do about a problem: each decision is a line in the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Max

from diagnostics.catalogue import unfinished
from diagnostics.catalogue.editing import changing
from diagnostics.catalogue.history import record_row
from diagnostics.catalogue.models import Case, Change, Example, Provider
from diagnostics.engine import PROVIDER
from diagnostics.insights.models import Problem

KIND = "problems"  # under which the log has them, by fingerprint
DECIDED = {"state": "state", "case": "true cause", "assignee": "assigned to", "note": "note"}


class ExampleExistsError(ValueError):
    """The text is an example of a case already; the message says of which."""


@contextmanager
def handling(problem: Problem, author: Any) -> Iterator[None]:
    """Change what is decided about a problem inside this block: it is saved, and in the log."""
    with transaction.atomic():
        before = _decided(Problem.objects.select_for_update().get(pk=problem.pk))
        yield
        problem.save(update_fields=[*DECIDED])
        after = _decided(problem)
        found = [(name, before[name], after[name]) for name in after if before[name] != after[name]]
        if found:
            record_row(author, Change.Action.CHANGED, KIND, problem.fingerprint, found)


def confirm(problem: Problem, case: Case, author: Any) -> None:
    """Settle the true cause: from now on, every release is tried on the problem."""
    with handling(problem, author):
        problem.case, problem.state = case, Problem.State.CONFIRMED


def make_example(problem: Problem, case: Case, author: Any) -> None:
    """Settle the true cause, and make the text an example of it in the drafts.

    Raises `ExampleExistsError` where the text is an example already, of this case or another.
    """
    known = Example.objects.filter(text=problem.text).select_related("case").first()
    if known:
        raise ExampleExistsError(f"This text is an example of {known.case} already.")
    with transaction.atomic():
        with changing(case, author):
            last = case.examples.aggregate(last=Max("position"))["last"]
            case.examples.create(
                text=problem.text,
                provider=_provider(problem),
                position=0 if last is None else last + 1,
            )
        confirm(problem, case, author)


def begin_case(problem: Problem, case: Case, author: Any) -> None:
    """Begin a new case in the drafts, with the problem as its first example."""
    with transaction.atomic():
        unfinished.begin(case, author)
        make_example(problem, case, author)


def _provider(problem: Problem) -> Provider | None:
    """The provider that answered, as the latest report has it."""
    report = problem.reports.first()
    facts = dict(report.facts) if report else {}
    return Provider.objects.filter(slug=facts.get(PROVIDER, "")).first()


def _decided(problem: Problem) -> dict[str, str | None]:
    return {name: str(getattr(problem, field) or "") or None for field, name in DECIDED.items()}
