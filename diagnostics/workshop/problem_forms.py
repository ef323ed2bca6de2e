"""The forms of the inbox: a decision about a problem, and what its text adds to the drafts."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _

from diagnostics.catalogue.models import Case, Example, Pattern
from diagnostics.catalogue.unfinished import FIRST
from diagnostics.insights.models import Problem
from diagnostics.intake import innermost
from diagnostics.workshop.live import SCRIPT
from diagnostics.workshop.patterns import make_live

LONGEST_SLUG = 60
SLUG_WORDS = 4  # words of a line that a proposed slug takes


class Decision(models.TextChoices):
    """What the button that was pressed does, besides keeping the fields."""

    TAKE = "take"
    CONFIRM = "confirm"
    EXAMPLE = "example"
    CLOSE = "close"
    REOPEN = "reopen"


class ProblemForm(forms.ModelForm):
    """What is decided about a problem. `decision` is `confirm`, or `confirm:slug` with the case."""

    decision = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Problem
        fields = ("case", "assignee", "note")
        widgets = {"note": forms.Textarea({"rows": 3})}

    def clean_decision(self) -> str:
        """The decision; the case that its button names becomes the true cause."""
        decision, _colon, slug = self.cleaned_data["decision"].partition(":")
        if slug:
            self.cleaned_data["case"] = Case.objects.filter(slug=slug).first()
        return decision

    def clean(self) -> dict[str, Any]:
        """A decision has what it needs."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        decision, case = data.get("decision"), data.get("case")
        if decision and decision not in Decision:
            self.add_error(None, _("There is no such decision."))
        confirmed = self.instance.state == Problem.State.CONFIRMED and not decision
        if not case and (confirmed or decision in {Decision.CONFIRM, Decision.EXAMPLE}):
            self.add_error("case", _("Choose the case that is the true cause first."))
        if decision == Decision.CLOSE and not data.get("note", "").strip():
            self.add_error("note", _("Say why in one sentence, for whoever finds it closed."))
        if decision == Decision.EXAMPLE:
            self._refuse_twin()
        return data

    def _refuse_twin(self) -> None:
        known = Example.objects.filter(text=self.instance.text).select_related("case").first()
        if known:
            message = _("This text is an example of %(case)s already.") % {"case": known.case}
            self.add_error(None, message)


class PatternForm(forms.ModelForm):
    """A tell-tale that is found in the text of a problem."""

    lines = ("case", "slug", "match", "place", "grade", "example")

    class Media:
        js = [SCRIPT]

    class Meta:
        model = Pattern
        fields = ("case", "slug", "match", "place", "grade", "example")
        widgets = {
            "case": AutocompleteSelect(Pattern._meta.get_field("case"), admin.site),
            "match": forms.Textarea({"rows": 3, "spellcheck": "false"}),
            "example": forms.Textarea({"rows": 3, "spellcheck": "false"}),
        }

    @classmethod
    def beside(cls, problem: Problem) -> "type[PatternForm]":
        """The form that tells, while it is filled in, whether the pattern is found in a problem."""
        form = type(cls)(cls.__name__, (cls,), {"__module__": cls.__module__})
        make_live(form, problem=problem.pk)
        return form

    @staticmethod
    def proposal(problem: Problem, case: Case | None) -> dict[str, Any]:
        """What the most telling line of a text suggests."""
        line = innermost(problem.text)
        return {
            "case": case,
            "slug": proposed_slug(case.slug if case else "", line),
            "match": literal(line),
            "grade": "likely",
            "example": line,
        }


class CaseForm(forms.ModelForm):
    """The beginning of a case."""

    lines = (
        *("slug", ("title_en", "title_zh_hans"), "group", "prior"),
        *("actor", "retry", "message"),
    )

    class Meta:
        model = Case
        fields = FIRST

    @staticmethod
    def proposal(problem: Problem) -> dict[str, Any]:
        """What a text says of its case."""
        longest = Case._meta.get_field("message").max_length
        return {"message": innermost(problem.text)[:longest], "prior": "rare"}


def proposed_slug(start: str, line: str) -> str:
    """A slug that no pattern has, made of the first words of a line without numbers."""
    said = [word for word in slugify(line).split("-") if word.isalpha()][:SLUG_WORDS]
    slug = "-".join(filter(None, [start, *said]))[: LONGEST_SLUG - 3].strip("-")
    taken = set(Pattern.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    names = [slug, *(f"{slug}-{number}" for number in range(2, 100))]
    return next((name for name in names if name not in taken), "")


def literal(line: str) -> str:
    """An expression that finds a line whatever its numbers are."""
    return re.sub(r"\d+", r"\\d+", re.sub(r"[.^$*+?{}\[\]()|\\!]", r"\\\g<0>", line))
