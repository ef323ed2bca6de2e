"""The screen on which the drafts are looked at and published."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from diagnostics.catalogue.differences import differences
from diagnostics.catalogue.models import Case, Release
from diagnostics.catalogue.publishing import OvertakenError, PublishingError, Seen, publish
from diagnostics.catalogue.review import Known, Review, review_drafts
from diagnostics.insights.models import Problem
from diagnostics.workshop.differing import entries
from diagnostics.workshop.naming import linked
from diagnostics.workshop.preview import PUBLISH, LinkForm
from diagnostics.workshop.site import render_screen, screen

VIEW = "catalogue.view_release"
LISTED = 200  # failed checks that are listed; more of them have one reason


class PublishForm(forms.Form):
    """What publishing takes; the hidden fields say what its author has looked at."""

    note = forms.CharField(
        label=gettext_lazy("What changes, for the list of releases"),
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
    )
    overrule = forms.CharField(
        label=gettext_lazy("To publish all the same, write the reason"),
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
        required=False,
    )
    base = forms.IntegerField(widget=forms.HiddenInput)
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def show(self, review: Review) -> None:
        """Publish what this review shows, when the form is sent the next time."""
        self.data = {**self.data.dict(), "base": review.base, "fingerprint": review.fingerprint}


def known_problems() -> Iterable[Known]:
    """What visitors sent in, where the editors know the true cause."""
    confirmed = Problem.objects.filter(state=Problem.State.CONFIRMED, case__isnull=False)
    return confirmed.order_by("pk").values_list("case__slug", "text")


@screen("catalogue/release/publish/", name="catalogue_publish")
@require_http_methods(["GET", "HEAD", "POST"])
def publish_view(request: HttpRequest) -> HttpResponse:
    """Show what publishing would change, and publish what was shown."""
    if not request.user.has_perm(PUBLISH if request.method == "POST" else VIEW):
        raise PermissionDenied
    if request.method != "POST":
        review = review_drafts(known_problems())
        seen = {"base": review.base, "fingerprint": review.fingerprint}
        return _page(request, review, PublishForm(initial=seen))
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _again(request, form, status=422)
    try:
        release = publish(
            request.user,
            note=form.cleaned_data["note"],
            overrule=form.cleaned_data["overrule"],
            texts=known_problems(),
            seen=Seen(form.cleaned_data["base"], form.cleaned_data["fingerprint"]),
        )
    except OvertakenError as problem:
        return _again(request, form, status=409, overtaken=str(problem))
    except PublishingError:
        form.add_error("overrule", _("Mend what is listed, or write why it is published as it is."))
        return _again(request, form, status=422)
    messages.success(request, _("%(release)s is published.") % {"release": release})
    return HttpResponseRedirect(reverse("admin:catalogue_release_changelist"))


def _again(
    request: HttpRequest, form: PublishForm, *, status: int, overtaken: str = ""
) -> HttpResponse:
    """The page with what was typed, ready to publish what it shows now."""
    base = form.cleaned_data.get("base")
    review = review_drafts(known_problems())
    form.show(review)
    since = _since(base) if overtaken and base is not None else []
    context = {"overtaken": overtaken, "since": since}
    return _page(request, review, form, status=status, **context)


def _since(base: int) -> list[dict[str, Any]]:
    """The releases after one, with what each changed, the newest first."""
    found: list[Release | None] = [
        *Release.objects.filter(number__gte=base).select_related("author")[:10]
    ]
    if not base:
        found.append(None)  # there was none before the first
    return [
        {
            "release": later,
            "entries": entries(differences(earlier.snapshot if earlier else {}, later.snapshot)),
        }
        for later, earlier in pairwise(found)
    ]


def _page(
    request: HttpRequest, review: Review, form: PublishForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "review": review,
        "entries": entries(review.differences),
        "unfinished": Case.objects.filter(unfinished=True),
        "problems": linked(review.problems[:LISTED]),
        "unlisted": max(0, len(review.problems) - LISTED),
        "form": form,
        "link_form": LinkForm(),
        "may_publish": request.user.has_perm(PUBLISH),
        **more,
    }
    return render_screen(
        request,
        "admin/workshop/publish.html",
        context,
        title=_("Publish the drafts"),
        status=status,
    )
