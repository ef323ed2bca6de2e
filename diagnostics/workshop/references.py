"""Fields that refer to another entry, whose choices are read once for all rows of a page."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet


class Known:
    """The entries that may be referred to; read when the first row needs them."""

    def __init__(self, entries: QuerySet[Any]) -> None:
        """entries: of a model with a slug, of which nothing else is read."""
        self._entries = entries.only("slug")
        self._found: dict[str, Model] | None = None

    def get(self, key: Any) -> Model | None:
        """The entry with a primary key, as a browser posts it."""
        if self._found is None:
            self._found = {str(entry.pk): entry for entry in self._entries}
        return self._found.get(str(key))


class ReferenceSelect(AutocompleteSelect):
    """The search field of the admin, which shows the chosen entry without a query of its own."""

    known: Known

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """The chosen entry, and the empty choice that the search field needs to be cleared."""
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        for entry in filter(None, map(self.known.get, value)):
            options.append(self.create_option(name, entry.pk, str(entry), True, len(options)))
        return [(None, options, 0)]


class ReferenceField(forms.ModelChoiceField):
    """A choice of an entry, which takes no query of its own either."""

    def __init__(self, queryset: QuerySet[Any], **options: Any) -> None:
        super().__init__(queryset, **options)
        self.widget.known = self.known = Known(queryset)

    def to_python(self, value: Any) -> Model | None:
        """The entry, or nothing. Raises `ValidationError` where there is no such entry."""
        if value in self.empty_values:
            return None
        entry = self.known.get(getattr(value, "pk", value))
        if entry is None:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value},
            )
        return entry
