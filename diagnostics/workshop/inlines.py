"""Tables and forms of the rows that belong to an entry."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models as db
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from diagnostics.workshop.forms import PartForm
from diagnostics.workshop.languages import SideBySide
from diagnostics.workshop.references import ReferenceField, ReferenceSelect

_LAST = 100_000  # a place behind all others


class Place(forms.IntegerField):
    """The place of a row among its like, counted from 1; a row without one comes last."""

    def __init__(self) -> None:
        super().__init__(min_value=1, required=False, label=_("Order"))
        self.widget.attrs["class"] = "place"

    def clean(self, value: Any) -> int:
        """The number, or one behind all others."""
        return super().clean(value) or _LAST


class Ordered(BaseInlineFormSet):
    """Rows in an order that the editor gives by numbers, of which only the moved ones change."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Show the place that a row really has; a new row has none yet."""
        super().add_fields(form, index)
        is_there = index is not None and index < self.initial_form_count()
        form.initial["position"] = index + 1 if is_there else None

    def save(self, commit: bool = True) -> list[Any]:
        """Save the rows, then give all of them their places."""
        saved = super().save(commit)
        if commit and self.has_changed():
            self._arrange()
        return saved

    def _arrange(self) -> None:
        present = [
            form for form in self.forms if form.instance.pk and form not in self.deleted_forms
        ]
        rows = [form.instance for form in present if "position" not in form.changed_data]
        moved = [form for form in present if "position" in form.changed_data]
        for form in sorted(moved, key=lambda form: form.cleaned_data["position"]):
            rows.insert(form.cleaned_data["position"] - 1, form.instance)
        for position, row in enumerate(rows):
            row.position = position
        self.model._default_manager.bulk_update(rows, ["position"])


class Part:
    """What all rows have in common: their order, and references without a query a row."""

    extra = 0
    form = PartForm
    formset = Ordered
    classes = ("part",)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """The place of a row is counted from 1; an entry is found by a part of its name."""
        if db_field.name == "position":
            return Place()
        if isinstance(db_field, db.ForeignKey):  # without the links to add and change others
            return self.formfield_for_foreignkey(db_field, request, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(
        self, db_field: db.ForeignKey, request: Any, **kwargs: Any
    ) -> forms.Field:
        """A search field for all rows together."""
        widget = ReferenceSelect(db_field, self.admin_site)
        options = {"form_class": ReferenceField, "widget": widget}
        return super().formfield_for_foreignkey(db_field, request, **{**kwargs, **options})


class Rows(Part, admin.TabularInline):
    """Rows that belong to an entry, in a compact table."""


class Blocks(Part, admin.StackedInline):
    """Rows with so many fields, or such long ones, that each is a form of its own."""


class Texts(SideBySide, Part, TranslationStackedInline):
    """Rows that belong to an entry, with texts in both languages."""
