"""Differences between two states of the catalogue as the screens list them, entry by entry."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from diagnostics.catalogue.differences import Difference, Field
from diagnostics.catalogue.models import Change
from diagnostics.catalogue.transfer import ENTRIES

IN_WORDS = 200  # entries that are shown word by word; of more, only the names are listed


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that differs: its name, what was done to it, and where its words differ.

    action: `added`, `changed` or `removed`; `done` says it in the language of the screen.
    """

    kind: str
    name: str
    action: str
    done: str
    fields: tuple[Field, ...]


def entries(found: Iterable[Difference]) -> list[Entry]:
    """What the screens show of differences, in the order of the catalogue."""
    return [
        Entry(
            kind=str(ENTRIES[difference.kind]._meta.verbose_name),
            name=difference.slug or _("order of the list"),
            action=difference.action.value,
            done=str(Change.Action(difference.action).label),
            fields=difference.fields if number < IN_WORDS else (),
        )
        for number, difference in enumerate(found)
    ]
