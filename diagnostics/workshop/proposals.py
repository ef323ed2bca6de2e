"""What the figures propose for grades and priors, with buttons to take it or to leave it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from diagnostics.catalogue.models import Case, Option
from diagnostics.insights import proposals
from diagnostics.insights.proposals import GradeProposal, PriorProposal, Proposal
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
    options = Option.objects.select_related("question")
    labels = {f"{o.question.slug}={o.value}": (o.question.title, o.label) for o in options}
    context = {
        "proposals": [
            {
                "fields": [(name, getattr(proposal, name)) for name in KEY],
                "case": proposal.case,
                "address": reverse("admin:catalogue_case_change", args=[keys[proposal.case]]),
                "headline": _headline(proposal),
                "sentence": _of_prior(proposal)
                if isinstance(proposal, PriorProposal)
                else _of_grade(proposal, *labels[proposal.subject]),
            }
            for proposal in proposals.proposals()
        ],
        "may_decide": request.user.has_perm("catalogue.change_case"),
    }
    title = _("What the figures propose")
    return render_screen(request, "admin/workshop/proposals.html", context, title=title)


def _headline(proposal: Proposal) -> str:
    words = {
        "case": proposal.case,
        "subject": proposal.subject,
        "present": proposal.present,
        "proposed": proposal.proposed,
    }
    if proposal.subject:
        return _("%(case)s: %(subject)s is %(proposed)s, not %(present)s") % words
    return _("%(case)s: occurs %(proposed)s, not %(present)s") % words


def _of_grade(proposal: GradeProposal, question: str, answer: str) -> str:
    """The evidence for a grade, in numbers."""
    said = _(
        "Of %(whole)d diagnoses that this case solved and in which “%(question)s” is answered, "
        "%(part)d say “%(answer)s” (%(percent)d %%). Where other cases solved it, %(others)d of "
        "%(all)d say so (%(usual)d %%)."
    )
    return said % {
        "question": question,
        "answer": answer,
        "part": proposal.share.part,
        "whole": proposal.share.whole,
        "percent": proposal.share.percent,
        "others": proposal.others.part,
        "all": proposal.others.whole,
        "usual": proposal.others.percent,
    }


def _of_prior(proposal: PriorProposal) -> str:
    """The evidence for a prior, in numbers."""
    said = _(
        "Of %(whole)d diagnoses that were certain or solved, %(part)d were this case "
        "(%(percent).1f %%); “%(present)s” stands for %(expected).1f %%."
    )
    return said % {
        "part": proposal.share.part,
        "whole": proposal.share.whole,
        "percent": 100 * (proposal.share.value or 0),
        "present": proposal.present,
        "expected": 100 * proposal.expected,
    }
