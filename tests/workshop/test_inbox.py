"""The inbox: what editors see of the problems that were sent in, and what they do about them."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from diagnostics.catalogue import checks
from diagnostics.catalogue.models import Case, Change, Example, Pattern
from diagnostics.catalogue.transfer import export_content
from diagnostics.insights.models import Problem, Report
from tests.web.reading import body, text

pytestmark = pytest.mark.django_db
LIST = "/admin/insights/problem/"
SLUG = "rate-limited"
TEAPOT = (
    '{"error":{"message":"Teapot 113 refused to brew: kettle at 418 degrees","code":"too_hot"}}\n'
    "    at Kettle.serve (/srv/app/kettle.js:80:3)"
)
MESSAGE = "Teapot 113 refused to brew: kettle at 418 degrees"
VIEWER = ("insights.view_problem", "catalogue.view_case")
EDITOR = (
    *VIEWER,
    *("insights.change_problem", "catalogue.change_case", "catalogue.add_case"),
)


@pytest.fixture
def person(django_user_model, client):
    """Sign somebody in who may do some things."""

    def sign_in(*may: str):
        user = django_user_model.objects.create_user("ada", is_staff=True)
        for name in may:
            app, codename = name.split(".")
            user.user_permissions.add(
                Permission.objects.get(content_type__app_label=app, codename=codename)
            )
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def editor(person):
    return person(*EDITOR)


def receive(said: str = TEAPOT, **more) -> Problem:
    facts = [("provider", "openai"), ("read", "provider"), ("status", "400")]
    more = {"facts": facts, "release": 3, "language": "en"} | more
    return Report.objects.receive(said, **more).problem


def page(problem: Problem, more: str = "change/") -> str:
    return f"{LIST}{problem.pk}/{more}"


def decide(client, problem: Problem, decision: str = "", **fields):
    fields = {"case": "", "assignee": "", "note": "", "decision": decision} | fields
    response = client.post(page(problem), fields)
    problem.refresh_from_db()
    return response


def listed(client, query: str = "") -> list[str]:
    changelist = client.get(f"{LIST}{query}").context["cl"]
    return [problem.text for problem in changelist.result_list]


def logged(problem: Problem) -> list[list]:
    lines = Change.objects.filter(kind="problems", slug=problem.fingerprint).order_by("pk")
    return [line.fields for line in lines]


# The list


def test_the_most_frequent_stand_first_and_what_is_done_is_out_of_the_way(editor, client):
    for said in ("kettle", "teapot 1", "teapot 2", "closed", "known"):
        receive(said)
    Problem.objects.filter(text="closed").update(state="closed")
    Problem.objects.filter(text="known").update(state="confirmed")
    assert listed(client) == ["teapot 2", "kettle"]
    assert listed(client, "?state__exact=confirmed") == ["known"]
    assert listed(client, "?state__exact=all&q=o") == ["teapot 2", "known", "closed"]


def test_problems_can_be_filtered_by_what_their_reports_say(editor, client):
    receive("kettle")
    receive("teapot", reason="did-not-help")
    receive("茶壶", language="zh-hans")
    assert listed(client, "?reason=did-not-help") == ["teapot"]
    assert listed(client, "?language=zh-hans") == ["茶壶"]
    assert listed(client, "?language=en&reason=not-recognised") == ["kettle"]


def test_problems_can_be_filtered_by_whose_they_are_and_since_when_there_are_any(editor, client):
    for said in ("mine", "old"):
        receive(said)
    Problem.objects.filter(text="mine").update(assignee=editor)
    Problem.objects.filter(text="old").update(first=F("first") - timedelta(days=8))
    assert listed(client, "?assigned=me") == ["mine"]
    assert listed(client, "?assigned=nobody") == ["old"]
    assert listed(client, "?first=lately") == ["mine"]


@pytest.mark.parametrize("query", ["", "?reason=did-not-help&language=en&q=teapot"])
def test_the_list_takes_as_many_queries_for_a_hundred_problems_as_for_one(editor, client, query):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(f"{LIST}{query}")
        return len(captured)

    def many(number: int) -> None:
        case = Case.objects.create(slug=f"case-{number}")
        problem = receive(f"teapot {'x' * number}", reason="did-not-help")
        Problem.objects.filter(pk=problem.pk).update(case=case, assignee=editor)

    many(1)
    client.get(LIST)
    few = queries()
    for number in range(2, 101):
        many(number)
    assert queries() == few
    assert few <= 8


def test_the_list_does_not_look_into_reports_unless_it_is_filtered_by_them(editor, client):
    receive()
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{LIST}?q=teapot")
    assert not [query["sql"] for query in captured if "insights_report" in query["sql"]]


# The page of a problem


@pytest.fixture
def problem(drafts, release) -> Problem:
    """A problem that three people sent, with cases in the drafts."""
    receive(TEAPOT.replace("113", "111"), release=2)
    receive(TEAPOT.replace("113", "112"), language="zh-hans")
    return receive()


def test_a_problem_tells_its_text_what_was_read_and_how_often(editor, client, problem):
    shown = body(client.get(page(problem)))
    said = text(shown)
    assert TEAPOT in unescape(shown.split("<pre", 1)[1].split(">", 1)[1].split("</pre>")[0])
    assert "Sent 3 times" in said
    assert "Provider OpenAI" in said
    assert "Status 400 Bad Request" in said
    assert "release 3 (2), release 2 (1)" in said
    assert "English (2), 简体中文 (1)" in said


def test_what_visitors_are_told_stands_beside_what_the_drafts_make_of_it(
    editor, client, problem, release
):
    said = text(body(client.get(page(problem))))
    assert "What visitors are told today" in said
    assert "What they would be told with the drafts" in said
    make_it_known(editor, client, problem)
    draft = text(body(client.get(page(problem)))).split("with the drafts", 1)[1]
    assert f"{release.pages('en').cases[SLUG].title} almost certain" in draft


def make_it_known(editor, client, problem):
    fields = {"match": "refused to brew", "place": "message", "grade": "proves"}
    fields |= {"case": Case.objects.get(slug=SLUG).pk, "slug": "teapot", "example": MESSAGE}
    return client.post(page(problem, "pattern/"), fields)


def test_drafts_that_cannot_be_tried_say_why(editor, client, problem):
    Case.objects.get(slug=SLUG).patterns.update(match="(?=look)ahead")
    assert "RE2 cannot use" in text(body(client.get(page(problem))))


def test_a_page_takes_as_many_queries_for_a_hundred_reports_as_for_one(editor, client, problem):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page(problem))
        return len(captured)

    queries()
    few = queries()
    for number in range(100):
        receive(TEAPOT.replace("113", str(number)))
    assert queries() == few


# Decisions


def test_an_example_of_a_case_is_one_click_and_every_release_is_tried_on_it(
    editor, client, problem
):
    edition = Case.objects.get(slug=SLUG).edition
    response = decide(client, problem, f"example:{SLUG}", note="Seen in the wild.")
    assert (response.status_code, response.headers["Location"]) == (302, LIST)
    case = Case.objects.get(slug=SLUG)
    added = case.examples.last()
    assert (added.text, added.provider.slug, case.edition) == (TEAPOT, "openai", edition + 1)
    assert (problem.state, problem.case, problem.note) == ("confirmed", case, "Seen in the wild.")
    assert logged(problem) == [
        [
            ["state", "new", "confirmed"],
            ["true cause", None, SLUG],
            ["note", None, "Seen in the wild."],
        ]
    ]
    change = Change.objects.filter(kind="cases", slug=SLUG).first()
    assert (change.author, change.edition) == (editor, case.edition)
    [exported] = [exported for exported in export_content().cases if exported.slug == SLUG]
    assert exported.examples[-1].text == TEAPOT


def test_the_same_text_does_not_become_an_example_twice(editor, client, problem):
    decide(client, problem, f"example:{SLUG}")
    response = decide(client, problem, "example:invalid-api-key")
    assert response.status_code == 422
    assert f"This text is an example of {SLUG} already." in text(body(response))
    assert Example.objects.filter(text=TEAPOT).count() == 1
    assert problem.case.slug == SLUG


def test_a_cause_can_be_confirmed_without_an_example(editor, client, problem):
    case = Case.objects.get(slug=SLUG)
    assert decide(client, problem, "confirm", case=case.pk).status_code == 302
    assert (problem.state, problem.case) == ("confirmed", case)
    assert not Example.objects.filter(text=TEAPOT).exists()
    assert logged(problem) == [[["state", "new", "confirmed"], ["true cause", None, SLUG]]]


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        ("confirm", "Choose the case that is the true cause first."),
        ("example", "Choose the case that is the true cause first."),
        ("example:no-such-case", "Choose the case that is the true cause first."),
        ("close", "Say why in one sentence"),
        ("explode", "There is no such decision."),
    ],
)
def test_a_decision_that_lacks_something_says_what_and_keeps_what_was_typed(
    editor, client, problem, decision, sentence
):
    response = decide(client, problem, decision, note=" " if decision == "close" else "Hot tea.")
    assert response.status_code == 422
    assert sentence in text(body(response))
    assert (decision == "close") != ("Hot tea.</textarea>" in body(response))
    assert (problem.state, problem.note, logged(problem)) == ("new", "", [])


def test_a_problem_is_taken_closed_with_a_note_and_opened_again(editor, client, problem):
    assert decide(client, problem, "take").headers["Location"] == page(problem)
    assert problem.assignee == editor
    decide(client, problem, "close", assignee=editor.pk, note="Not ours.")
    assert (problem.state, problem.note) == ("closed", "Not ours.")
    decide(client, problem, "reopen", assignee=editor.pk, note="Ours after all.")
    assert logged(problem) == [
        [["assigned to", None, "ada"]],
        [["state", "new", "closed"], ["note", None, "Not ours."]],
        [["state", "closed", "new"], ["note", "Not ours.", "Ours after all."]],
    ]


def test_a_problem_cannot_be_given_to_somebody_who_may_not_come_here(
    editor, client, problem, django_user_model
):
    stranger = django_user_model.objects.create_user("eve")
    assert decide(client, problem, assignee=stranger.pk).status_code == 422
    assert problem.assignee is None


# A pattern and a case from the text


def test_the_form_for_a_pattern_begins_with_the_most_telling_line(editor, client, problem):
    response = client.get(page(problem, f"pattern/?case={SLUG}"))
    form = response.context["adminform"].form
    assert form.initial == {
        "case": Case.objects.get(slug=SLUG),
        "slug": f"{SLUG}-teapot-refused-to-brew",
        "match": r"Teapot \d+ refused to brew: kettle at \d+ degrees",
        "grade": "likely",
        "example": MESSAGE,
    }
    assert "kettle.js:80:3" in body(response)


def test_a_pattern_is_added_to_the_draft_of_its_case_and_in_the_log(editor, client, problem):
    response = make_it_known(editor, client, problem)
    assert (response.status_code, response.headers["Location"]) == (302, page(problem))
    assert Case.objects.get(slug=SLUG).patterns.last().slug == "teapot"
    assert checks.broken(export_content()) == []
    change = Change.objects.first()
    assert (change.author, change.kind, change.slug) == (editor, "cases", SLUG)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"match": "(?=look)ahead"}, "RE2 cannot use"),
        ({"match": "kettle of fish"}, "The pattern does not find this line."),
        ({"case": ""}, "This field is required."),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_and_stays_in_the_form(
    editor, client, problem, wrong, sentence
):
    fields = {"match": "refused to brew", "place": "message", "grade": "proves"}
    fields |= {"case": Case.objects.get(slug=SLUG).pk, "slug": "teapot", "example": MESSAGE}
    response = client.post(page(problem, "pattern/"), fields | wrong)
    assert response.status_code == 422
    assert sentence in text(body(response))
    assert f"{MESSAGE}</textarea>" in unescape(body(response))
    assert not Pattern.objects.filter(slug="teapot").exists()


CASE = {
    "slug": "teapot",
    "title_en": "It is a teapot",
    "title_zh_hans": "这是茶壶",
    "group": "content",
    "prior": "rare",
    "actor": "you",
    "retry": "never",
    "message": MESSAGE,
}


def test_a_case_is_begun_with_the_text_as_its_first_example(editor, client, problem):
    response = client.get(page(problem, "case/"))
    assert response.context["adminform"].form.initial == {"message": MESSAGE, "prior": "rare"}
    response = client.post(page(problem, "case/"), CASE)
    case = Case.objects.get(slug="teapot")
    assert response.headers["Location"] == f"/admin/catalogue/case/{case.pk}/change/"
    assert (case.unfinished, case.message, case.summary_en or "") == (True, MESSAGE, "")
    assert [(e.text, e.provider.slug) for e in case.examples.all()] == [(TEAPOT, "openai")]
    problem.refresh_from_db()
    assert (problem.state, problem.case) == ("confirmed", case)
    assert checks.broken(export_content()) == []


def test_a_case_whose_slug_is_taken_is_refused_and_all_stays(editor, client, problem):
    response = client.post(page(problem, "case/"), CASE | {"slug": SLUG})
    assert response.status_code == 422
    assert "这是茶壶" in body(response)
    assert Case.objects.count() == 3


def test_no_case_is_begun_with_a_text_that_another_one_has(editor, client, problem):
    decide(client, problem, f"example:{SLUG}")
    response = client.post(page(problem, "case/"), CASE)
    assert response.status_code == 422
    assert f"This text is an example of {SLUG} already." in text(body(response))
    assert not Case.objects.filter(slug="teapot").exists()


def test_the_page_of_a_case_in_the_works_keeps_what_there_is_and_says_what_it_lacks(
    admin_client, problem
):
    admin_client.post(page(problem, "case/"), CASE)
    case = Case.objects.get(slug="teapot")
    address = f"/admin/catalogue/case/{case.pk}/change/"
    form = admin_client.get(address).context["adminform"].form
    response = admin_client.get(address)
    assert "This case is in the works" in text(body(response))
    assert "cause: there is none yet" in text(body(response))
    fields = fields_of(response) | {"summary_en": "Short and stout.", "_finish": "on"}
    response = admin_client.post(address, fields, follow=True)
    assert "It is saved, but still in the works" in text(body(response))
    case.refresh_from_db()
    assert (case.summary_en, case.unfinished, form["cause_en"].field.required) == (
        *("Short and stout.", True, False),
    )


def fields_of(response) -> dict[str, str]:
    """The fields of a page of the admin as a browser sends them."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    bounds = [bound for form in forms for bound in form]
    fields = {name: bound.value() for bound in bounds for name in names_of(bound)}
    fields["edition"] = response.context["edition"]
    return {name: "" if value is None else value for name, value in fields.items()}


def names_of(bound) -> list[str]:
    """The name of a field, and of the hidden one that remembers what was there first."""
    remembers = bound.field.show_hidden_initial
    return [bound.html_name, *([bound.html_initial_name] if remembers else [])]


# Who may what


def test_a_viewer_sees_a_problem_and_can_change_nothing(person, client, problem):
    person(*VIEWER)
    shown = body(client.get(page(problem)))
    assert "Sent 3 times" in text(shown)
    assert 'name="decision"' not in shown
    assert decide(client, problem, f"confirm:{SLUG}").status_code == 403
    assert client.get(page(problem, "pattern/")).status_code == 403
    assert client.post(page(problem, "case/"), CASE).status_code == 403
    assert (problem.state, Case.objects.count()) == ("new", 3)


def test_who_may_not_change_cases_can_confirm_but_makes_no_example(person, client, problem):
    person(*VIEWER, "insights.change_problem")
    assert "Make it an example" not in body(client.get(page(problem)))
    assert decide(client, problem, f"example:{SLUG}").status_code == 403
    assert not Example.objects.filter(text=TEAPOT).exists()
    assert decide(client, problem, f"confirm:{SLUG}").status_code == 302


def test_who_sees_no_problems_is_kept_out(person, client, problem):
    person("catalogue.view_case")
    assert client.get(LIST).status_code == 403
    assert client.get(page(problem)).status_code == 403


def test_a_stranger_is_sent_to_the_login(client, problem):
    for more in ("change/", "pattern/", "case/"):
        assert client.get(page(problem, more)).headers["Location"].startswith("/admin/login/")


def test_a_decision_needs_the_token_of_the_page(editor, client, problem):
    client.handler.enforce_csrf_checks = True
    assert decide(client, problem, f"confirm:{SLUG}").status_code == 403
    assert problem.state == "new"
