"""The page on which an entry that visitors know gets another slug."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnostics.catalogue.addresses import PAGES
from diagnostics.catalogue.models import valid_slug
from diagnostics.catalogue.renaming import mentions, rename
from diagnostics.catalogue.transfer import kind_of
from diagnostics.workshop.guarding import Permanent


class SlugForm(forms.Form):
    """The new slug."""

    slug = forms.CharField(label=gettext_lazy("New slug"), max_length=60, validators=[valid_slug])


class Renamable(Permanent):
    """An admin of entries that can be renamed when their slug is locked."""

    def get_urls(self) -> list[URLPattern]:
        """The page for renaming."""
        view = self.admin_site.admin_view(self.rename_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_rename"
        return [path("<path:object_id>/rename/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer it where the slug is locked."""
        row = context.get("original")
        is_locked = row and "slug" in context["adminform"].readonly_fields
        if is_locked and self.has_change_permission(request, row):
            context["rename_url"] = self._address("rename", row)
        return super().render_change_form(request, context, *args, **kwargs)

    def rename_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what would follow, then do it."""
        row = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = SlugForm(request.POST or None, initial={"slug": row.slug})
        if form.is_valid() and self._renamed(request, row, form):
            return HttpResponseRedirect(self._address("change", row))
        old, kind = row.slug, kind_of(self.model)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Rename %(slug)s") % {"slug": old},
            "opts": self.opts,
            "original": row,
            "form": form,
            "address": f"{PAGES[kind]}{old}/",
            "mentions": sorted({str(entry) for entry, *_rest in mentions(kind, old, f"{old}-")}),
            "back": self._address("change", row),
        }
        status = 422 if request.method == "POST" else 200
        return render(request, "admin/workshop/rename.html", context, status=status)

    def _renamed(self, request: HttpRequest, row: Any, form: SlugForm) -> bool:
        old = row.slug
        try:
            rename(row, form.cleaned_data["slug"], request.user)
        except ValidationError as problem:
            form.add_error("slug", problem)
            return False
        messages.success(
            request,
            _("%(old)s is %(new)s now, and old links will lead to it from the next release on.")
            % {"old": old, "new": row.slug},
        )
        return True

    def _address(self, page: str, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[row.pk])
