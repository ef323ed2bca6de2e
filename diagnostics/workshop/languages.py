"""A text in both languages as one field of a form, and marks where one was left behind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from diagnostics.catalogue import outdated
from diagnostics.catalogue.models import OutdatedText
from diagnostics.catalogue.outdated import CODES, columns, paired
from diagnostics.catalogue.shape import translated
from diagnostics.workshop.live import SCRIPT
from diagnostics.workshop.markdown import add_preview, is_markdown

NAMES = {"en": _("English"), "zh-hans": _("Chinese")}


class SideBySide:
    """Part of a screen or an inline: the two languages of a text stand on one line."""

    class Media:
        js = [SCRIPT]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field of a form; a browser is told its language."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(db_field, "translated_field"):
            field.widget.attrs["lang"] = db_field.language
            if is_markdown(db_field):
                add_preview(field.widget)
        return field

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The lines of the form, with the columns of a text on one of them."""
        owners = {c: name for name in translated(self.model) for c in columns(name)}
        return [
            (title, {**options, "fields": _lines(options["fields"], owners)})
            for title, options in super().get_fieldsets(request, obj)
        ]


def _lines(names: Iterable[Any], owners: dict[str, str]) -> list[Any]:
    groups = (tuple(group) for _key, group in groupby(names, lambda name: owners.get(name, name)))
    return [group if len(group) > 1 else group[0] for group in groups]


class Bilingual(SideBySide):
    """Part of a screen for entries with texts in both languages."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form with the marks on its texts, and with what was ticked in vain."""
        context["outdated"] = outdated.marks()
        context["still_right"] = request.POST.getlist("still-right")
        context["same_meaning"] = request.POST.get("meaning") == "same"
        context["asks_meaning"] = kwargs.get("change") and self.has_change_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool
    ) -> None:
        """Save the rows that belong to the entry; then mark what was left behind."""
        super().save_related(request, form, formsets, change)
        if change:
            parts = (part for formset in formsets for part in formset.forms)
            _follow([form, *parts], request)


def _follow(saved: Iterable[forms.ModelForm], request: HttpRequest) -> None:
    """Take away the marks that the editor has checked, and mark what this save left behind."""
    pairs = [pair for form in saved for pair in _pairs(form)]
    checked = {outdated.key(before) for before, _after in pairs}
    checked &= {*request.POST.getlist("still-right")}
    OutdatedText.objects.filter(pair__in=checked).delete()
    for before, after in pairs:
        if before != after:
            outdated.rewritten(before, after, same_meaning=request.POST.get("meaning") == "same")
    outdated.prune()


def _pairs(form: forms.ModelForm) -> Iterator[tuple[list[str], list[str]]]:
    """Every pair of texts of a form, as it was and as it is."""
    for name in paired(type(form.instance)):
        yield _before(form, name), [getattr(form.instance, c) or "" for c in columns(name)]


def _before(form: forms.ModelForm, name: str) -> list[str]:
    """A text in both languages as the form found it."""
    return [form.initial.get(c, getattr(form.instance, c)) or "" for c in columns(name)]


@dataclass(frozen=True, slots=True)
class OneText:
    """The input for one language. mark: says since when it has been outdated."""

    language: str
    field: Any
    mark: OutdatedText | None

    @property
    def name(self) -> str:
        """What the language is called."""
        return str(NAMES[self.language])

    @property
    def other(self) -> str:
        """What the language is called that this one is a translation of."""
        return next(str(name) for code, name in NAMES.items() if code != self.language)


@dataclass(frozen=True, slots=True)
class BothTexts:
    """A text in both languages, as a template shows it."""

    title: str
    is_markdown: bool
    texts: list[OneText]

    @classmethod
    def of(cls, line: Any, marks: dict[str, OutdatedText] | None) -> "BothTexts | None":
        """The text of a line of a form in Django admin; None where the line is something else,
        such as the text in one language.
        """
        column = line.fields[0]
        model = type(line.form.instance)
        owner = next((n for n in translated(model) if column in columns(n)), None)
        if owner is None or len(line.fields) != len(CODES):
            return None
        mark = (marks or {}).get(outdated.key(_before(line.form, owner)))
        texts = [
            OneText(code, field, mark if mark and mark.language == code else None)
            for code, field in zip(CODES, line, strict=True)
        ]
        title = str(model._meta.get_field(owner).verbose_name)
        return cls(title, is_markdown(model._meta.get_field(column)), texts)
