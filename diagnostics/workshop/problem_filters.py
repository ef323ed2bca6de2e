"""The filters of the inbox: what is open, why it was sent, in which language, whose it is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.insights.models import Problem, Report

LATELY = timedelta(days=7)
ALL = "all"


class StateFilter(admin.SimpleListFilter):
    """New problems, unless another state is chosen: what is done is out of the way."""

    title = _("state")
    parameter_name = "state__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The states, and all of them."""
        return [*Problem.State.choices, (ALL, _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Problem]) -> QuerySet[Problem]:
        """Problems in the chosen state."""
        state = self.value() or Problem.State.NEW
        return queryset if state == ALL else queryset.filter(state=state)

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """No choice stands for none: the first state is what one sees then."""
        chosen = self.value() or Problem.State.NEW
        for value, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": value == chosen, "query_string": query, "display": title}


class OfReports(admin.SimpleListFilter):
    """Problems of which some report has a value; `parameter_name` is the field of the report."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Problem]) -> QuerySet[Problem]:
        """Problems with such a report."""
        if not self.value():
            return queryset
        reports = Report.objects.filter(
            problem=OuterRef("pk"), **{self.parameter_name: self.value()}
        )
        return queryset.filter(Exists(reports))


class ReasonFilter(OfReports):
    """Why it was sent."""

    title = _("reason")
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The reasons."""
        return list(Report.Reason.choices)


class LanguageFilter(OfReports):
    """The language of the page from which it was sent."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The languages of the pages."""
        return list(settings.LANGUAGES)


class AssigneeFilter(admin.SimpleListFilter):
    """Whose it is."""

    title = _("assigned to")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Me, or nobody."""
        return [("me", _("me")), ("nobody", _("nobody"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Problem]) -> QuerySet[Problem]:
        """Problems of this person, or of none."""
        wanted = {"me": {"assignee": request.user}, "nobody": {"assignee": None}}
        return queryset.filter(**wanted.get(self.value() or "", {}))


class FirstSeenFilter(admin.SimpleListFilter):
    """What is new lately."""

    title = _("first seen")
    parameter_name = "first"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """One period: editors look once a week."""
        return [("lately", _("in the last 7 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Problem]) -> QuerySet[Problem]:
        """Problems that nobody had before."""
        if self.value() != "lately":
            return queryset
        return queryset.filter(first__gte=timezone.now() - LATELY)
