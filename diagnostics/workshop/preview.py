"""The screen of the preview links: making them, copying them, withdrawing them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from diagnostics.catalogue import previews
from diagnostics.catalogue.files import ContentError
from diagnostics.catalogue.models import Preview, Release

PUBLISH = "catalogue.publish_release"


def _days(number: int) -> str:
    return ngettext("%d day", "%d days", number) % number


class LinkForm(forms.Form):
    """For what a link is made, and for how long; without a release, for the drafts."""

    release = forms.IntegerField(widget=forms.HiddenInput, required=False)
    days = forms.TypedChoiceField(
        label=gettext_lazy("The link works for"),
        choices=lambda: [(days, _days(days)) for days in previews.DAYS],
        coerce=int,
        initial=7,
    )


@admin.register(Preview)
class PreviewAdmin(admin.ModelAdmin):
    """Links are secrets of those who may publish."""

    list_display = ("what", "link", "expires", "author", "created")
    list_display_links = None
    list_select_related = ("author", "release")
    actions = ("withdraw",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Preview]:
        """Links without what they show."""
        return super().get_queryset(request).defer("snapshot", "release__snapshot")

    def get_urls(self) -> list[URLPattern]:
        """Where a link is made."""
        make = self.admin_site.admin_view(require_POST(self.make_view))
        return [path("make/", make, name="catalogue_make_preview"), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who may publish may show what is not published."""
        return bool(request.user.has_perm(PUBLISH))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same for the entry in the list of screens."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Links are made on the pages of what they show."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A link is withdrawn, not changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A link that was withdrawn is still known as one."""
        return False

    @admin.display(description=gettext_lazy("shows"))
    def what(self, preview: Preview) -> str:
        """What the link shows."""
        if preview.release:
            return str(preview.release)
        day = timezone.localtime(preview.created)
        return _("Drafts of %(time)s") % {"time": f"{day:%Y-%m-%d %H:%M}"}

    @admin.display(description=gettext_lazy("link"))
    def link(self, preview: Preview) -> SafeString | str:
        """The link, while it works."""
        if preview.expires <= timezone.now():
            return _("ended")
        return format_html('<a href="{0}">{0}</a>', address(preview))

    @admin.action(description=gettext_lazy("Withdraw the chosen links"), permissions=["view"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Preview]) -> None:
        """End links at once."""
        now = timezone.now()
        chosen.filter(expires__gt=now).update(expires=now, snapshot=None)
        self.message_user(request, _("The links are withdrawn."), messages.SUCCESS)

    def make_view(self, request: HttpRequest) -> HttpResponse:
        """Make a link and say where it is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = LinkForm(request.POST)
        if not form.is_valid():
            self.message_user(request, _("Choose for how long the link works."), messages.ERROR)
            return _list()
        number = form.cleaned_data["release"]
        release = get_object_or_404(Release, number=number) if number else None
        try:
            preview = previews.make(form.cleaned_data["days"], request.user, release)
        except ContentError as problem:
            self.message_user(
                request,
                _("No page can be made from this yet: %(problem)s") % {"problem": problem},
                messages.ERROR,
            )
            return _list()
        link = request.build_absolute_uri(address(preview))
        said = _("Whoever has this link sees it, with no account: {}")
        self.message_user(request, format_html(said, link), messages.SUCCESS)
        return _list()


def address(preview: Preview) -> str:
    """Where the link leads, without the host."""
    return reverse("web:preview", args=[previews.token(preview)])


def _list() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:catalogue_preview_changelist"))
