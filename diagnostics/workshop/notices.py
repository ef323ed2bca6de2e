"""Notices to visitors: seen at once and without publishing, until they end."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from diagnostics.catalogue import history, notices
from diagnostics.catalogue.differences import Action, Difference, fields
from diagnostics.catalogue.models import Notice
from diagnostics.catalogue.shape import LANGUAGES


@admin.register(Notice)
class NoticeAdmin(TranslationAdmin):
    """Notices, those that end last first; every change is in the log."""

    list_display = ("text_en", "provider", "starts", "expires", "state", "author")
    list_select_related = ("provider", "author")
    list_filter = ("provider",)
    fields = ("text", "provider", "link", "starts", "expires")

    @admin.display(description=gettext_lazy("state"))
    def state(self, notice: Notice) -> str:
        """Whether visitors see it now."""
        now = timezone.now()
        if now >= notice.expires:
            return _("has ended")
        return _("is shown") if now >= notice.starts else _("will be shown")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Room for a sentence or two."""
        if db_field.name.startswith("text"):
            options["widget"] = AdminTextareaWidget({"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **options)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A day, as most outages are over by then."""
        data = super().get_changeform_initial_data(request)
        return {"expires": timezone.now() + timedelta(days=1), **data}

    def save_model(self, request: HttpRequest, obj: Notice, form: Any, change: bool) -> None:
        """Save, with author and log."""
        before = _data(Notice.objects.get(pk=obj.pk)) if change else {}
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)
        action = Action.CHANGED if change else Action.ADDED
        _record(request, obj.pk, action, before, _data(obj))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """`save_model` writes into the log of the catalogue."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """`save_model` writes into the log of the catalogue."""

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Notice]) -> None:
        """What is removed, one by one."""
        for notice in queryset:
            _record(request, notice.pk, Action.REMOVED, _data(notice), {})


def _record(
    request: HttpRequest, number: int, action: Action, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Write into the log what differs, and show it to visitors when it is stored."""
    transaction.on_commit(notices.refresh)
    found = fields(before, after)
    if found:
        history.record([Difference("notices", str(number), action, (*found,))], request.user)


def _data(notice: Notice) -> dict[str, Any]:
    return {
        "text": {code: getattr(notice, f"text_{suffix}") for code, suffix in LANGUAGES},
        "provider": notice.provider.slug if notice.provider else None,
        "link": notice.link,
        "starts": f"{notice.starts:%Y-%m-%d %H:%M} UTC",
        "expires": f"{notice.expires:%Y-%m-%d %H:%M} UTC",
    }
