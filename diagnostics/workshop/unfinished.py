"""Cases in the works on their page: they may be kept incomplete, and say what they lack."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from diagnostics.catalogue import unfinished
from diagnostics.catalogue.files import ContentError
from diagnostics.catalogue.models import Case

FINISH = "_finish"  # the button


class MayBeUnfinished(admin.ModelAdmin):
    """Lets the page of a case keep what is written so far until the case is complete."""

    def get_form(
        self, request: HttpRequest, obj: Case | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Nothing but what the case began with is required as long as it is in the works."""
        form = super().get_form(request, obj, *args, **kwargs)
        if obj and obj.unfinished:
            for name, field in form.base_fields.items():
                field.required = field.required and name in unfinished.FIRST
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say what a case in the works lacks."""
        case = context.get("original")
        if case and case.unfinished:
            context |= {"unfinished": True, "missing": unfinished.missing(case)}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Case) -> HttpResponse:
        """Finish the case where that was asked for; what was typed is kept in any case."""
        if FINISH not in request.POST or not obj.unfinished:
            return super().response_change(request, obj)
        try:
            unfinished.finish(obj, request.user)
        except ContentError:
            messages.warning(request, _("It is saved, but still in the works: see what it lacks."))
        else:
            messages.success(
                request, _("%(case)s is finished: it is in the next release.") % {"case": obj}
            )
        return HttpResponseRedirect(request.path)
