"""What the counts say, whatever their number, in one query each."""

import time

import pytest
from django.utils import timezone

from diagnostics.insights import figures
from diagnostics.insights.figures import CaseFigures, PasteFigures, QuestionFigures
from diagnostics.insights.shares import Share
from tests.insights.counts import counted, many_counts

pytestmark = pytest.mark.django_db


def test_the_figures_of_a_case_are_the_sums_of_its_counts():
    counted("case-shown", "rate-limited", 7)
    counted("case-shown", "rate-limited", 3, ago=1)
    counted("case-recognised", "rate-limited", 5, release=2)
    counted("case-solved", "rate-limited", 2)
    counted("case-no-help", "rate-limited", 6)
    counted("case-shown", "invalid-api-key", 1)
    counted("solved-with", "rate-limited status=429", 2)
    assert figures.per_case() == {
        "rate-limited": CaseFigures(shown=10, recognised=5, solved=2, no_help=6),
        "invalid-api-key": CaseFigures(shown=1),
    }
    assert figures.per_case()["rate-limited"].failing == Share(6, 8)


def test_a_period_ends_today_and_a_release_is_looked_at_alone():
    counted("case-shown", "rate-limited", 1)
    counted("case-shown", "rate-limited", 10, ago=6, release=2)
    counted("case-shown", "rate-limited", 100, ago=7)
    assert figures.per_case(7)["rate-limited"].shown == 11
    assert figures.per_case(7, release=2)["rate-limited"].shown == 10
    assert figures.per_case(8)["rate-limited"].shown == 111


def test_a_question_is_left_when_nothing_is_said_to_it():
    assert QuestionFigures(asked=10, answered=6, unknown=1, changed=4).leaving == Share(3, 10)
    assert QuestionFigures(asked=1, answered=6).left == 0


def test_questions_and_searches_are_among_the_totals():
    counted("question-asked", "tools", 4)
    counted("question-answered", "tools", 1)
    counted("question-unknown", "tools", 2)
    counted("question-changed", "status", 3)
    counted("searched", "nothing", 5)
    counted("searched", "found", 15)
    found = figures.totals(30)
    assert found.questions == {
        "tools": QuestionFigures(asked=4, answered=1, unknown=2),
        "status": QuestionFigures(changed=3),
    }
    assert found.searches.failing == Share(5, 20)


def test_each_day_of_a_period_is_told_also_without_pastes():
    counted("pasted", "unclear", 2, ago=2)
    counted("pasted", "recognised", 6, ago=2, release=1)
    counted("pasted", "recognised", 1, ago=2, release=2)
    days = figures.per_day(3)
    assert list(days.values()) == [PasteFigures(7, 0, 2), PasteFigures(), PasteFigures()]
    assert list(days)[-1] == timezone.localdate()


def test_a_long_period_is_told_week_by_week():
    counted("pasted", "likely", 1, ago=1)
    counted("pasted", "likely", 1, ago=200)
    weeks = figures.per_day(365)
    assert {day.weekday() for day in weeks} == {0}
    assert list(weeks) == sorted(weeks)
    assert sum(week.likely for week in weeks.values()) == 2


def test_releases_stand_beside_each_other_with_their_numbers():
    counted("pasted", "recognised", 40, release=1)
    counted("pasted", "unclear", 60, release=1)
    counted("pasted", "recognised", 9, release=2)
    counted("case-solved", "rate-limited", 1, release=2)
    counted("case-solved", "invalid-api-key", 1, release=2)
    counted("case-no-help", "rate-limited", 6, release=2)
    found = figures.per_release(30)
    assert list(found) == [2, 1]
    assert found[1].pastes.unrecognised == Share(60, 100)
    assert (found[2].pastes.sure, found[2].steps.failing) == (Share(9, 9), Share(6, 8))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (Share(40, 100), Share(60, 100), True),
        (Share(4, 10), Share(6, 10), False),
        (Share(50, 100), Share(55, 100), False),
        (Share(500, 10000), Share(600, 10000), True),
        (Share(0, 0), Share(10, 10), False),
    ],
)
def test_shares_differ_when_chance_does_not_explain_it(one, other, differ):
    assert (one.differs(other), other.differs(one)) == (differ, differ)


def test_a_share_of_nothing_has_no_value_and_one_of_little_says_so():
    assert (Share(0, 0).value, Share(0, 0).percent) == (None, None)
    assert (Share(1, 29).is_small, Share(1, 30).is_small) == (True, False)


def test_a_hundred_thousand_counts_take_one_query_each_and_no_second(django_assert_num_queries):
    many_counts()
    started = time.process_time()
    with django_assert_num_queries(4):
        cases = figures.per_case()
        figures.totals(90)
        figures.per_day(90)
        figures.per_release(90)
    assert len(cases) == 1000
    assert time.process_time() - started < 1
