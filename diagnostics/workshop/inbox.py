"""The inbox: problems that visitors sent in, the most frequent first."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from diagnostics.insights.models import Problem


@admin.register(Problem)
class ProblemAdmin(admin.ModelAdmin):
    """One line for each problem, with the number of reports of it."""

    list_display = ("excerpt", "times", "last", "state", "case", "assignee")
    list_filter = ("state", "assignee")
    search_fields = ("text", "fingerprint")
    fields = ("whole_text", "times", "first", "last", "state", "case", "assignee", "note")
    readonly_fields = ("whole_text", "times", "first", "last")
    autocomplete_fields = ("case",)

    @admin.display(description=_("text"))
    def excerpt(self, problem: Problem) -> str:
        """The beginning of the text."""
        return problem.text[:140]

    @admin.display(description=_("text, redacted"))
    def whole_text(self, problem: Problem) -> SafeString:
        """The text as it was sent."""
        return format_html("<pre>{}</pre>", problem.text)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only visitors add reports."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reports leave by age, not by hand."""
        return False
