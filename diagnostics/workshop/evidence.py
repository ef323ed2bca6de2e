"""What each answer says of a case, as a grid: answers down, the five grades across."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from diagnostics.catalogue.models import GRADES, Evidence, Option, Question
from diagnostics.engine import Grade
from diagnostics.workshop.forms import EntryForm

NEUTRAL = Grade.NEUTRAL.value
MANY = 12  # answers above which those that say nothing are folded away


@dataclass(frozen=True, slots=True)
class Row:
    """One answer with its grade; `name` is that of its field."""

    option: Option
    field: Any

    @property
    def grade(self) -> str:
        """The grade that is chosen."""
        return self.field.value() or NEUTRAL

    @property
    def opened(self) -> str:
        """The grade when the page was opened."""
        posted = self.field.form.data.get(self.field.html_initial_name)
        return posted or self.field.initial


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with the rows that are shown, and those that wait behind "other answers"."""

    question: Question
    rows: list[Row]
    more: list[Row]

    @property
    def told(self) -> str:
        """What is set, in a few words: `400 likely, 413 proves`."""
        words = dict(GRADES)
        told = [f"{r.option.value} {words[r.grade]}" for r in self.rows if r.grade != NEUTRAL]
        return ", ".join(told)

    @property
    def is_open(self) -> bool:
        """Whether there is something to see."""
        return bool(self.told) or any(row.field.errors for row in self.rows)


class CaseForm(EntryForm):
    """A case with what each answer says of it. An answer that says nothing needs no row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._options = {field_name(option): option for option in _options()}
        told = self.instance.evidence.values_list("option", "grade") if self.instance.pk else ()
        grades = dict(told)
        for name, option in self._options.items():
            label = f"{option.question.slug}: {option.value}"
            self.fields[name] = forms.ChoiceField(
                choices=GRADES, required=False, label=label, show_hidden_initial=True
            )
            self.initial[name] = grades.get(option.pk, NEUTRAL)

    @property
    def grid(self) -> Iterator[Asked]:
        """Every question that has answers, in order."""
        questions: dict[Question, list[Row]] = {}
        for name, option in self._options.items():
            questions.setdefault(option.question, []).append(Row(option, self[name]))
        for question, rows in questions.items():
            told = [row for row in rows if row.grade != NEUTRAL or row.field.errors]
            shown = told if len(rows) > MANY else rows
            yield Asked(question, shown, [row for row in rows if row not in shown])

    @property
    def told(self) -> int:
        """How many answers say something."""
        return sum(row.grade != NEUTRAL for asked in self.grid for row in asked.rows)

    def _save_m2m(self) -> None:
        """Write the grades that this editor has touched; called when the case has its key."""
        super()._save_m2m()
        for name in self._options.keys() & set(self.changed_data):
            if name in self.data:
                self._save_grade(self._options[name], self.cleaned_data[name] or NEUTRAL)

    def _save_grade(self, option: Option, grade: str) -> None:
        if grade == NEUTRAL:
            Evidence.objects.filter(case=self.instance, option=option).delete()
        else:
            Evidence.objects.update_or_create(
                case=self.instance, option=option, defaults={"grade": grade}
            )


def field_name(option: Option) -> str:
    """The field for an answer; slugs have no dots, and stay when an import makes new rows."""
    return f"evidence.{option.question.slug}.{option.value}"


def _options() -> Iterator[Option]:
    rows = Option.objects.select_related("question")
    yield from rows.order_by("question__position", "question__slug", "position", "pk")
