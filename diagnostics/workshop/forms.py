"""Forms that know what they showed when they were opened, so that two editors can be told apart."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from diagnostics.catalogue.models import Experiment
from diagnostics.workshop.references import ReferenceField

EDITION = "edition"  # the hidden field with the edition of the entry that a page was opened with


class Remembering:
    """A form whose page carries the first value of each field along.

    So `changed_data` is what this editor has touched since, whatever others did meanwhile.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True


class PartForm(Remembering, forms.ModelForm):
    """A row that belongs to an entry."""

    def _get_validation_exclusions(self) -> set[str]:
        """A reference is not looked up again for each row: its field has found the entry."""
        found = {name for name, f in self.fields.items() if isinstance(f, ReferenceField)}
        return super()._get_validation_exclusions() | found


class EntryForm(Remembering, forms.ModelForm):
    """An entry, which is saved only while it is as it was when the page was opened."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse what would overwrite the work of somebody else."""
        cleaned = super().clean()
        if not self.instance._state.adding and is_stale(self.instance, self.data):
            self.add_error(None, _("Nothing is saved yet: somebody else has changed this entry."))
        return cleaned


def entry_of(row: Any) -> Any:
    """The entry that a row with a page of its own belongs to."""
    return row.of if isinstance(row, Experiment) else row


def is_stale(row: Any, posted: Any) -> bool:
    """Whether an entry has a newer edition than the page from which this was posted."""
    edition = getattr(entry_of(row), "edition", None)
    return edition is not None and posted.get(EDITION) != str(edition)


def with_plain_newlines(posted: QueryDict) -> QueryDict:
    """What a browser posts has two characters for each end of a line; texts have one."""
    plain = posted.copy()
    for name, values in posted.lists():
        plain.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return plain
