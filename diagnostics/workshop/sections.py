"""The page of an entry in sections: fields and rows in the order in which an editor thinks."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page with a title and one sentence that helps.

    fields: of the entry itself. inlines: models of rows that belong to it. template: what else is
    shown. folded: whether it is closed at first.
    """

    title: str | Promise
    sentence: str | Promise
    fields: tuple[str, ...] = ()
    inlines: tuple[type[Any], ...] = ()
    template: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A section with what the page has of it. count: of its rows, None where it has no rows."""

    section: Section
    anchor: str
    fieldsets: list[Any]
    formsets: list[Any]
    count: int | None

    @property
    def is_open(self) -> bool:
        """Whether it is not folded, or hides an error."""
        names = {name for fieldset in self.fieldsets for name in _names(fieldset.fields)}
        return (
            not self.section.folded
            or any(names & set(fieldset.form.errors) for fieldset in self.fieldsets)
            or any(not formset.formset.is_valid() for formset in self.formsets if _bound(formset))
        )


class Sectioned(admin.ModelAdmin):
    """An admin whose page has sections."""

    sections: tuple[Section, ...] = ()

    def __init__(self, *args: Any) -> None:
        """One fieldset for each section with fields, under its title."""
        if self.sections:
            self.fieldsets = [(s.title, {"fields": s.fields}) for s in self.sections if s.fields]
        super().__init__(*args)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Give the page its sections."""
        context["sections"] = [
            _shown(f"section-{number}", section, context)
            for number, section in enumerate(self.sections, start=1)
        ]
        return super().render_change_form(request, context, *args, **kwargs)


def _shown(anchor: str, section: Section, context: dict[str, Any]) -> Shown:
    fieldsets = [f for f in context["adminform"] if section.fields and f.name == section.title]
    formsets = [f for f in context["inline_admin_formsets"] if f.opts.model in section.inlines]
    counts = [formset.formset.initial_form_count() for formset in formsets]
    if section.template:
        counts.append(context["adminform"].form.told)
    return Shown(section, anchor, fieldsets, formsets, sum(counts) if counts else None)


def _names(fields: Any) -> list[str]:
    return [name for line in fields for name in ([line] if isinstance(line, str) else line)]


def _bound(formset: Any) -> bool:
    return formset.formset.is_bound
