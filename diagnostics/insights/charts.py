"""Charts as plain shapes: where lines, bars and words stand. A template draws them as SVG.

Lengths are in units of the drawing, which is `WIDTH` wide and is scaled to the room that there is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10
from typing import NamedTuple

from django.utils.formats import date_format

from diagnostics.insights.shares import Share

WIDTH = 420
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 10, 26  # room around the plot for the words of the axes
TALL = 190  # height of a chart over time
NAMES = 178  # width of the names beside bars
NUMBERS = 62  # and of the numbers behind them
ROW, BAR = 24, 14  # height of a row, and of the bar in it
NAME_LENGTH = 26  # characters that fit beside a bar
TICKS = 5  # steps of an axis at most
DAYS_NAMED = 5  # days that are written below an axis at most
LEAST_SHARE = 10  # percent that the axis of a share reaches at least


class Line(NamedTuple):
    """A line of the grid, from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float


class Bar(NamedTuple):
    """A bar; `kind` says what it stands for, `title` what it says."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str


class Point(NamedTuple):
    """A point of a line."""

    x: float
    y: float
    title: str


class Text(NamedTuple):
    """Words whose `anchor`, the start, middle or end, is at a point."""

    x: float
    y: float
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The shapes of a chart; `path` joins the points where there is something between them."""

    height: float
    grid: Sequence[Line] = ()
    texts: Sequence[Text] = ()
    bars: Sequence[Bar] = ()
    points: Sequence[Point] = ()
    path: str = ""
    width: float = WIDTH


def ticks(most: float) -> list[int]:
    """Round steps from 0 to one that is not below `most`: 1, 2 or 5 times a power of ten."""
    least = max(most, 1) / TICKS
    power = 10 ** max(0, ceil(log10(least)) - 1)
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)
    return list(range(0, step * ceil(max(most, 1) / step) + 1, step))


def columns(numbers: Mapping[date, int]) -> Chart:
    """A column for each day."""
    steps = ticks(max(numbers.values(), default=0))
    slot = (WIDTH - LEFT - RIGHT) / max(len(numbers), 1)
    bars = [
        Bar(
            x=_round(LEFT + slot * place + slot * 0.1),
            y=_height(number, steps[-1]),
            width=_round(slot * 0.8),
            height=_round(_height(0, steps[-1]) - _height(number, steps[-1])),
            kind="first",
            title=f"{_day(day)}: {number}",
        )
        for place, (day, number) in enumerate(numbers.items())
        if number
    ]
    grid, texts = _axis(steps, "")
    return Chart(TALL, grid, [*texts, *_days(list(numbers))], bars)


def line(shares: Mapping[date, Share]) -> Chart:
    """A share over time in percent; days without anything interrupt the line."""
    most = max((share.percent or 0 for share in shares.values()), default=0)
    steps = ticks(max(most, LEAST_SHARE))
    slot = (WIDTH - LEFT - RIGHT) / max(len(shares), 1)
    points, path, joined = [], "", False
    for place, (day, share) in enumerate(shares.items()):
        if share.value is None:
            joined = False
            continue
        x, y = _round(LEFT + slot * (place + 0.5)), _height(100 * share.value, steps[-1])
        path += f"{'L' if joined else 'M'}{x} {y}"
        joined = True
        points.append(Point(x, y, f"{_day(day)}: {share.percent} % ({share.part}/{share.whole})"))
    grid, texts = _axis(steps, " %")
    return Chart(TALL, grid, [*texts, *_days(list(shares))], points=points, path=path)


def rows(numbers: Iterable[tuple[str, Mapping[str, int]]]) -> Chart:
    """Bars beside names; each has parts by kind, whose numbers stand behind it."""
    named = list(numbers)
    steps = ticks(max((sum(parts.values()) for _name, parts in named), default=0))
    unit = (WIDTH - NAMES - NUMBERS) / steps[-1]
    bars, texts = [], []
    for place, (name, parts) in enumerate(named):
        x, y = float(NAMES), ROW * place
        for kind, number in parts.items():
            title = f"{name}: {number}"
            bars.append(
                Bar(_round(x), y + (ROW - BAR) / 2, _round(unit * number), BAR, kind, title)
            )
            x += unit * number
        middle = y + ROW / 2 + 5
        texts.append(Text(NAMES - 8, middle, "end", _short(name)))
        texts.append(Text(_round(x + 6), middle, "start", " / ".join(map(str, parts.values()))))
    bottom = ROW * len(named)
    grid = [Line(_round(NAMES + unit * t), 0, _round(NAMES + unit * t), bottom) for t in steps]
    texts += [Text(_round(NAMES + unit * t), bottom + 18, "middle", f"{t}") for t in steps]
    return Chart(bottom + BOTTOM, grid, texts, bars)


def _axis(steps: Sequence[int], unit: str) -> tuple[list[Line], list[Text]]:
    """The lines of the grid of a chart over time, and the numbers beside them."""
    heights = [(step, _height(step, steps[-1])) for step in steps]
    grid = [Line(LEFT, y, WIDTH - RIGHT, y) for _step, y in heights]
    return grid, [Text(LEFT - 6, y + 4, "end", f"{step}{unit}") for step, y in heights]


def _days(days: Sequence[date]) -> list[Text]:
    """Some of the days below the axis, at equal distances, the last one among them."""
    slot = (WIDTH - LEFT - RIGHT) / max(len(days), 1)
    every = ceil(len(days) / DAYS_NAMED) or 1
    last = len(days) - 1
    return [
        Text(
            _round(LEFT + slot * (place + (1 if place == last else 0.5))),
            TALL - 6,
            "end" if place == last else "middle",
            _day(days[place]),
        )
        for place in range(last, -1, -every)
    ]


def _height(number: float, most: int) -> float:
    """Where a number stands, from the top."""
    return _round(TALL - BOTTOM - (TALL - TOP - BOTTOM) * number / most)


def _day(day: date) -> str:
    return str(date_format(day, "j M"))


def _short(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1] + "…"


def _round(length: float) -> float:
    return round(length, 1)
