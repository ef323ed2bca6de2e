"""Two people edit the same entry: nobody's work is overwritten, and nothing typed is lost."""

import pytest
from django.contrib.auth.models import Permission

from diagnostics.catalogue.models import Case, Change, Related, Step
from diagnostics.catalogue.transfer import draft, import_content
from tests.workshop.browsing import added, values

SLUG = "rate-limited"


@pytest.fixture
def case(desk):
    return Case.objects.get(slug=SLUG)


@pytest.fixture
def both(desk, case):
    """Ann has the page open while Ben saves; the answer to Ann, who saves after him."""

    def save(bens, anns):
        form = desk.opened(case)
        bens_form = desk.opened(case, desk.ben)
        bens_form = bens(bens_form) if callable(bens) else bens_form | bens
        assert desk.saved(case, bens_form, desk.ben).status_code == 302
        return desk.saved(case, anns(form) if callable(anns) else form | anns)

    return save


def places(response):
    """What the page tells of each place: label, words in between, what it has now."""
    return [
        (o.label, [(p.kind, p.text) for p in o.theirs], o.typed)
        for o in response.context["merged"].overlaps
    ]


def test_the_second_is_told_who_changed_what_and_nothing_is_written(both, case):
    response = both({"title_en": "Slow down"}, {"message": "429 from Ann"})
    assert response.status_code == 409
    [change] = response.context["changes"]
    assert (change.author.username, change.fields[0][0]) == ("ben", "title (English)")
    assert "Slow down" in response.content.decode()
    assert Case.objects.get(pk=case.pk).message == case.message
    assert Change.objects.count() == 1


def test_fields_that_were_not_touched_are_taken_over_and_the_next_save_has_both(desk, both, case):
    shown = values(both({"title_en": "Slow down"}, {"message": "429 from Ann"}))
    assert (shown["title_en"], shown["message"]) == ("Slow down", "429 from Ann")
    assert desk.saved(case, shown).status_code == 302
    now = Case.objects.get(pk=case.pk)
    assert (now.title_en, now.message, now.edition) == ("Slow down", "429 from Ann", 3)


def test_where_both_have_written_the_second_keeps_her_words_and_they_are_marked(desk, both, case):
    response = both({"title_en": "Slow down"}, {"title_en": "Wait a little"})
    [(_label, words, typed)] = places(response)
    assert "".join(text for kind, text in words if kind != "removed") == "Slow down"
    assert typed == "Wait a little"
    assert "title_en" in response.context["adminform"].form.errors
    assert desk.saved(case, values(response)).status_code == 302
    assert Case.objects.get(pk=case.pk).title_en == "Wait a little"


def test_the_same_change_by_both_is_no_place_to_look_at(both):
    assert places(both({"title_en": "Same"}, {"title_en": "Same"})) == []


def test_different_rows_and_answers_are_put_together(desk, both, case):
    bens = {"steps-0-text_en": "Bens step.", "evidence.status.400": "likely"}
    anns = {"steps-1-text_en": "Anns step.", "evidence.status.405": "unlikely"}
    assert desk.saved(case, values(both(bens, anns))).status_code == 302
    assert [s.text_en for s in case.steps.all()][:2] == ["Bens step.", "Anns step."]
    told = draft(case)["evidence"]["status"]
    assert (told["400"], told["405"]) == ("likely", "unlikely")


def test_rows_that_both_add_are_all_there(desk, both, case):
    count = case.steps.count()

    def add(words):
        return lambda form: added(form, "steps", text_en=words, text_zh_hans=words, doer="you")

    response = both(add("From Ben."), add("From Ann."))
    assert response.status_code == 409
    assert desk.saved(case, values(response)).status_code == 302
    assert [s.text_en for s in case.steps.all()][count:] == ["From Ben.", "From Ann."]


def test_a_row_that_one_removes_is_gone_unless_the_other_has_changed_it(desk, both, case):
    texts = [step.text_en for step in case.steps.all()]
    bens = {"steps-0-DELETE": "on", "steps-1-DELETE": "on"}
    response = both(bens, {"steps-0-text_en": "Anns first step."})
    assert response.status_code == 409
    assert desk.saved(case, values(response)).status_code == 302
    assert [step.text_en for step in case.steps.all()] == ["Anns first step.", *texts[2:]]


def test_rows_that_an_import_has_written_anew_are_the_same_rows(desk, case, small_content):
    texts = [step.text_en for step in case.steps.all()]
    form = desk.opened(case) | {"steps-0-text_en": "Anns step."}
    whole = small_content.model_dump(mode="json", by_alias=True)
    next(c for c in whole["cases"] if c["slug"] == SLUG)["message"] = "Imported"
    import_content(type(small_content).model_validate(whole))
    response = desk.saved(case, form)
    assert response.status_code == 409
    assert desk.saved(case, values(response)).status_code == 302
    assert [s.text_en for s in Step.objects.filter(case=case)] == ["Anns step.", *texts[1:]]
    assert Case.objects.get(pk=case.pk).message == "Imported"


def test_a_page_without_its_edition_overwrites_nothing(desk, case):
    form = desk.opened(case) | {"title_en": "Blind"}
    del form["edition"]
    assert desk.saved(case, form).status_code == 409
    assert Case.objects.get(pk=case.pk).title_en == case.title_en


def test_an_entry_that_somebody_has_changed_is_deleted_only_when_asked_again(desk, case):
    Related.objects.all().delete()
    page = desk.page(case, "delete")
    form = values(desk.ann.get(page))
    desk.saved(case, desk.opened(case, desk.ben) | {"title_en": "Slow down"}, desk.ben)
    response = desk.ann.post(page, form)
    assert response.status_code == 409
    assert [change.author.username for change in response.context["changes"]] == ["ben"]
    assert desk.ann.post(page, values(response)).status_code == 302
    assert not Case.objects.filter(pk=case.pk).exists()


def test_whoever_may_only_look_is_told_nothing_by_posting(desk, case, client, django_user_model):
    viewer = django_user_model.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_case"))
    client.force_login(viewer)
    assert client.post(desk.page(case), desk.opened(case) | {"edition": "0"}).status_code == 403
    page = client.get(desk.page(case)).content.decode()
    assert case.title_en in page
    assert 'name="_save"' not in page
