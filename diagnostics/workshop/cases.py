"""The page of a case, from what happened to where it was read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from diagnostics.catalogue import models
from diagnostics.workshop import filters
from diagnostics.workshop.entries import ADDRESS, PageAdmin, rows, texts
from diagnostics.workshop.evidence import CaseForm
from diagnostics.workshop.guarding import Guarded
from diagnostics.workshop.languages import Bilingual
from diagnostics.workshop.patterns import PatternBlocks
from diagnostics.workshop.renaming import Renamable
from diagnostics.workshop.sections import Section
from diagnostics.workshop.unfinished import MayBeUnfinished


@admin.register(models.Case)
class CaseAdmin(MayBeUnfinished, Renamable, PageAdmin):
    """A case with all that belongs to it on one page."""

    form = CaseForm
    list_display = ("titles", "prior", "verified", "shown", "solved", "no_help_share")
    list_filter = (
        "unfinished",
        *PageAdmin.list_filter,
        filters.NeverShown,
        filters.Unhelpful,
        *("group", "actor", "retry", "prior"),
    )
    search_fields = ("slug", "title_en", "title_zh_hans", "message", "patterns__match")
    inlines = (
        texts(models.Step),
        PatternBlocks,
        rows(models.Example),
        texts(models.Experiment, show_change_link=True),
        texts(models.Note),
        texts(models.Related, fk_name="of"),
        rows(models.CaseSource),
    )
    sections = (
        Section(
            _("What happened"),
            _("In the words of the person who has the problem, then why it happens."),
            fields=("title", "summary", "cause", "group", "prior"),
        ),
        Section(
            _("What to do"),
            _("One step at a time, the one that helps most people first."),
            fields=("actor", "retry", "wait"),
            inlines=(models.Step,),
        ),
        Section(
            _("Whether it worked"),
            _("How to see that it did, and where to go on when it did not."),
            fields=("confirm", "otherwise"),
        ),
        Section(
            _("How it is recognised"),
            _("What people paste and say. Patterns find it in a text, examples prove it."),
            fields=("message", "symptoms", "wordings"),
            inlines=(models.Pattern, models.Example),
        ),
        Section(
            _("What the answers say"),
            _("How much each answer speaks for this case. Leave an answer neutral when unsure."),
            template="admin/workshop/parts/evidence.html",
        ),
        Section(
            _("One-minute tests"),
            _("What to try to tell this case from its neighbours. Save first, then add outcomes."),
            inlines=(models.Experiment,),
            folded=True,
        ),
        Section(
            _("At providers"),
            _("Only what is different at one provider."),
            inlines=(models.Note,),
            folded=True,
        ),
        Section(
            _("Easily confused with"),
            _("Cases that look alike, and the one thing that tells them apart."),
            inlines=(models.Related,),
            folded=True,
        ),
        Section(
            _("Sources"),
            _("Where this was read, and the day on which it was last checked. At least one."),
            inlines=(models.CaseSource,),
        ),
        ADDRESS,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The cases with how often they were shown and whether they helped."""
        return filters.with_counts(super().get_queryset(request))

    @admin.display(description=_("shown"), ordering="shown")
    def shown(self, case: Any) -> int:
        """How often a diagnosis put it first, in 90 days."""
        return case.shown

    @admin.display(description=_("solved"), ordering="solved")
    def solved(self, case: Any) -> int:
        """How often somebody said that it helped, in 90 days."""
        return case.solved

    @admin.display(description=_("did not help"), ordering="unhelped")
    def no_help_share(self, case: Any) -> str:
        """How often somebody said that it did not, with the share where enough people said so."""
        if case.unhelped is None:
            return str(case.no_help)
        return f"{case.no_help} ({case.unhelped:.0%})"


@admin.register(models.Experiment)
class ExperimentAdmin(Bilingual, Guarded, TranslationAdmin):
    """What an experiment can show; the page of its case leads here and is where it is added."""

    fields = ("text",)
    inlines = (texts(models.Outcome),)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """On the page of the case."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """On the page of the case."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """No entry of its own in the index."""
        return False

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Back to the case."""
        page = reverse("admin:catalogue_case_change", args=[obj.of_id])
        return HttpResponseRedirect(page)
