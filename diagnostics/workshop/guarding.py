"""Screens of entries: every change is in the log, and nobody overwrites what another one wrote."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from diagnostics.catalogue import history
from diagnostics.catalogue.differences import Action, Difference
from diagnostics.catalogue.editing import changing_all
from diagnostics.catalogue.models import Change
from diagnostics.catalogue.renaming import is_published
from diagnostics.catalogue.transfer import key_of, kind_of
from diagnostics.workshop.forms import (
    EDITION,
    EntryForm,
    entry_of,
    is_stale,
    with_plain_newlines,
)
from diagnostics.workshop.merging import Merged, merged


class Logged(admin.ModelAdmin):
    """An admin whose changes are in the log of the catalogue, instead of the log of Django."""

    form = EntryForm

    def touched(self, row: Any) -> Iterable[Any]:
        """The entries that may change when this row is changed or deleted."""
        return [entry_of(row)]

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """A new entry, with all that belongs to it."""
        kind, name = kind_of(self.model), getattr(obj, key_of(self.model))
        editions = {(kind, name): getattr(obj, EDITION, None)}
        history.record([Difference(kind, name, Action.ADDED)], request.user, editions)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """`changing_all` has compared the entry as a whole."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """`changing_all` sees what is gone."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete an entry, and tell what went with it."""
        with changing_all(self.touched(obj), request.user):
            super().delete_model(request, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The log of this entry."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        entry = entry_of(row)
        name = f"{kind_of(type(entry))}/{getattr(entry, key_of(type(entry)))}"
        log = reverse("admin:catalogue_change_changelist")
        return HttpResponseRedirect(f"{log}?{urlencode({'entry': name})}")


class Guarded(Logged):
    """An admin in which the second of two editors is told what the first has changed.

    Entries are deleted one by one, as a list does not say what others have changed meanwhile.
    """

    actions = None

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the page of an entry, or save it: all that belongs to it, or nothing."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.POST = with_plain_newlines(request.POST)
        with transaction.atomic():
            row = self._locked(request, object_id)
            if row is None or not self.has_change_permission(request, row):
                return super().changeform_view(request, object_id, form_url, extra_context)
            context = dict(extra_context or {})
            if is_stale(row, request.POST):
                context |= self._meanwhile(request, row)
                request.POST = context["merged"].data
            with changing_all(self.touched(row), request.user):
                return super().changeform_view(request, object_id, form_url, context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Give the page what its form needs, and the status that tells how it went."""
        row = context.get("original")
        context[EDITION] = getattr(entry_of(row), EDITION, None) if row else None
        if "merged" in context:
            _mark(context["merged"], context)
            context["errors"] = ()  # the page has a better note at its top
        response = super().render_change_form(request, context, *args, **kwargs)
        if "merged" in context:
            response.status_code = 409
        elif request.method == "POST" and context["errors"]:
            response.status_code = 422
        return response

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask, then delete; ask again when somebody has changed the entry in between."""
        row = self.get_object(request, unquote(object_id))
        context = {**(extra_context or {}), EDITION: getattr(row, EDITION, None)}
        is_refused = request.method == "POST" and row is not None and is_stale(row, request.POST)
        if is_refused:
            context["changes"] = _changes_since(row, request.POST)
            request.POST = QueryDict()
        response = super().delete_view(request, object_id, context)
        if is_refused and response.status_code == 200:
            response.status_code = 409
        return response

    def _locked(self, request: HttpRequest, object_id: str | None) -> Any:
        """The row, while nobody else can save its entry; None where there is none yet."""
        row = self.get_object(request, unquote(object_id)) if object_id else None
        if row is not None:
            entry = entry_of(row)
            type(entry)._default_manager.select_for_update().get(pk=entry.pk)
            row = self.get_object(request, unquote(object_id))
        return row

    def _meanwhile(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What others have changed, and the page with both."""
        names = flatten_fieldsets(self.get_fieldsets(request, row))
        form = self.get_form(request, row, change=True, fields=names)(instance=row)
        formsets = [
            formset(
                instance=row,
                prefix=formset.get_default_prefix(),
                queryset=inline.get_queryset(request),
            )
            for formset, inline in self.get_formsets_with_inlines(request, row)
        ]
        return {
            "merged": merged(request.POST, form, formsets),
            "changes": _changes_since(row, request.POST),
        }


class Permanent(Guarded):
    """Entries with a slug, which is locked as soon as visitors may have linked to it."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Lock the slug of an entry that has been published."""
        locked = ("slug",) if obj and is_published(obj) else ()
        return (*super().get_readonly_fields(request, obj), *locked)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new entry comes after all others."""
        last = self.model._default_manager.aggregate(last=Max("position"))["last"]
        after = 0 if last is None else last + 1
        return {"position": after, **super().get_changeform_initial_data(request)}


def _changes_since(row: Any, posted: QueryDict) -> list[Change]:
    entry = entry_of(row)
    edition = posted.get(EDITION, "")
    known = int(edition) if edition.isdecimal() and len(edition) < 10 else 0
    return list(history.since(kind_of(type(entry)), entry.slug, known))


def _mark(found: Merged, context: dict[str, Any]) -> None:
    """Say at each field that both have written what became of it."""
    words = _("Somebody else has changed this too, see above. Your text is kept.")
    kept = {overlap.name for overlap in found.kept}
    forms = [context["adminform"].form]
    forms += [form for inline in context["inline_admin_formsets"] for form in inline.formset.forms]
    for form in forms:
        for bound in form:
            if bound.html_name in kept:
                form.add_error(bound.name, ValidationError(words))
