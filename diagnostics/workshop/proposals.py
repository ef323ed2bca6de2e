"""What the figures propose for grades and priors, with buttons to take it or to leave it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from diagnostics.catalogue.models import Case
from diagnostics.insights import proposals
from diagnostics.insights.proposals import GradeProposal, Proposal
from diagnostics.workshop.site import render_screen, screen

KEY = ("kind", "case", "subject", "proposed")  # fields that name a proposal


@screen("proposals/", name="workshop_proposals")
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("insights.view_count", raise_exception=True)
def show(request: HttpRequest) -> HttpResponse:
    """The proposals by case; a button takes one or leaves it."""
    if request.method == "POST":
        return _decide(request)
    return _page(request)


@permission_required("catalogue.change_case", raise_exception=True)
def _decide(request: HttpRequest) -> HttpResponse:
    proposal = proposals.standing(*(request.POST.get(name, "") for name in KEY))
    if proposal is None:
        messages.warning(
            request, _("That is no longer proposed: the draft or the figures have changed.")
        )
    elif "accept" in request.POST:
        proposals.accept(proposal, request.user)
        messages.success(request, _("The draft has changed: %s") % _headline(proposal))
    elif "dismiss" in request.POST:
        proposals.dismiss(proposal, request.user)
        messages.success(request, _("Dismissed: %s") % _headline(proposal))
    return redirect("admin:workshop_proposals")


def _page(request: HttpRequest) -> HttpResponse:
    keys = dict(Case.objects.values_list("slug", "pk"))
    context = {
        "proposals": [_view(proposal, keys[proposal.case]) for proposal in proposals.proposals()],
        "may_decide": request.user.has_perm("catalogue.change_case"),
    }
    title = _("What the figures propose")
    return render_screen(request, "admin/workshop/proposals.html", context, title=title)


def _view(proposal: Proposal, key: int) -> dict[str, Any]:
    """A proposal in words, with the fields that name it."""
    return {
        "fields": [(name, getattr(proposal, name)) for name in KEY],
        "case": proposal.case,
        "address": reverse("admin:catalogue_case_change", args=[key]),
        "headline": _headline(proposal),
        "sentence": _sentence(proposal),
    }


def _headline(proposal: Proposal) -> str:
    words = {
        "case": proposal.case,
        "subject": proposal.subject,
        "present": proposal.present,
        "proposed": proposal.proposed,
    }
    if isinstance(proposal, GradeProposal):
        return _("%(case)s: grade “%(subject)s” as %(proposed)s instead of %(present)s") % words
    return _("%(case)s: occurs %(proposed)s instead of %(present)s") % words


def _sentence(proposal: Proposal) -> str:
    """The evidence, in numbers."""
    share = proposal.share
    numbers = {"part": share.part, "whole": share.whole, "percent": share.percent}
    if isinstance(proposal, GradeProposal):
        others = proposal.others
        numbers |= {"value": proposal.value, "question": proposal.question}
        numbers |= {"others": others.part, "all": others.whole, "usual": others.percent}
        said = _(
            "Of %(whole)d diagnoses that this case solved and that answer “%(question)s”, "
            "%(part)d say “%(value)s” (%(percent)d %%); where other cases solved it, "
            "%(others)d of %(all)d do (%(usual)d %%)."
        )
        return said % numbers
    numbers["expected"] = f"{100 * proposal.expected:.1f}"
    numbers["percent"] = f"{100 * share.part / share.whole:.1f}"
    numbers["present"] = proposal.present
    return (
        _(
            "Of %(whole)d diagnoses that were certain or solved, %(part)d were this case "
            "(%(percent)s %%); “%(present)s” stands for %(expected)s %%."
        )
        % numbers
    )
