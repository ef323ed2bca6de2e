"""Both languages of a text are one field, and what was left behind is marked until it is right."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diagnostics.catalogue import outdated
from diagnostics.catalogue.models import Case, OutdatedText, Provider, Step, Term
from diagnostics.catalogue.outdated import key, with_outdated
from diagnostics.catalogue.transfer import import_content
from tests.workshop.browsing import values

CASES, TERMS = "/admin/catalogue/case/", "/admin/catalogue/term/"
SLUG = "rate-limited"
TERM = "token"  # its form is small, so it is quick


@pytest.fixture
def case_form(drafts):
    """The form of a case, which has rows."""
    return f"{CASES}{Case.objects.get(slug=SLUG).pk}/change/"


@pytest.fixture
def term_form(drafts):
    """The form of a term."""
    return f"{TERMS}{Term.objects.get(slug=TERM).pk}/change/"


@pytest.fixture
def save(term_form, admin_client):
    """Change texts of the term in its form, as an editor does."""

    def save(**changes):
        assert sent(admin_client, term_form, **changes).status_code == 302
        return Term.objects.get(slug=TERM)

    return save


def sent(client, address, **changes):
    """The answer to a form as a browser posts it. changes: with `__` for the hyphens of names."""
    form = values(client.get(address))
    form |= {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(address, {name: text.replace("\n", "\r\n") for name, text in form.items()})


def marked(term):
    """The language in which the title of the term is outdated."""
    mark = outdated.marks().get(key([term.title_en, term.title_zh_hans]))
    return mark and mark.language


def lines(page):
    """The parts of a page that hold a text in both languages."""
    return re.findall(r'(?s)<div class="form-row both-texts.*?</fieldset>', page)


def test_both_languages_of_a_field_are_inputs_under_one_label(case_form, admin_client):
    [title] = [
        line
        for line in lines(admin_client.get(case_form).content.decode())
        if 'name="title_en"' in line
    ]
    assert re.findall(r"<legend>(.*?)</legend>", title) == ["Title"]
    assert re.findall(r"<label for=\"(\w+)\".*?>(.*?)</label>", title) == [
        ("id_title_en", "English"),
        ("id_title_zh_hans", "Chinese"),
    ]
    assert re.findall(r'<input.*?name="(\w+)".*? lang="([\w-]+)"', title) == [
        ("title_en", "en"),
        ("title_zh_hans", "zh-hans"),
    ]


def test_rows_of_an_entry_have_both_languages_on_one_line_too(case_form, admin_client):
    page = admin_client.get(case_form).content.decode()
    names = [re.findall(r' name="(?!initial-)([\w-]+)"', line) for line in lines(page)]
    assert ["steps-0-text_en", "steps-0-text_zh_hans"] in names
    assert ["steps-__prefix__-text_en", "steps-__prefix__-text_zh_hans"] in names


def test_who_may_only_look_sees_both_languages_on_one_line(case_form, client, django_user_model):
    viewer = django_user_model.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    page = client.get(case_form).content.decode()
    case = Case.objects.get(slug=SLUG)
    shown = [re.findall(r'readonly" lang="([\w-]+)">(.*?)</div>', line) for line in lines(page)]
    assert [("en", case.title_en), ("zh-hans", case.title_zh_hans)] in shown
    assert 'name="meaning"' not in page


def test_saving_what_nobody_changed_changes_nothing(save):
    """Though a browser ends the lines of a text otherwise than the database."""
    Term.objects.filter(slug=TERM).update(text_en="One.\n\nTwo.", text_zh_hans="一。\n\n二。")
    before = Term.objects.filter(slug=TERM).values().get()
    save()
    assert Term.objects.filter(slug=TERM).values().get() == before
    assert not OutdatedText.objects.exists()


def test_a_change_of_meaning_in_one_language_marks_the_other(save):
    assert marked(save(title_en="Wait.")) == "zh-hans"
    assert marked(save(title_en="Stop.", title_zh_hans="停。")) is None
    assert marked(save(title_zh_hans="等。")) == "en"


def test_a_step_is_marked_as_the_case_itself_is(case_form, admin_client):
    assert sent(admin_client, case_form, steps__0__text_en="Breathe.").status_code == 302
    step = Step.objects.get(text_en="Breathe.")
    assert [*outdated.marks()] == [key([step.text_en, step.text_zh_hans])]
    page = admin_client.get(CASES)
    assert "outdated (1)" in page.content.decode()
    found = admin_client.get(CASES, {"outdated": "yes"}).context["cl"].result_list
    assert [case.slug for case in found] == [SLUG]


def test_a_typo_marks_nothing_and_keeps_a_mark_with_its_day(save):
    assert marked(save(title_en="Wiat.", meaning="same")) is None
    save(title_en="Waait.", meaning="changed")
    since = OutdatedText.objects.get().since
    assert marked(save(title_en="Wait.", meaning="same")) == "zh-hans"
    assert marked(save(title_zh_hans="等一下。", meaning="same")) == "zh-hans"
    assert OutdatedText.objects.get().since == since


def test_what_was_left_behind_is_right_again_when_it_is_rewritten(save):
    save(title_en="Wait.")
    assert marked(save(title_zh_hans="等。")) is None
    assert not OutdatedText.objects.exists()


def test_a_second_change_keeps_the_day_of_the_first(save):
    save(title_en="Wait.")
    since = OutdatedText.objects.get().since
    assert marked(save(title_en="Stop.")) == "zh-hans"
    assert OutdatedText.objects.get().since == since


def test_a_mark_stands_beside_its_text_and_goes_when_that_is_still_right(
    save, term_form, admin_client
):
    term = save(title_en="Wait.")
    page = admin_client.get(term_form).content.decode()
    [mark] = re.findall(r'(?s)<p class="outdated">(.*?)</p>', page)
    assert "the English changed" in mark
    box = re.search(r'name="still-right" value="(\w+)"', mark)
    assert box.group(1) == key([term.title_en, term.title_zh_hans])
    assert marked(save(**{"still-right": box.group(1)})) is None


def test_a_mark_of_another_entry_cannot_be_taken_away(save):
    term = Term.objects.exclude(slug=TERM).first()
    pair = [term.title_en, term.title_zh_hans]
    outdated.rewritten(["Old", pair[1]], pair, same_meaning=False)
    save(**{"still-right": key(pair)})
    assert [*outdated.marks()] == [key(pair)]


def test_a_form_that_is_refused_keeps_what_was_ticked(save, term_form, admin_client):
    term = save(title_en="Wait.")
    ticked = {"still-right": key([term.title_en, term.title_zh_hans]), "meaning": "same"}
    page = sent(admin_client, term_form, title_zh_hans="", **ticked).content.decode()
    assert f'value="{ticked["still-right"]}" checked' in page
    assert 'value="same" checked' in page
    assert marked(term) == "zh-hans"


def test_lists_of_words_are_no_translations_of_each_other(save):
    save(words_en="bit")
    assert not OutdatedText.objects.exists()


def test_a_text_without_a_translation_marks_nothing(db):
    outdated.rewritten(["A minute.", ""], ["An hour.", ""], same_meaning=False)
    outdated.rewritten(["A minute.", "一分钟"], ["A minute.", ""], same_meaning=False)
    assert not OutdatedText.objects.exists()


def test_a_mark_outlives_an_import_and_ends_with_its_text(drafts):
    behind(Case.objects.get(slug=SLUG), "title")
    import_content(drafts)
    outdated.prune()
    assert OutdatedText.objects.count() == 1
    Case.objects.filter(slug=SLUG).update(title_en="Wait.")
    outdated.prune()
    assert not OutdatedText.objects.exists()


def test_the_list_of_another_kind_shows_none(save, admin_client):
    save(title_en="Wait.")
    for address, found in ((TERMS, [TERM]), ("/admin/catalogue/provider/", [])):
        page = admin_client.get(address, {"outdated": "yes"})
        assert [entry.slug for entry in page.context["cl"].result_list] == found


def test_an_outcome_of_an_experiment_counts_for_its_case(drafts):
    experiment = Case.objects.get(slug=SLUG).experiments.create(text_en="Try.", text_zh_hans="试。")
    texts = {"seen_en": "It works.", "seen_zh_hans": "好了。"}
    behind(experiment.outcomes.create(means_en="a", means_zh_hans="b", **texts), "seen")
    assert [case.slug for case in with_outdated(Case)] == [SLUG]


def test_one_query_finds_all_that_is_outdated(drafts, django_assert_num_queries):
    for provider in Provider.objects.all():
        behind(provider, "summary")
    with django_assert_num_queries(1):
        assert len(with_outdated(Provider)) > 1


def test_a_form_asks_for_all_its_marks_at_once(term_form, admin_client):
    admin_client.get(term_form)
    counts = []
    for field in ("title", "summary", "text"):
        behind(Term.objects.get(slug=TERM), field)
        with CaptureQueriesContext(connection) as queries:
            page = admin_client.get(term_form).content.decode()
        counts.append((page.count('name="still-right"'), len(queries)))
    assert counts == [(1, counts[0][1]), (2, counts[0][1]), (3, counts[0][1])]


def behind(row, field):
    """Mark the Chinese of a text as outdated."""
    pair = [getattr(row, column) for column in outdated.columns(field)]
    outdated.rewritten(["Before.", pair[1]], pair, same_meaning=False)
