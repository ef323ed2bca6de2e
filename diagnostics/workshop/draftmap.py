"""The map of the drafts: where the questions lead, where they end, what they cannot separate."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.trials import alike
from diagnostics.web.overview import Branch, tree
from diagnostics.workshop.site import render_screen, screen
from diagnostics.workshop.trying import usable_draft
from diagnostics.workshop.walks import Unreached, unreached


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A state in which nobody is sure and nothing is asked, and the answers that lead there."""

    answers: tuple[str, ...]
    branch: Branch


@dataclass(frozen=True, slots=True)
class Weaknesses:
    """What the questions of a release cannot do."""

    dead_ends: list[DeadEnd]
    alike: list[list[str]]
    unreached: list[Unreached]


_known: WeakKeyDictionary[CompiledRelease, Weaknesses] = WeakKeyDictionary()
_lock = threading.Lock()


@screen("map/", name="workshop_map")
@require_safe
@permission_required("catalogue.view_case", raise_exception=True)
def draft_map(request: HttpRequest) -> HttpResponse:
    """The tree of the questions of the drafts, with its weaknesses on top."""
    draft, problems = usable_draft()
    context = {"problems": problems, **(_mapped(draft) if draft else {})}
    return render_screen(request, "admin/workshop/map.html", context, title=_("Map of the drafts"))


def weaknesses(release: CompiledRelease) -> Weaknesses:
    """What the questions of a release cannot do; found once, then kept with the release."""
    with _lock:
        if release not in _known:
            _known[release] = Weaknesses(
                dead_ends=list(_dead_ends(tree(release, get_language()))),
                alike=alike(release.content),
                unreached=list(unreached(release.engine)),
            )
        return _known[release]


def _mapped(draft: CompiledRelease) -> dict[str, Any]:
    found = weaknesses(draft)
    pages = draft.pages(get_language()).cases

    def entries(slugs: Iterable[str]) -> list[Any]:
        return [pages[slug] for slug in slugs]

    return {
        "root": tree(draft, get_language()),
        "dead_ends": found.dead_ends,
        "alike": [entries(group) for group in found.alike],
        "unreached": [entries((one.case, *one.neighbours)) for one in found.unreached],
    }


def _dead_ends(branch: Branch, answers: tuple[str, ...] = ()) -> Iterator[DeadEnd]:
    if branch.dead_end:
        yield DeadEnd(answers, branch)
    for following in branch.branches:
        yield from _dead_ends(following, (*answers, following.label))
