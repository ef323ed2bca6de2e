"""Charts: round steps, and shapes that stay inside the drawing."""

import datetime

import pytest

from diagnostics.insights import charts
from diagnostics.insights.shares import Share

DAYS = [datetime.date(2026, 11, 1) + datetime.timedelta(n) for n in range(30)]


@pytest.mark.parametrize(
    ("most", "steps"),
    [
        (0, [0, 1]),
        (3, [0, 1, 2, 3]),
        (7, [0, 2, 4, 6, 8]),
        (40, [0, 10, 20, 30, 40]),
        (101, [0, 50, 100, 150]),
        (12345, [0, 5000, 10000, 15000]),
    ],
)
def test_an_axis_has_few_round_steps_up_to_the_most(most, steps):
    assert charts.ticks(most) == steps


def test_columns_are_as_high_as_their_numbers():
    chart = charts.columns(dict(zip(DAYS, [10, 0, 5] + [0] * 27, strict=True)))
    assert [bar.title for bar in chart.bars] == ["1 Nov: 10", "3 Nov: 5"]
    assert chart.bars[0].height == 2 * chart.bars[1].height
    assert [text.words for text in chart.texts[-5:]] == [
        *("30 Nov", "24 Nov", "18 Nov", "12 Nov", "6 Nov"),
    ]


def test_a_line_is_interrupted_where_there_is_nothing():
    shares = [Share(1, 2), Share(1, 4), Share(0, 0), Share(0, 4)]
    chart = charts.line(dict(zip(DAYS, shares, strict=False)))
    assert [point.title for point in chart.points] == [
        *("1 Nov: 50 % (1/2)", "2 Nov: 25 % (1/4)", "4 Nov: 0 % (0/4)"),
    ]
    assert (chart.path.count("M"), chart.path.count("L")) == (2, 1)


def test_rows_have_parts_side_by_side_and_long_names_are_cut():
    chart = charts.rows([("a" * 60, {"good": 30, "bad": 10}), ("b", {"good": 0, "bad": 20})])
    good, bad = chart.bars[:2]
    assert (bad.x, good.width) == (good.x + good.width, 3 * bad.width)
    assert [t.words for t in chart.texts[:2]] == ["a" * 25 + "…", "30 / 10"]
    assert all(bar.x + bar.width <= chart.width for bar in chart.bars)


@pytest.mark.parametrize("chart", [charts.columns({}), charts.line({}), charts.rows([])])
def test_nothing_is_a_chart_without_shapes(chart):
    assert (chart.bars, chart.points, chart.path) in (([], (), ""), ((), [], ""))
