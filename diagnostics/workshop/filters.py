"""Questions that a list of entries answers: what is old, missing, never shown, or no help."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import (
    Case,
    Exists,
    F,
    FloatField,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diagnostics.catalogue.models import Alias, Change, Release
from diagnostics.catalogue.outdated import with_outdated
from diagnostics.catalogue.transfer import CHILDREN, LANGUAGES, kind_of, translated
from diagnostics.insights.models import Count

DAYS = 90  # how far back counts are looked at, and after how long a fact is to be checked again
ENOUGH = 10  # answers to "did it help?" below which their share says nothing


def with_verified(
    entries: QuerySet[Any], relation: str = "sources", name: str = "verified"
) -> QuerySet[Any]:
    """Entries with the day on which the oldest of their sources (or codes) was checked."""
    rows = entries.model._meta.get_field(relation)
    oldest = rows.related_model._default_manager.filter(
        **{rows.field.name: OuterRef("pk")}
    ).order_by("verified")
    return entries.annotate(**{name: Subquery(oldest.values("verified")[:1])})


def with_counts(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Cases with `shown`, `solved`, `no_help` in the last 90 days, under earlier slugs too.

    `unhelped` is the share of those for whom it was no help, from 0 to 1; NULL where few said so.
    """
    counted = cases.annotate(
        shown=_times(Count.What.CASE_SHOWN),
        solved=_times(Count.What.CASE_SOLVED),
        no_help=_times(Count.What.CASE_NO_HELP),
    )
    said = F("no_help") + F("solved")
    share = Cast("no_help", FloatField()) / Cast(said, FloatField())
    return counted.annotate(
        told=said, unhelped=Case(When(told__gte=ENOUGH, then=share), default=None)
    )


def _times(what: str) -> Coalesce:
    earlier = Alias.objects.filter(new=OuterRef(OuterRef("slug"))).values("old")
    counts = Count.objects.filter(
        Q(name=OuterRef("slug")) | Q(name__in=earlier), what=what, day__gte=_since().date()
    )
    times = counts.values("what").annotate(sum=Sum("times")).values("sum")
    return Coalesce(Subquery(times, output_field=IntegerField()), Value(0))


def _since() -> Any:
    return timezone.now() - timedelta(days=DAYS)


class _Question(admin.SimpleListFilter):
    """A filter with one answer besides "all"."""

    answer: Any = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The one answer."""
        return [("yes", self.answer)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The entries for which it holds."""
        return self.matching(queryset) if self.value() == "yes" else queryset

    def matching(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """The entries for which it holds; they have what `with_…` adds."""
        raise NotImplementedError


class Unverified(_Question):
    """Entries of which a source was not looked at for long, or that have none."""

    title = _("sources")
    parameter_name = "unverified"
    answer = _("not verified for 90 days")

    def matching(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """Days are written such that they compare as texts."""
        return entries.filter(Q(verified__lt=_since().date().isoformat()) | Q(verified=None))


class UnverifiedCodes(_Question):
    """Providers of which a code was not looked at for long."""

    title = _("codes")
    parameter_name = "unverified-codes"
    answer = _("not verified for 90 days")

    def matching(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """Providers without codes have nothing to verify."""
        return entries.filter(codes_verified__lt=_since().date().isoformat())


class NeverShown(_Question):
    """Cases at which no diagnosis arrived."""

    title = _("use")
    parameter_name = "unused"
    answer = _("never reached in 90 days")

    def matching(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """Nothing was counted."""
        return entries.filter(shown=0)


class Unhelpful(_Question):
    """Cases of which enough people said whether they helped, the least helpful first."""

    title = _("help")
    parameter_name = "help"
    answer = _("most “did not help” first")

    def matching(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """The share says something."""
        return entries.filter(unhelped__isnull=False)

    def choices(self, changelist: Any) -> Any:
        """The answer sorts the list as well."""
        column = changelist.list_display.index("no_help_share")
        for choice in super().choices(changelist):
            if choice["display"] == self.answer:
                order = {self.parameter_name: "yes", "o": f"-{column}"}
                choice["query_string"] = changelist.get_query_string(order)
            yield choice


class Unpublished(_Question):
    """Entries that differ from what visitors see."""

    title = _("release")
    parameter_name = "unpublished"
    answer = _("changed since the last release")

    def matching(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """According to the log."""
        last = Release.objects.values_list("created", flat=True).first()
        changes = Change.objects.filter(kind=kind_of(entries.model), slug=OuterRef("slug"))
        if last:
            changes = changes.filter(made__gt=last)
        return entries.filter(Exists(changes))


class Outdated(_Question):
    """Entries with a text that was left behind by its translation, and how many there are."""

    title = _("translation")
    parameter_name = "outdated"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The one answer, with its count."""
        times = with_outdated(model_admin.model).count()
        return [("yes", gettext("outdated (%(times)d)") % {"times": times})]

    def matching(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """The entries of which a text is marked, in their rows too."""
        return entries.filter(pk__in=with_outdated(entries.model).values("pk"))


class Untranslated(admin.SimpleListFilter):
    """Entries of which a text is missing in one language, in their rows too."""

    title = _("missing texts")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The languages."""
        return [
            (code.replace("-", "_"), format_lazy(_("{language} is missing"), language=name))
            for code, name in settings.LANGUAGES
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The entries that lack the language."""
        if self.value() not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(_missing(queryset.model, self.value()))


def _missing(model: type[Model], language: str) -> Q:
    """Whether a row, or one of those that belong to it, lacks a text that it must have."""
    found = Q()
    for name in translated(model):
        empty = Q(**{f"{name}_{language}": ""}) | Q(**{f"{name}_{language}": None})
        found |= empty if _is_required(model, name) else empty & _is_written(name)
    for name in CHILDREN.get(model, ()):
        relation = model._meta.get_field(name)
        lacks = _missing(relation.related_model, language)
        if lacks:
            rows = relation.related_model._default_manager
            found |= Exists(rows.filter(lacks, **{relation.field.name: OuterRef("pk")}))
    return found


def _is_required(model: type[Model], name: str) -> bool:
    return not model._meta.get_field(name).blank


def _is_written(name: str) -> Q:
    """Whether an optional text exists in any language."""
    written = Q()
    for _code, suffix in LANGUAGES:
        written |= Q(**{f"{name}_{suffix}__gt": ""})
    return written
