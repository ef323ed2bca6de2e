"""What two editors did to the same entry, put together field by field.

A page carries the first value of each field along, so three are known of each: what was there when
the page was opened, what is there now, and what was typed. Whatever was not touched becomes what
is there now; whatever was touched stays as it was typed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import BaseForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.text import capfirst

from diagnostics.catalogue.differences import Piece, compared

_MOST = 1000  # rows of one kind


@dataclass(frozen=True, slots=True)
class Overlap:
    """A place that somebody else has changed since the page was opened.

    name: the field of the page; empty for a whole row. typed: what this editor has there instead,
    None where it was not touched.
    """

    label: str
    opened: str
    present: str
    typed: str | None = None
    name: str = ""

    @property
    def theirs(self) -> list[Piece]:
        """What was changed meanwhile, word by word."""
        return compared(self.opened, self.present)


@dataclass
class Merged:
    """What the page shows then, as it would be posted; and the places to look at."""

    data: QueryDict
    overlaps: list[Overlap] = field(default_factory=list)

    @property
    def kept(self) -> list[Overlap]:
        """The places where both have written."""
        return [overlap for overlap in self.overlaps if overlap.typed is not None]


def merged(posted: QueryDict, form: BaseForm, formsets: Iterable[Any]) -> Merged:
    """Put together what was posted and what is there now.

    form, formsets: those of the page, unbound, with the present state of the entry.
    """
    formsets = list(formsets)
    result = Merged(posted.copy())
    for name in posted:
        if any(name.removeprefix("initial-").startswith(f"{f.prefix}-") for f in formsets):
            del result.data[name]
    for bound in form:
        _merge_field(result, posted, bound, bound.html_name, str(bound.label))
    for formset in formsets:
        _merge_rows(result, posted, formset)
    return result


def _merge_field(
    result: Merged, posted: Mapping[str, str], bound: Any, old_name: str, label: str
) -> None:
    """One field; it was posted as `old_name`, and is shown under the name that it has now."""
    present, name = _value(bound), bound.html_name
    typed = posted.get(old_name, present)
    opened = posted.get(f"initial-{old_name}", present)
    touched = not _same(typed, opened)
    result.data[name] = typed if touched else present
    result.data[f"initial-{name}"] = present
    moved = bound.name == "position"  # of a row, which is no work of anybody
    if not moved and not _same(opened, present) and not (touched and _same(typed, present)):
        overlap = Overlap(label, opened, present, typed if touched else None, name)
        result.overlaps.append(overlap)


def _merge_rows(result: Merged, posted: QueryDict, formset: Any) -> None:
    """The rows that are there now, in their order, then those that this editor adds."""
    rows = dict(_posted_rows(posted, formset))
    present = formset.initial_forms
    _follow_new_keys(rows, posted, formset)
    for number, form in enumerate(present):
        key, title = str(form.instance.pk), _title(formset, number)
        result.data[form.add_prefix(formset.model._meta.pk.name)] = key
        if key in rows:
            _merge_row(result, posted, form, formset.add_prefix(rows.pop(key)), title)
        else:
            _show(result, form)
            words = " · ".join(filter(None, _content(form, _value)))
            result.overlaps.append(Overlap(title, "", words))
    added = [*_worth_keeping(result, rows, posted, formset)]
    for number, index in enumerate(added, start=len(present)):
        _add(result.data, posted, formset, index, number)
    result.data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(present))
    result.data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(present) + len(added))


def _posted_rows(posted: QueryDict, formset: Any) -> Iterator[tuple[str, int]]:
    """Key (`new-3` where there is none yet) and index of each row that was posted."""
    total = posted.get(f"{formset.prefix}-TOTAL_FORMS", "")
    pk = formset.model._meta.pk.name
    for index in range(min(int(total) if total.isdecimal() else 0, _MOST)):
        yield posted.get(f"{formset.add_prefix(index)}-{pk}") or f"new-{index}", index


def _follow_new_keys(rows: dict[str, int], posted: QueryDict, formset: Any) -> None:
    """Rows that were written anew just as they were, such as by an import, are the same rows."""
    unknown = {
        _content(form, _value): str(form.instance.pk)
        for form in formset.initial_forms
        if str(form.instance.pk) not in rows
    }
    for key, index in [*rows.items()]:
        prefix = formset.add_prefix(index)
        opened = _content(
            formset.empty_form, lambda b, p=prefix: posted.get(f"initial-{p}-{b.name}", "")
        )
        if not key.startswith("new-") and opened in unknown:
            rows[unknown.pop(opened)] = rows.pop(key)


def _content(form: BaseForm, value: Any) -> tuple[str, ...]:
    return tuple(_plain(value(form[name])) for name in _own(form) if name != "position")


def _merge_row(result: Merged, posted: QueryDict, form: Any, old_prefix: str, title: str) -> None:
    for name in _own(form):
        _merge_field(
            result, posted, form[name], f"{old_prefix}-{name}", f"{title}: {form[name].label}"
        )
    if posted.get(f"{old_prefix}-{DELETION_FIELD_NAME}"):
        result.data[form.add_prefix(DELETION_FIELD_NAME)] = "on"


def _worth_keeping(
    result: Merged, rows: Mapping[str, int], posted: QueryDict, formset: Any
) -> Iterator[int]:
    """The rows that are not there, unless they were only removed by somebody else."""
    for key, index in rows.items():
        typed, opened = (
            {name: posted.get(f"{start}{formset.add_prefix(index)}-{name}", "") for name in names}
            for names in [_own(formset.empty_form)]
            for start in ("", "initial-")
        )
        touched = any(not _same(typed[name], opened[name]) for name in typed)
        kept = touched and not posted.get(f"{formset.add_prefix(index)}-{DELETION_FIELD_NAME}")
        if kept:
            yield index
        if not key.startswith("new-"):
            title = _title(formset, index)
            words = (" · ".join(filter(None, said.values())) for said in (opened, typed))
            result.overlaps.append(Overlap(title, next(words), "", next(words) if kept else None))


def _show(result: Merged, form: Any) -> None:
    for name in _own(form):
        value = _value(form[name])
        result.data[form.add_prefix(name)] = value
        result.data[f"initial-{form.add_prefix(name)}"] = value


def _add(data: QueryDict, posted: QueryDict, formset: Any, index: int, number: int) -> None:
    """A row to be added, under another number. It held nothing at first, so it counts as typed."""
    old, new = formset.add_prefix(index), formset.add_prefix(number)
    for name in _own(formset.empty_form):
        data[f"{new}-{name}"] = posted.get(f"{old}-{name}", "")
        data[f"initial-{new}-{name}"] = ""
    data[f"{new}-{formset.model._meta.pk.name}"] = ""


def _title(formset: Any, index: int) -> str:
    return f"{capfirst(formset.model._meta.verbose_name)} {index + 1}"


def _own(form: BaseForm) -> list[str]:
    """The fields of a row that an editor sees."""
    return [name for name, field in form.fields.items() if field.show_hidden_initial]


def _value(bound: Any) -> str:
    value = bound.value()
    return "" if value is None else str(value)


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
