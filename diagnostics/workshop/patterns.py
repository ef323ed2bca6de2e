"""Patterns that tell what they match while they are written."""

from collections.abc import Mapping
from json import JSONDecodeError, loads
from typing import Any, get_args

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from diagnostics import intake
from diagnostics.catalogue.faults import fault
from diagnostics.catalogue.models import Example, Pattern, phrases
from diagnostics.insights.models import Problem
from diagnostics.workshop.inlines import Blocks
from diagnostics.workshop.live import SCRIPT, live
from diagnostics.workshop.matching import Trial
from diagnostics.workshop.site import screen

FREQUENT = 500  # problems of the inbox that are looked through
ASKED = ("match", "place", "example", "providers")  # fields that are sent


class PatternBlocks(Blocks):
    """The patterns of a case."""

    model = Pattern
    # The expressions come last: what they match is told below them.
    lines = (("position", "slug", "place", "grade"), ("providers", "also"), "example", "match")
    fieldsets = ((None, {"fields": lines}),)

    class Media:
        js = [SCRIPT]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The forms, which ask what their pattern matches."""
        formset = super().get_formset(request, obj, **kwargs)
        make_live(formset.form, case=obj and obj.pk)
        return formset


def make_live(form: type[Any], *, case: Any = None, problem: Any = None) -> None:
    """Have a form of a pattern tell what it matches, below its fields.

    case: the key of the case that it belongs to. problem: the key of a problem of the inbox;
    whether the pattern is found in that one is told first.
    """
    given = {"case": case, "problem": problem}
    query = "&".join(f"{name}={key}" for name, key in given.items() if key)
    for name in ASKED:
        if name in form.base_fields:
            address = f"{reverse('admin:try_pattern')}?{query}"
            live(form.base_fields[name].widget, address, name, of=".inline-related, form")


@screen("try-pattern/", name="try_pattern")
@require_POST
def try_pattern(request: HttpRequest) -> HttpResponse:
    """What a pattern matches, as a part of a page.

    Takes the fields `ASKED`, and in the address the keys `case` and `problem` of `make_live`.
    """
    if not request.user.has_perm("catalogue.view_pattern"):
        raise PermissionDenied
    known = phrases()
    wrong = fault(request.POST.get("match", ""), known)
    context = {"fault": wrong} if wrong else _answer(request, known)
    return render(request, "admin/workshop/pattern.html", context)


def _answer(request: HttpRequest, known: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """What a pattern that can be used matches."""
    sent = request.POST
    try:
        pattern = intake.Pattern("", sent.get("match", ""), _place(sent.get("place", "")))
        trial = Trial(pattern, _providers(sent.get("providers", "")), known)
    except intake.error:
        return {"drafts_are_broken": True}
    case, problem = (_key(request.GET.get(name, "")) for name in ("case", "problem"))
    examples = Example.objects.order_by("case__position", "position")
    own = Q(case=case)
    found = {
        "others": _examples(examples.exclude(own)),
        "own": _examples(examples.filter(own)),
    }
    if request.user.has_perm("insights.view_problem"):
        frequent = Problem.objects.only("text", "times")
        at_hand = ((p, p.text) for p in frequent.filter(pk=problem))
        found = {"at_hand": at_hand, **found, "inbox": ((p, p.text) for p in frequent[:FREQUENT])}
    matches = {name: trial.matches(texts) for name, texts in found.items()}
    example = sent.get("example", "")
    return {
        **matches,
        "example": example,
        "matches_itself": trial.matches_itself(example),
        "is_found": any(kind.found for kind in matches.values()),
        "unread": sum(kind.unread for kind in matches.values()),
        "ascii_only": _is_ascii_only(pattern.match, example),
    }


def _examples(rows: Any) -> Any:
    """Case and text of each example."""
    names = ("case_id", "case__slug", "text")
    return (({"pk": pk, "slug": slug}, text) for pk, slug, text in rows.values_list(*names))


def _place(sent: str) -> intake.Place:
    return next((place for place in get_args(intake.Place) if place == sent), "message")


def _providers(sent: str) -> list[str]:
    """The providers as they are typed; none while that is no list yet."""
    try:
        typed = loads(sent or "[]")
    except (JSONDecodeError, RecursionError):
        return []
    return [slug for slug in typed if isinstance(slug, str)] if isinstance(typed, list) else []


def _key(sent: str) -> int | None:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 18 else None


def _is_ascii_only(match: str, example: str) -> bool:
    r"""Whether `\w` or `\b`, which know ASCII letters only, stand in a pattern for other texts."""
    return not (match + example).isascii() and any(sign in match for sign in (r"\w", r"\b"))
