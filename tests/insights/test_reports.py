"""Reports: redacted, grouped, and read-only for editors."""

import pytest
from django.db.models import F

from diagnostics.insights.models import LONGEST, TWICE, Problem, Report, fingerprint

pytestmark = pytest.mark.django_db


def receive(text: str) -> Report:
    return Report.objects.receive(text, facts=[("status", "418")], release=3, language="en")


def test_a_text_is_redacted_once_more_before_it_is_kept():
    kept = receive("teapot sk-proj-Zx81kPq0Wm3Lr7Tn5Vb2Zx81kPq0Wm3Lr7Tn5Vb2")
    assert kept.text.startswith("teapot")
    assert "Zx81kPq0" not in kept.text
    assert (kept.problem.state, kept.facts) == ("new", [["status", "418"]])


@pytest.mark.parametrize("text", ["", "  \n ", "ab " * LONGEST])
def test_nothing_and_too_much_are_refused(text):
    with pytest.raises(ValueError, match="1 to 4000"):
        receive(text)


def test_the_same_error_has_the_same_fingerprint():
    first = fingerprint("Error 418 in request 0f3e-77aa:\n teapot")
    assert first == fingerprint("error 419 in request 91bc-0000: Teapot")
    assert first != fingerprint("Error 418 in request 0f3e-77aa: kettle")


def test_reports_of_the_same_error_are_one_problem_with_its_number():
    for text in ("teapot 1", "kettle", "teapot 2", "teapot 3"):
        receive(text)
    listed = [(problem.text, problem.times) for problem in Problem.objects.all()]
    assert listed == [("teapot 3", 3), ("kettle", 1)]


def test_editors_see_the_most_frequent_first_and_cannot_change_the_text(admin_client):
    for text in ("teapot 1", "teapot 2", "kettle"):
        receive(text)
    page = admin_client.get("/admin/insights/problem/").content.decode()
    assert page.index("teapot 2") < page.index("kettle")
    assert "teapot 1" not in page
    problem = Problem.objects.get(text="teapot 2")
    change = f"/admin/insights/problem/{problem.pk}/change/"
    admin_client.post(change, {"text": "changed", "decision": "close", "note": "Not ours."})
    problem.refresh_from_db()
    assert (problem.text, problem.state) == ("teapot 2", "closed")
    assert admin_client.get("/admin/insights/problem/add/").status_code == 403


def test_the_same_report_again_within_a_minute_is_a_second_click():
    first = receive("teapot")
    assert receive("teapot") == first
    assert receive("teapot 2") != first
    Report.objects.update(received=F("received") - TWICE)
    assert receive("teapot") != first
    assert Problem.objects.get().times == 3
