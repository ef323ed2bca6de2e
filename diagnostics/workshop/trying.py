"""Try it: a text and answers, diagnosed by the drafts and by what is published, side by side."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.current import current
from diagnostics.catalogue.editing import compiled_draft
from diagnostics.catalogue.files import ContentError
from diagnostics.catalogue.models import Case
from diagnostics.intake import MAX_CHARACTERS
from diagnostics.web.facts_url import pairs
from diagnostics.web.forms import AnyText
from diagnostics.workshop.naming import Sentence, linked
from diagnostics.workshop.samples import samples, table
from diagnostics.workshop.sides import choices, contrast, facts_of, side
from diagnostics.workshop.site import render_screen, screen

SAMPLE = "sample"  # number of a text of the case, sent instead of a text


class TextForm(forms.Form):
    """The box; answers may be chosen without a text."""

    text = AnyText(
        strip=False,
        required=False,
        max_length=MAX_CHARACTERS,
        error_messages={
            "max_length": _(
                "That is too long for one look: at most %(limit_value)s characters. "
                "Paste the end of the log, from the error on."
            ),
        },
    )


@screen("try/", name="workshop_try")
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("catalogue.view_case", raise_exception=True)
@sensitive_post_parameters("text")
def try_it(request: HttpRequest) -> HttpResponse:
    """The box, the answers, and what both releases make of them; for a case, of all its texts."""
    given = request.POST if request.method == "POST" else request.GET
    slug = request.GET.get("case")
    case = get_object_or_404(Case, slug=slug) if slug else None
    texts = samples(case) if case else []
    numbered = {str(sample.number): sample.text for sample in texts}
    pasted = request.POST.get("text", "")  # never from the address
    form = TextForm({"text": numbered.get(request.POST.get(SAMPLE, ""), pasted)})
    draft, problems = usable_draft()
    releases = {_("Drafts"): draft} if draft else {}
    releases = {**releases, _("Published"): current()}
    context = {
        "form": form,
        "address": _address(case),
        "case": case,
        "problems": problems,
        "table": table(case, texts, releases) if case else None,
        **_diagnosed(form, given, releases),
    }
    if request.method == "POST" and form.is_valid() and not context["sides"]:
        form.add_error("text", ValidationError(_("Paste a text or choose an answer first.")))
    status = (413 if form.has_error("text", "max_length") else 422) if form.errors else 200
    return render_screen(
        request, "admin/workshop/try.html", context, title=str(_("Try it")), status=status
    )


def _address(case: Case | None) -> str:
    """Where the form is sent: without the answers of the address, which it holds itself."""
    address = reverse("admin:workshop_try")
    return f"{address}?{urlencode({'case': case.slug})}" if case else address


def usable_draft() -> tuple[CompiledRelease | None, list[Sentence]]:
    """The drafts as a release; where they are none, the reasons with the entries to change."""
    try:
        return compiled_draft(), []
    except ContentError as problem:
        return None, linked(str(problem).splitlines())


def _diagnosed(
    form: TextForm, given: QueryDict, releases: Mapping[str, CompiledRelease]
) -> dict[str, Any]:
    """The questions of the form and, where anything is given, a side for each release."""
    text = form.cleaned_data["text"] if form.is_valid() else ""
    sides = [
        side(name, release, facts_of(release, text, given)) for name, release in releases.items()
    ]
    is_given = form.is_valid() and (text.strip() or any(pairs(s.state.facts) for s in sides))
    return {
        "choices": choices(sides[0]),
        "sides": sides if is_given else [],
        "differences": contrast(*sides) if is_given and len(sides) == 2 else [],
    }
