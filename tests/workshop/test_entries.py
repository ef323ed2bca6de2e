"""Editing an entry: all of it on one page, every change in the log, and no work lost."""

import pytest

from diagnostics.catalogue.models import (
    Alias,
    Case,
    Change,
    Evidence,
    Experiment,
    Option,
    Provider,
    ProviderCode,
    Question,
    Related,
)
from diagnostics.catalogue.transfer import draft
from tests.workshop.browsing import added, values

SLUG = "rate-limited"


@pytest.fixture
def case(desk):
    return Case.objects.get(slug=SLUG)


def logged():
    return [(c.author.username, c.action, c.kind, c.slug) for c in Change.objects.order_by("pk")]


def test_saving_an_untouched_page_changes_nothing_and_is_not_in_the_log(desk, case):
    before = draft(case)
    assert desk.saved(case, desk.opened(case)).status_code == 302
    assert draft(case) == before
    assert not Change.objects.exists()
    assert Case.objects.get(pk=case.pk).edition == case.edition


def test_a_change_is_in_the_log_field_by_field_and_begins_an_edition(desk, case):
    old = case.title_en
    desk.saved(case, desk.opened(case) | {"title_en": "Slow down"})
    [change] = Change.objects.all()
    assert (change.author.username, change.kind, change.slug) == ("admin", "cases", SLUG)
    assert change.fields == [["title (English)", old, "Slow down"]]
    assert change.edition == Case.objects.get(pk=case.pk).edition == case.edition + 1


def test_a_change_of_a_row_alone_begins_an_edition_too(desk, case):
    desk.saved(case, desk.opened(case) | {"steps-0-text_en": "Wait a minute."})
    [change] = Change.objects.all()
    assert change.fields[0][0] == "steps 1, text (English)"
    assert Case.objects.get(pk=case.pk).edition == case.edition + 1


def test_the_ends_of_lines_that_a_browser_sends_change_no_text(desk, case):
    form = {name: text.replace("\n", "\r\n") for name, text in desk.opened(case).items()}
    before = draft(case)
    assert desk.saved(case, form).status_code == 302
    assert draft(case) == before


def test_a_new_row_comes_last_and_a_row_with_a_number_goes_to_that_place(desk, case):
    texts = [step.text_en for step in case.steps.all()]
    form = added(desk.opened(case), "steps", text_en="Wait.", text_zh_hans="等等。", doer="you")
    assert desk.saved(case, form).status_code == 302
    assert [step.text_en for step in case.steps.all()] == [*texts, "Wait."]
    desk.saved(case, desk.opened(case) | {f"steps-{len(texts)}-position": "1"})
    assert [step.text_en for step in case.steps.all()] == ["Wait.", *texts]
    desk.saved(case, desk.opened(case) | {"steps-0-position": "2"})
    assert [step.text_en for step in case.steps.all()] == [texts[0], "Wait.", *texts[1:]]


def test_a_row_that_was_added_and_left_empty_is_no_row(desk, case):
    before = draft(case)
    assert desk.saved(case, added(desk.opened(case), "steps")).status_code == 302
    assert draft(case) == before


def test_evidence_is_set_and_taken_back_in_the_grid(desk, case):
    option = Option.objects.get(question__slug="status", value="405")
    desk.saved(case, desk.opened(case) | {"evidence.status.405": "likely"})
    assert Evidence.objects.get(case=case, option=option).grade == "likely"
    [change] = Change.objects.all()
    assert change.fields == [["evidence, status, 405", None, "likely"]]
    desk.saved(case, desk.opened(case) | {"evidence.status.405": "neutral"})
    assert not Evidence.objects.filter(case=case, option=option).exists()


def test_a_question_of_the_grid_says_what_is_set_and_hides_what_is_not(desk, case):
    page = desk.ann.get(desk.page(case))
    [status] = [a for a in page.context["adminform"].form.grid if a.question.slug == "status"]
    told = dict(case.evidence.values_list("option__value", "grade"))
    assert status.told == ", ".join(
        f"{row.option.value} {told[row.option.value].replace('-', ' ')}" for row in status.rows
    )
    assert (
        len(status.rows) + len(status.more)
        == Option.objects.filter(question__slug="status").count()
    )


def test_a_form_that_cannot_be_taken_keeps_what_was_typed(desk, case):
    response = desk.saved(case, desk.opened(case) | {"title_en": "", "message": "Typed."})
    assert response.status_code == 422
    assert 'value="Typed."' in response.content.decode()
    assert not Change.objects.exists()


def test_a_new_case_comes_last_and_is_in_the_log(desk, case):
    old = desk.opened(case)
    form = desk.ann.get("/admin/catalogue/case/add/")
    empty = values(form)
    texts = {
        name: old[name] for name in empty if name in old and "-" not in name and "." not in name
    }
    form = empty | texts | {"slug": "new-case", "position": empty["position"]}
    form = added(form, "steps", text_en="Wait.", text_zh_hans="等等。")
    form |= {"evidence.status.429": "likely"}
    response = desk.ann.post("/admin/catalogue/case/add/", form)
    assert response.status_code == 302, response.context["errors"]
    new = Case.objects.last()
    assert (new.slug, new.steps.count(), new.evidence.count()) == ("new-case", 1, 1)
    assert logged() == [("admin", "added", "cases", "new-case")]


def test_deleting_is_in_the_log(desk, case):
    Related.objects.all().delete()
    form = {"post": "yes", "edition": str(case.edition)}
    assert desk.ann.post(desk.page(case, "delete"), form).status_code == 302
    assert logged() == [("admin", "removed", "cases", SLUG)]


def test_nothing_is_deleted_from_the_list_which_knows_no_editions(desk, case):
    Related.objects.all().delete()
    form = {"action": "delete_selected", "_selected_action": [case.pk], "post": "yes"}
    desk.ann.post("/admin/catalogue/case/", form)
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_case_that_others_refer_to_is_not_deleted_and_the_page_says_why(desk, case):
    other = Case.objects.exclude(pk=case.pk).first()
    other.related.create(case=case, difference_en="Money.", difference_zh_hans="钱。")
    page = desk.ann.get(desk.page(case, "delete")).content.decode()
    assert "would require deleting the following protected related objects" in page
    assert "Money." in page
    desk.ann.post(desk.page(case, "delete"), {"post": "yes", "edition": str(case.edition)})
    assert Case.objects.filter(pk=case.pk).exists()


def test_an_answer_that_is_deleted_is_in_the_log_of_the_cases_that_lose_it(desk, case):
    question = Question.objects.get(slug="status")
    index = [o.value for o in question.options.all()].index("429")
    form = desk.opened(question) | {f"options-{index}-DELETE": "on"}
    assert desk.saved(question, form).status_code == 302
    lost = Change.objects.get(kind="cases", slug=SLUG)
    assert [name for name, _before, after in lost.fields if after is None] == [
        "evidence, status, 429"
    ]


def test_an_outcome_of_an_experiment_is_a_change_of_its_case(desk, case):
    experiment = case.experiments.create(text_en="Try it.", text_zh_hans="试试。")
    form = added(
        desk.opened(experiment),
        "outcomes",
        seen_en="It works.",
        seen_zh_hans="好了。",
        means_en="Fine.",
        means_zh_hans="没事。",
    )
    response = desk.saved(experiment, form)
    assert response.headers["Location"] == desk.page(case)
    assert Experiment.objects.get().outcomes.count() == 1
    assert logged() == [("admin", "changed", "cases", SLUG)]


def test_a_page_takes_as_many_queries_for_many_rows_as_for_one(
    desk, case, django_assert_max_num_queries
):
    other = Case.objects.exclude(pk=case.pk).first()
    for number in range(30):
        case.related.create(case=other, position=number, difference_en="x", difference_zh_hans="y")
    desk.ann.get(desk.page(case))
    with django_assert_max_num_queries(22):
        desk.ann.get(desk.page(case))


def test_the_codes_of_a_provider_take_one_query_for_their_cases(
    desk, case, django_assert_max_num_queries
):
    provider = Provider.objects.first()
    for number in range(40):
        provider.codes.create(
            code=f"code-{number}",
            case=case,
            verified="2026-11-01",
            position=number,
            meaning_en="x",
            meaning_zh_hans="y",
        )
    desk.ann.get(desk.page(provider))
    with django_assert_max_num_queries(14):
        page = desk.ann.get(desk.page(provider)).content.decode()
    assert page.count(f'<option value="{case.pk}" selected') == 40


def test_a_provider_with_hundreds_of_codes_can_be_saved(desk, case):
    provider = Provider.objects.first()
    ProviderCode.objects.bulk_create(
        ProviderCode(
            provider=provider,
            code=f"code-{number}",
            case=case,
            verified="2026-11-01",
            position=number,
            meaning_en="x",
            meaning_zh_hans="y",
        )
        for number in range(200)
    )
    form = desk.opened(provider) | {"codes-150-status": "418"}
    assert desk.saved(provider, form).status_code == 302
    assert [code.code for code in provider.codes.filter(status="418")] == ["code-150"]


def test_an_entry_without_editions_is_in_the_log_too(desk):
    alias = Alias.objects.create(old="former", new=SLUG)
    assert desk.saved(alias, desk.opened(alias) | {"old": "earlier"}).status_code == 302
    [change] = Change.objects.all()
    assert (change.kind, change.slug, change.edition) == ("aliases", "earlier", None)
    assert change.fields == [["old", "former", "earlier"]]
