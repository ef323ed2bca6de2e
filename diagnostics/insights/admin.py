"""The inbox: what visitors sent in, the most frequent first. Nothing in it can be edited."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from diagnostics.insights.models import Report


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """One line for each error, with the number of reports of it."""

    list_display = ("excerpt", "times", "received", "language", "release", "state")
    list_filter = ("state", "language")
    search_fields = ("text", "fingerprint")
    fields = ("received", "whole_text", "facts", "fingerprint", "release", "language", "state")
    actions = ("keep", "close", "reopen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """The newest of each fingerprint, with how many there are."""
        return Report.objects.one_of_each()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The most frequent first."""
        return ("-times", "-received")

    @admin.display(description=_("text"))
    def excerpt(self, report: Report) -> str:
        """The beginning of the text."""
        return report.text[:140]

    @admin.display(description=_("reports"), ordering="times")
    def times(self, report: Report) -> int:
        """How many reports of this error there are."""
        return report.times

    @admin.display(description=_("text, redacted"))
    def whole_text(self, report: Report) -> SafeString:
        """The text as it was sent."""
        return format_html("<pre>{}</pre>", report.text)

    @admin.action(description=_("Keep for the catalogue"))
    def keep(self, request: HttpRequest, chosen: QuerySet[Report]) -> None:
        """Mark the chosen errors as material for a case."""
        self._set(chosen, Report.State.KEPT)

    @admin.action(description=_("Close"))
    def close(self, request: HttpRequest, chosen: QuerySet[Report]) -> None:
        """Mark the chosen errors as done."""
        self._set(chosen, Report.State.CLOSED)

    @admin.action(description=_("Reopen"))
    def reopen(self, request: HttpRequest, chosen: QuerySet[Report]) -> None:
        """Put the chosen errors back."""
        self._set(chosen, Report.State.NEW)

    def _set(self, chosen: QuerySet[Report], state: str) -> None:
        """All reports of an error share its state."""
        prints = list(chosen.values_list("fingerprint", flat=True))
        Report.objects.filter(fingerprint__in=prints).update(state=state)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only visitors add reports."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reports leave by age, not by hand."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Everything."""
        return self.fields
