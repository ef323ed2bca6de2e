"""What the figures propose, on what evidence, and what they never do."""

import pytest

from diagnostics.catalogue.editing import compiled_draft
from diagnostics.catalogue.models import Case, Change, Evidence
from diagnostics.insights.models import Dismissed
from diagnostics.insights.proposals import accept, dismiss, proposals, standing
from diagnostics.insights.shares import Share
from tests.insights.counts import counted

LIMIT, KEY, LONG = "rate-limited", "invalid-api-key", "context-length-exceeded"


def solved(case, question, **times):
    for value, number in times.items():
        counted("solved-with", f"{case} {question}={value.replace('_', '-')}", number)


def told():
    return [(p.kind, p.case, p.subject, p.present, p.proposed) for p in proposals()]


def grade(case, question, value):
    rows = Evidence.objects.filter(case__slug=case, option__question__slug=question)
    return rows.filter(option__value=value).values_list("grade", flat=True).first()


@pytest.fixture
def intermittent(drafts):
    """An answer that is given for one case far more often than its grade predicts."""
    solved(LONG, "tools", on=90, off=10)
    solved(LIMIT, "tools", on=35, off=65)


def test_an_answer_that_is_given_more_often_than_predicted_is_proposed_as_likely(intermittent):
    [off, on] = proposals()
    assert (on.kind, on.case, on.subject) == ("grade", LONG, "tools=on")
    assert (on.present, on.proposed) == ("neutral", "likely")
    assert (on.share, on.others) == (Share(90, 100), Share(35, 100))
    assert (off.subject, off.proposed) == ("tools=off", "unlikely")


def test_a_grade_that_is_not_borne_out_is_proposed_as_neutral(drafts):
    assert grade(LIMIT, "other-models", "work") == "likely"
    usual = compiled_draft().engine.usual_answers["other-models"]
    values = compiled_draft().engine.answer_position["other-models"]
    share = {value: round(200 * usual[column]) for value, column in values.items()}
    solved(LIMIT, "other-models", **share)
    solved(KEY, "other-models", **share)
    assert ("grade", LIMIT, "other-models=work", "likely", "neutral") in told()


def test_figures_that_follow_the_grades_propose_nothing(drafts):
    engine = compiled_draft().engine
    for question, table in engine.answer_tables.items():
        for case, row in zip(engine.cases, table, strict=True):
            columns = engine.answer_position[question].items()
            solved(case.slug, question, **{value: round(2000 * row[c]) for value, c in columns})
    assert told() == []


@pytest.mark.parametrize(
    ("own", "others"),
    [
        ({"on": 17, "off": 2}, {"on": 35, "off": 65}),
        ({"on": 90, "off": 10}, {"on": 6, "off": 13}),
        ({"on": 12, "off": 10}, {"on": 35, "off": 65}),
        ({"on": 90, "off": 10}, {"on": 90, "off": 10}),
    ],
    ids=["too few solved", "too few others", "chance", "as everywhere else"],
)
def test_without_enough_evidence_nothing_is_proposed(drafts, own, others):
    solved(LONG, "tools", **own)
    solved(LIMIT, "tools", **others)
    assert told() == []


def test_figures_alone_never_prove_or_rule_out(drafts):
    solved(LONG, "tools", on=2000)
    solved(LIMIT, "tools", off=2000)
    assert {proposed for *_, proposed in told()} == {"likely", "unlikely"}


def test_a_proof_that_is_borne_out_stays(drafts):
    Evidence.objects.filter(case__slug=LIMIT, option__value="intermittent").update(grade="proves")
    solved(LIMIT, "onset", intermittent=900, was_working=60, first_request=10, mid_conversation=30)
    solved(KEY, "onset", intermittent=100, was_working=300, first_request=400, mid_conversation=200)
    assert (LIMIT, "onset=intermittent") not in {(case, subject) for _, case, subject, *_ in told()}


def test_what_no_longer_exists_proposes_nothing(drafts):
    solved("gone", "tools", on=900, off=1)
    solved(LIMIT, "tools", on=35, off=65, sideways=500)
    solved(LIMIT, "gone", on=900)
    solved(LIMIT, "message", **{LONG: 900})
    assert told() == []


def test_a_case_that_is_much_rarer_than_its_word_is_proposed_with_another(drafts):
    for case, times in ((LIMIT, 480), (KEY, 470), (LONG, 40)):
        counted("case-recognised", case, times)
        counted("case-solved", case, 10)
    [rare] = proposals()
    assert (rare.kind, rare.case, rare.present, rare.proposed) == (
        *("prior", LONG, "frequent", "rare"),
    )
    assert (rare.share, round(rare.expected, 3)) == (Share(50, 1020), 0.333)


@pytest.mark.parametrize(("times", "expected"), [(49, 0), (51, 1)])
def test_a_prior_is_judged_from_fifty_diagnoses(drafts, times, expected):
    Case.objects.filter(slug=LONG).update(prior="rare")
    counted("case-recognised", LONG, times)
    assert len([p for p in proposals() if p.case == LONG]) == expected


def test_accepting_changes_the_draft_and_is_in_the_log(intermittent, admin_user):
    accept(standing("grade", LONG, "tools=on", "likely"), admin_user)
    assert grade(LONG, "tools", "on") == "likely"
    line = Change.objects.first()
    assert (line.author, line.kind, line.slug, line.edition) == (admin_user, "cases", LONG, 2)
    assert line.fields == [["evidence, tools", None, "'on': likely"]]
    assert ("grade", LONG, "tools=on", "neutral", "likely") not in told()


def test_accepting_another_prior_changes_the_draft(drafts, admin_user):
    Case.objects.filter(slug=LONG).update(prior="rare")
    counted("case-recognised", LONG, 60)
    accept(standing("prior", LONG, "", "frequent"), admin_user)
    assert Case.objects.get(slug=LONG).prior == "frequent"
    assert Change.objects.first().fields == [["prior", "rare", "frequent"]]


def test_what_is_dismissed_stays_away_until_it_is_another(intermittent, admin_user):
    off, on = proposals()
    dismiss(on, admin_user)
    dismiss(on, admin_user)
    assert Dismissed.objects.count() == 1
    assert proposals() == [off]
    assert standing("grade", LONG, "tools=on", "likely") is None
    Dismissed.objects.update(proposed="unlikely")
    assert proposals() == [off, on]


def test_proposals_take_the_same_queries_however_many_there_are(
    intermittent, django_assert_num_queries
):
    with django_assert_num_queries(7):
        assert len(proposals()) == 2
    for number in range(30):
        counted("solved-with", f"{KEY} onset=first-request", 30, ago=number)
        counted("case-recognised", LONG, 30, ago=number)
    with django_assert_num_queries(7):
        assert len(proposals()) > 2
