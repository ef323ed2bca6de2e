"""The catalogue as a zip file: out of the drafts or the release, and into the drafts."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from diagnostics.catalogue import archives
from diagnostics.catalogue.differences import Action, Difference
from diagnostics.catalogue.files import ContentError, tree_of, unpacked, validated
from diagnostics.catalogue.importing import Plan, plan, usable
from diagnostics.catalogue.models import Release
from diagnostics.catalogue.schema import Content
from diagnostics.catalogue.shape import ENTRIES
from diagnostics.catalogue.transfer import DraftsChangedError, export_content, import_content
from diagnostics.workshop.models import Upload
from diagnostics.workshop.site import render_screen, screen

VIEW = "catalogue.view_case"
IMPORT = "catalogue.import_catalogue"
MOST = 300  # fields that the page shows word by word
SHORT = 1500  # characters of a field, before and after, up to which it does


@screen("move/", name="workshop_move")
def move(request: HttpRequest) -> HttpResponse:
    """Offer the files; say what an uploaded one would change. Nothing is written here."""
    _require(request, VIEW)
    if request.method != "POST":
        return _start(request)
    _require(request, IMPORT)
    file = request.FILES.get("file")
    if file is None:
        return _start(request, [_("Choose the zip file first.")])
    if file.size > archives.PACKED:
        return _start(request, [_("The file is larger than 20 MB, which no catalogue is.")])
    data = file.read()
    try:
        planned = plan(unpacked(data))
    except ContentError as problem:
        return _start(request, str(problem).splitlines())
    return _planned(request, Upload.keep(request.user, data), planned)


@screen("move/import/", name="workshop_import")
@require_POST
def carry_out(request: HttpRequest) -> HttpResponse:
    """Make the drafts what the file holds, if they are still those that it was compared with."""
    _require(request, IMPORT)
    upload = Upload.find(request.user, request.POST.get("upload", ""))
    if upload is None:
        gone = _("The file is no longer here: it is kept for an hour, and one for each person.")
        return _start(request, [gone, _("Nothing was imported. Upload it again.")])
    tree = unpacked(bytes(upload.data))
    try:
        content = usable(tree)
        found = import_content(content, request.user, seen=request.POST.get("seen") or "nothing")
    except DraftsChangedError:
        return _planned(request, upload, plan(tree), changed=True)
    except ContentError as problem:
        return _start(request, str(problem).splitlines())
    upload.delete()
    messages.success(request, _("The drafts are what the file holds: %s.") % _counted(found))
    return redirect("admin:workshop_move")


@screen("move/drafts.zip", name="workshop_drafts_file")
@require_safe
def drafts_file(request: HttpRequest) -> HttpResponse:
    """The drafts as a zip file."""
    _require(request, VIEW)
    try:
        return _zip(export_content(), "fixpath-drafts.zip")
    except ContentError as problem:
        return _start(request, [_("The drafts cannot be exported:"), *str(problem).splitlines()])


@screen("move/release.zip", name="workshop_release_file")
@require_safe
def release_file(request: HttpRequest) -> HttpResponse:
    """The newest release as a zip file."""
    _require(request, VIEW)
    release = Release.objects.first()
    if release is None:
        return _start(request, [_("Nothing was published yet.")])
    return _zip(validated(release.snapshot), f"fixpath-release-{release.number}.zip")


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _start(request: HttpRequest, problems: Iterable[str] = ()) -> HttpResponse:
    context = {
        "problems": [*problems],
        "release": Release.objects.only("number").first(),
        "may_import": request.user.has_perm(IMPORT),
    }
    status = 422 if context["problems"] else 200
    title = _("Import and export")
    return render_screen(request, "admin/workshop/move.html", context, title=title, status=status)


def _planned(
    request: HttpRequest, upload: Upload, planned: Plan, *, changed: bool = False
) -> HttpResponse:
    """What an import would change, and the button that does it.

    changed: whether the drafts have changed since the person last looked.
    """
    context = {
        "upload": upload,
        "planned": planned,
        "changed": changed,
        "counted": _counted(planned.found),
        "kinds": _by_kind(planned.found),
    }
    status = 409 if changed else 200
    title = _("What the file would change")
    return render_screen(request, "admin/workshop/plan.html", context, title=title, status=status)


def _counted(found: list[Difference]) -> str:
    """Such as: 2 added, 1 changed, 0 removed."""
    numbers = {action.value: sum(d.action is action for d in found) for action in Action}
    return _("%(added)s added, %(changed)s changed, %(removed)s removed") % numbers


def _by_kind(found: list[Difference]) -> list[dict[str, Any]]:
    """The entries that differ, list by list; of a great many fields only the first are shown."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    left = MOST
    for difference in found:
        shown = difference.fields[:left]
        left -= len(shown)
        fields = [(f, len(f"{f.before}{f.after}") <= SHORT) for f in shown]
        more = len(difference.fields) - len(shown)
        entry = {"difference": difference, "fields": fields, "more": more}
        kinds.setdefault(difference.kind, []).append(entry)
    return [
        {"name": ENTRIES[kind]._meta.verbose_name_plural, "entries": entries}
        for kind, entries in kinds.items()
    ]


def _zip(content: Content, name: str) -> HttpResponse:
    response = HttpResponse(archives.packed(tree_of(content)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
