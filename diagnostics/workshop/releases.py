"""The screens of the releases: their list, one of them, two of them side by side, going back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from diagnostics.catalogue.differences import differences
from diagnostics.catalogue.files import ContentError
from diagnostics.catalogue.models import Release
from diagnostics.catalogue.publishing import OvertakenError, roll_back
from diagnostics.catalogue.transfer import ENTRIES
from diagnostics.workshop.differing import entries
from diagnostics.workshop.preview import PUBLISH, LinkForm
from diagnostics.workshop.publish import VIEW
from diagnostics.workshop.site import render_screen, screen


class BackForm(forms.Form):
    """Going back; `base` is the newest release that its author has seen."""

    base = forms.IntegerField(widget=forms.HiddenInput)


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin):
    """Releases cannot be edited: they are published, or published again."""

    list_display = ("__str__", "created", "author", "note", "overruled", "changed")
    list_select_related = ("author",)
    search_fields = ("note", "overruled")
    actions = ("compare_chosen",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        """Releases without their content, which is large."""
        return super().get_queryset(request).defer("snapshot")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only publishing makes a release."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A release never changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Releases stay, so that every one can be published again."""
        return False

    @admin.action(description=gettext_lazy("Compare two releases"), permissions=["view"])
    def compare_chosen(
        self, request: HttpRequest, chosen: QuerySet[Release]
    ) -> HttpResponse | None:
        """Lead from two ticked releases to what differs."""
        numbers = sorted(chosen.values_list("number", flat=True))
        if len(numbers) != 2:
            self.message_user(request, _("Tick two releases to compare."), messages.ERROR)
            return None
        query = urlencode({"from": numbers[0], "to": numbers[1]})
        return HttpResponseRedirect(f"{reverse('admin:catalogue_compare')}?{query}")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One release: what it changed, and what is in it."""
        if not self.has_view_permission(request) or request.method == "POST":
            raise PermissionDenied
        release = get_object_or_404(Release.objects.select_related("author"), pk=object_id)
        before = Release.objects.filter(number__lt=release.number).first()
        newest = Release.objects.values_list("number", flat=True).first()
        found = differences(before.snapshot if before else {}, release.snapshot)
        context = {
            "release": release,
            "before": before,
            "newest": newest,
            "entries": entries(found) if before else [],
            "may_publish": request.user.has_perm(PUBLISH),
            "content": _content(release.snapshot),
            "link_form": LinkForm(initial={"release": release.number}),
        }
        return render_screen(request, "admin/workshop/release.html", context, title=str(release))


@screen("catalogue/release/compare/", name="catalogue_compare")
@require_safe
def compare_view(request: HttpRequest) -> HttpResponse:
    """What differs between two releases, `?from=` and `?to=`."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    one, other = (_numbered(request.GET.get(name, "")) for name in ("from", "to"))
    title = _("From release %(one)d to release %(other)d")
    return render_screen(
        request,
        "admin/workshop/compare.html",
        {"entries": entries(differences(one.snapshot, other.snapshot))},
        title=title % {"one": one.number, "other": other.number},
    )


@screen("catalogue/release/<int:number>/roll-back/", name="catalogue_roll_back")
@require_http_methods(["GET", "HEAD", "POST"])
def roll_back_view(request: HttpRequest, number: int) -> HttpResponse:
    """Show what going back to a release would change, and do it."""
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    release = get_object_or_404(Release, number=number)
    if request.method != "POST":
        return _back_page(request, release)
    form = BackForm(request.POST)
    if not form.is_valid():
        return _back_page(
            request, release, status=422, problem=_("Look at it first, then go back.")
        )
    try:
        again = roll_back(number, request.user, form.cleaned_data["base"])
    except OvertakenError as problem:
        return _back_page(request, release, status=409, problem=str(problem))
    except ContentError as problem:
        return _back_page(request, release, status=422, problem=str(problem))
    messages.success(request, _("%(release)s is published.") % {"release": again})
    return HttpResponseRedirect(reverse("admin:catalogue_release_changelist"))


def _back_page(
    request: HttpRequest, release: Release, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    newest = Release.objects.first()
    return render_screen(
        request,
        "admin/workshop/compare.html",
        {
            "release": release,
            "entries": entries(differences(newest.snapshot, release.snapshot)),
            "form": BackForm(initial={"base": newest.number}),
            "problem": problem,
        },
        title=_("Go back to release %(number)d") % {"number": release.number},
        status=status,
    )


def _numbered(number: str) -> Release:
    """The release with this number. Raises `Http404`."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    return get_object_or_404(Release, number=number)


def _content(snapshot: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What is in a release: slug and title of each entry, by kind."""
    return [
        (str(model._meta.verbose_name_plural), [_named(node) for node in snapshot.get(kind, [])])
        for kind, model in ENTRIES.items()
    ]


def _named(node: dict[str, Any]) -> tuple[str, str]:
    title = node.get("title") or node.get("name") or {}
    return node.get("slug") or node["old"], title["en"] if isinstance(title, dict) and title else ""
