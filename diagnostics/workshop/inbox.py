"""The inbox: problems that visitors sent in, and what editors do about them."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db.models import Field, ForeignKey
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnostics.catalogue.editing import changing
from diagnostics.catalogue.models import Case, Change
from diagnostics.insights import handling
from diagnostics.insights.models import Problem
from diagnostics.workshop import telling
from diagnostics.workshop.problem_filters import (
    AssigneeFilter,
    FirstSeenFilter,
    LanguageFilter,
    ReasonFilter,
    StateFilter,
)
from diagnostics.workshop.problem_forms import CaseForm, Decision, PatternForm, ProblemForm

# What a decision makes of a problem.
STATES = {
    Decision.CONFIRM: Problem.State.CONFIRMED,
    Decision.CLOSE: Problem.State.CLOSED,
    Decision.REOPEN: Problem.State.NEW,
}
EXCERPT = 110  # characters of a text in the list
DONE = 10  # lines of the log on the page of a problem


@admin.register(Problem)
class ProblemAdmin(admin.ModelAdmin):
    """One line for each problem, and a page on which it is decided with one click."""

    form = ProblemForm
    list_display = ("excerpt", "times", "last_seen", "state", "case", "assignee")
    list_filter = (StateFilter, ReasonFilter, AssigneeFilter, LanguageFilter, FirstSeenFilter)
    list_select_related = ("case", "assignee")
    search_fields = ("text", "fingerprint")
    search_help_text = gettext_lazy("Words of the text")
    fields = ("case", "assignee", "note")
    autocomplete_fields = ("case",)
    actions = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they would count all reports anew for each list

    @admin.display(description=gettext_lazy("text"), ordering="text")
    def excerpt(self, problem: Problem) -> str:
        """The beginning of the text."""
        return problem.text[:EXCERPT]

    @admin.display(description=gettext_lazy("last seen"), ordering="last")
    def last_seen(self, problem: Problem) -> SafeString:
        """How long ago it was sent last, and when exactly."""
        ago = _("%(time)s ago") % {"time": timesince(problem.last, depth=1)}
        exactly = date_format(problem.last, "Y-m-d H:i")
        return format_html('<time title="{}">{}</time>', exactly, ago)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only visitors add reports."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reports leave by age, not by hand."""
        return False

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Only people who can come here can be asked to look at a problem."""
        if db_field.name == "assignee":
            users = db_field.related_model._default_manager
            kwargs["queryset"] = users.filter(is_staff=True, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """People and cases have screens of their own; here they are only chosen."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget = formfield.widget.widget
        return formfield

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, under a name that says its order."""
        title = _("Problems, the most frequent first")
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        """The pages on which a text becomes a pattern or a case."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/pattern/", view(self.pattern_view), name="insights_problem_pattern"),
            path("<int:pk>/case/", view(self.case_view), name="insights_problem_case"),
            *super().get_urls(),
        ]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A form that cannot be taken is answered with 422."""
        response = super().changeform_view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200:
            response.status_code = 422
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show what the problem tells beside the form."""
        problem = context["original"]
        log = Change.objects.filter(kind=handling.KIND, slug=problem.fingerprint)
        context |= {
            "title": _("Problem"),
            "subtitle": None,
            "frequency": telling.frequency(problem),
            "facts": telling.facts_in_words(problem),
            "opinions": telling.opinions(problem.text),
            "log": log.select_related("author")[:DONE],
            "may_edit_cases": request.user.has_perm("catalogue.change_case"),
            "may_add_cases": request.user.has_perm("catalogue.add_case"),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Problem, form: ModelForm, change: bool) -> None:
        """Keep the fields and do what the pressed button says, all of it in the log."""
        decision = form.cleaned_data["decision"]
        if decision == Decision.EXAMPLE and not request.user.has_perm("catalogue.change_case"):
            raise PermissionDenied
        if decision == Decision.EXAMPLE:
            handling.make_example(obj, obj.case, request.user)
            return
        with handling.handling(obj, request.user):
            if decision == Decision.TAKE:
                obj.assignee = request.user
            obj.state = STATES.get(decision, obj.state)

    def response_change(self, request: HttpRequest, obj: Problem) -> HttpResponse:
        """Say what was done, and lead to the next problem."""
        decision = request.POST.get("decision", "").partition(":")[0]
        said = {
            Decision.TAKE: _("It is yours now."),
            Decision.CONFIRM: _("Its true cause is %(case)s. Every release is tried on it."),
            Decision.EXAMPLE: _(
                "It is an example of %(case)s in the drafts, with the next release."
            ),
            Decision.CLOSE: _("It is closed."),
            Decision.REOPEN: _("It is open again."),
        }
        messages.success(request, said.get(decision, _("Saved.")) % {"case": obj.case})
        if decision in {Decision.TAKE, Decision.REOPEN}:
            return HttpResponseRedirect(request.path)
        return self.response_post_save_change(request, obj)

    def pattern_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a pattern that is found in the text to the draft of a case."""
        problem = self._problem(request, pk, "catalogue.change_case")
        case = Case.objects.filter(slug=request.GET.get("case", "")).first() or problem.case
        initial = PatternForm.proposal(problem, case)
        form = PatternForm.beside(problem)(request.POST or None, initial=initial)
        if form.is_valid():
            pattern = form.save(commit=False)
            with changing(pattern.case, request.user):
                pattern.position = pattern.case.patterns.count()
                pattern.save()
            said = _("The pattern %(pattern)s is in the draft of %(case)s.")
            messages.success(request, said % {"pattern": pattern, "case": pattern.case})
            return HttpResponseRedirect(_page(problem))
        return self._beside(request, problem, form, "pattern", _("New pattern"))

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a case with the text as its first example."""
        problem = self._problem(request, pk, "catalogue.add_case")
        form = CaseForm(request.POST or None, initial=CaseForm.proposal(problem))
        if form.is_valid():
            try:
                handling.begin_case(problem, form.save(commit=False), request.user)
            except handling.ExampleExistsError as known:
                form.add_error(None, str(known))
            else:
                said = _("The case %(case)s is begun. It says below what it still needs.")
                messages.success(request, said % {"case": problem.case})
                return HttpResponseRedirect(
                    reverse("admin:catalogue_case_change", args=[problem.case.pk])
                )
        return self._beside(request, problem, form, "case", _("New case"))

    def _problem(self, request: HttpRequest, pk: int, permission: str) -> Problem:
        """The problem, for those who may decide about it and change the drafts."""
        problem = get_object_or_404(Problem, pk=pk)
        if not self.has_change_permission(request, problem) or not request.user.has_perm(
            permission
        ):
            raise PermissionDenied
        return problem

    def _beside(
        self, request: HttpRequest, problem: Problem, form: ModelForm, name: str, title: str
    ) -> HttpResponse:
        """A form with the text of the problem beside it."""
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": problem,
            "adminform": helpers.AdminForm(form, [(None, {"fields": form.lines})], {}),
            "media": self.media + form.media,
        }
        status = 422 if form.errors else 200
        return render(request, f"admin/insights/problem/{name}.html", context, status=status)


def _page(problem: Problem) -> str:
    return reverse("admin:insights_problem_change", args=[problem.pk])
