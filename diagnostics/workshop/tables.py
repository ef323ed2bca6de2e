"""Tables of figures: sorted by any column, shown on a page or given as CSV."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpResponse

from diagnostics.insights.shares import Share

# What a spreadsheet takes for a formula when a cell begins with it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in addresses, its heading, and how a row gives its value."""

    name: str
    heading: str
    value: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column, with where it stands in the order and what sorts by it."""

    column: Column
    order: str  # ascending, descending or nothing
    sort: str  # value of ?o=


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows, and the page that its first cell leads to, if there is one."""

    cells: list[Any]
    link: str


@dataclass(frozen=True)
class Table:
    """Rows with columns, ordered by `column` or `-column`. The first column names the row."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Any, ...]
    order: str
    links: dict[str, str] = field(default_factory=dict)  # name of a row -> its page

    def ordered(self, wanted: str) -> "Table":
        """The same, ordered as `?o=` wants it, if that is about this table."""
        table, _, order = wanted.partition(".")
        known = {column.name for column in self.columns}
        ours = table == self.name and order.removeprefix("-") in known
        return replace(self, order=order) if ours else self

    @property
    def headings(self) -> list[Heading]:
        """The headings; one that is not sorted by yet sorts numbers from the largest down."""
        present, down = self.order.removeprefix("-"), self.order.startswith("-")
        return [
            Heading(
                column,
                order=("descending" if down else "ascending") if column.name == present else "",
                sort=f"{self.name}.{self._next(column, present, down=down)}",
            )
            for column in self.columns
        ]

    @property
    def shown(self) -> list[Row]:
        """The rows in order; of equal ones, by name."""
        by = next(c for c in self.columns if c.name == self.order.removeprefix("-"))
        named = sorted(self.rows, key=lambda row: str(self.columns[0].value(row)))
        down = self.order.startswith("-")
        rows = sorted(named, key=lambda row: _sortable(by.value(row)), reverse=down)
        cells = [[column.value(row) for column in self.columns] for row in rows]
        return [Row(its, self.links.get(str(its[0]), "")) for its in cells]

    def as_csv(self) -> HttpResponse:
        """The table as a file for spreadsheets; a share is given in percent."""
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.name}.csv"'
        writer = csv.writer(response)
        writer.writerow(column.heading for column in self.columns)
        writer.writerows(_plain(row.cells) for row in self.shown)
        return response

    def _next(self, column: Column, present: str, *, down: bool) -> str:
        if column.name == present:
            return column.name if down else f"-{column.name}"
        return column.name if column is self.columns[0] else f"-{column.name}"


def _sortable(value: Any) -> Any:
    """Shares by their size, of equal ones the one that rests on more; nothing is the least."""
    if isinstance(value, Share):
        return (-1.0 if value.value is None else value.value, value.whole)
    return value


def _plain(cells: Iterable[Any]) -> Iterable[Any]:
    for cell in cells:
        value = cell.percent if isinstance(cell, Share) else cell
        yield f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
