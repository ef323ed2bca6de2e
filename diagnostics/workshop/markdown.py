"""A preview of Markdown while it is written."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from diagnostics.catalogue import addresses, checks, compiled
from diagnostics.workshop.live import live
from diagnostics.workshop.site import screen

LONGEST = 20_000  # characters that are shown


def is_markdown(db_field: Any) -> bool:
    """Whether a column holds a text in one language that is written in Markdown."""
    original = getattr(db_field, "translated_field", None)
    return original is not None and original.name in compiled.MARKDOWN


def add_preview(widget: Any) -> None:
    """Have a text area show what its Markdown looks like."""
    live(widget, reverse_lazy("admin:preview_markdown"), "text")


@screen("preview-markdown/", name="preview_markdown")
@require_POST
def preview_markdown(request: HttpRequest) -> HttpResponse:
    """A text as pages show it, and what is wrong with its links, as a part of a page."""
    if not request.user.has_perm("catalogue.view_case"):
        raise PermissionDenied
    text = request.POST.get("text", "")[:LONGEST]
    language = request.POST.get("language", "")
    language = language if language in compiled.LANGUAGES else compiled.LANGUAGES[0]
    context = {
        "html": compiled.render(text, language),
        "language": language,
        "problems": list(checks.dead_links(text, addresses.of_drafts())),
    }
    return render(request, "admin/workshop/preview.html", context)
