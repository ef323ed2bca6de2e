"""The log of all changes, as a list that nobody can change."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from diagnostics.catalogue import history
from diagnostics.catalogue.differences import Field
from diagnostics.catalogue.models import Change
from diagnostics.catalogue.transfer import ENTRIES, key_of

SHORT = 1500  # characters of a field, before and after, that the list shows word by word
FEW = 4  # fields of a change that the list shows


class OfEntry(admin.SimpleListFilter):
    """The changes of one entry, `kind/slug`; a link leads here, so it offers nothing itself."""

    title = _("entry")
    parameter_name = "entry"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The entry that was asked for, so that the list can be widened again."""
        asked = request.GET.get(self.parameter_name)
        return [(asked, asked)] if asked else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Change]) -> QuerySet[Change]:
        """What happened to the entry, under earlier slugs too."""
        kind, _slash, slug = (self.value() or "").partition("/")
        return queryset & history.of(kind, slug) if slug else queryset


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin):
    """One line for each change: who did what to which entry, when, from what and to what."""

    list_display = ("when", "action", "entry", "what")
    list_filter = (OfEntry, "kind", "action", ("author", admin.RelatedOnlyFieldListFilter), "made")
    list_select_related = ("author",)
    list_per_page = 50
    search_fields = ("slug", "author__username")

    fields = readonly_fields = ("made", "who", "action", "entry", "edition", "everything")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Changes write themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What happened stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What happened stays."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """An address for each entry by its name, as the log knows no keys."""
        view = self.admin_site.admin_view(self.entry_view)
        return [
            path("entry/<str:kind>/<str:slug>/", view, name="catalogue_entry"),
            *super().get_urls(),
        ]

    def entry_view(self, request: HttpRequest, kind: str, slug: str) -> HttpResponse:
        """Lead to the page of an entry; to its log where it is gone or has another name now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        model = ENTRIES.get(kind)
        if model is None:
            raise Http404
        row = model._default_manager.filter(**{key_of(model): slug}).only("pk").first()
        if row:
            page = reverse(f"admin:catalogue_{model._meta.model_name}_change", args=[row.pk])
            return HttpResponseRedirect(page)
        messages.info(request, _("There is no entry %(slug)s any more.") % {"slug": slug})
        log = reverse("admin:catalogue_change_changelist")
        return HttpResponseRedirect(f"{log}?{urlencode({'entry': f'{kind}/{slug}'})}")

    @admin.display(description=_("when and who"), ordering="pk")
    def when(self, change: Change) -> SafeString:
        """Day and time, and the author, short enough for a list."""
        made = f"{timezone.localtime(change.made):%Y-%m-%d %H:%M}"
        return format_html("{}<br>{}", made, self.who(change))

    @admin.display(description=_("who"), ordering="author__username")
    def who(self, change: Change) -> str:
        """The author; changes without one came from a command."""
        return str(change.author or _("a command"))

    @admin.display(description=_("entry"), ordering="slug")
    def entry(self, change: Change) -> SafeString | str:
        """What was changed, with a link to its page."""
        name = f"{change.kind}/{change.slug}".rstrip("/")
        if not change.slug or change.kind not in ENTRIES:
            return name
        page = reverse("admin:catalogue_entry", args=[change.kind, change.slug])
        return format_html('<a href="{}">{}</a>', page, name)

    @admin.display(description=_("what"))
    def what(self, change: Change) -> SafeString:
        """The first few fields, word by word where they are short."""
        return _differences(change, FEW, SHORT)

    @admin.display(description=_("what"))
    def everything(self, change: Change) -> SafeString:
        """All fields, word by word."""
        return _differences(change, len(change.fields), None)


def _differences(change: Change, few: int, short: int | None) -> SafeString:
    fields = [*_fields(change)]
    shown = [
        (field, short is None or len(f"{field.before}{field.after}") <= short)
        for field in fields[:few]
    ]
    context = {"fields": shown, "more": len(fields) - len(shown), "change": change}
    return render_to_string("admin/workshop/parts/differences.html", context)


def _fields(change: Change) -> Iterator[Field]:
    for name, before, after in change.fields:
        yield Field((name,), before, after)
