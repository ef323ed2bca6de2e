"""What an editor does: change a step, publish, see it; and what nobody else may."""

import pytest

from diagnostics.catalogue.models import Case, Release, Step

SLUG = "context-length-exceeded"
PUBLISH = "/admin/catalogue/release/publish/"


@pytest.fixture
def visible(drafts, admin_client, django_capture_on_commit_callbacks):
    """Publish as the editor does, with what follows the commit."""

    def publish(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            return admin_client.post(PUBLISH, fields)

    return publish


def change_first_step(words):
    step = Step.objects.filter(case__slug=SLUG).order_by("position").first()
    step.text_en = words
    step.save()


def test_a_published_change_is_on_the_page_and_a_draft_is_not(visible, client):
    assert visible(note="First.").status_code == 302
    change_first_step("Walk around the block.")
    assert "Walk around the block." not in client.get(f"/cases/{SLUG}/").content.decode()
    visible(note="Fresh air.")
    assert "Walk around the block." in client.get(f"/cases/{SLUG}/").content.decode()
    assert Release.objects.get(number=2).author.username == "admin"


def test_a_draft_that_fails_its_checks_is_refused_and_the_note_stays(visible, admin_client):
    Case.objects.get(slug=SLUG).examples.all().delete()
    Case.objects.get(slug=SLUG).examples.create(text="401 Incorrect API key provided")
    response = visible(note="Keep me.")
    assert response.status_code == 422
    assert "example 1 is diagnosed as invalid-api-key" in response.content.decode()
    assert "Keep me.</textarea>" in response.content.decode()
    assert Release.objects.count() == 0


def test_a_draft_from_which_no_page_could_be_made_is_told_before_publishing(drafts, admin_client):
    Case.objects.get(slug=SLUG).patterns.update(match="(?=look)ahead")
    response = admin_client.get(PUBLISH)
    assert response.status_code == 200
    assert "RE2 cannot use" in response.content.decode()


def test_going_back_is_one_step(visible, admin_client, client):
    visible()
    change_first_step("Walk around the block.")
    visible()
    admin_client.post("/admin/catalogue/release/1/roll-back/")
    assert Release.objects.first().number == 3
    assert Release.objects.first().snapshot == Release.objects.get(number=1).snapshot


def test_a_case_page_of_the_admin_shows_all_its_parts(drafts, admin_client):
    case = Case.objects.get(slug=SLUG)
    page = admin_client.get(f"/admin/catalogue/case/{case.pk}/change/").content.decode()
    assert "maximum context length" in page


def test_an_experiment_has_its_own_page_with_its_outcomes(drafts, admin_client):
    case = Case.objects.get(slug=SLUG)
    experiment = case.experiments.create(text_en="Try it.", text_zh_hans="试试。")
    experiment.outcomes.create(seen_en="It works.", means_en="Good.", case=case)
    address = f"/admin/catalogue/experiment/{experiment.pk}/change/"
    assert address in admin_client.get(f"/admin/catalogue/case/{case.pk}/change/").content.decode()
    assert "It works." in admin_client.get(address).content.decode()


@pytest.mark.parametrize("kind", ["guide", "term", "provider"])
def test_guides_terms_and_providers_have_pages_in_the_admin(drafts, admin_client, kind):
    assert admin_client.get(f"/admin/catalogue/{kind}/add/").status_code == 200


@pytest.mark.parametrize("path", [PUBLISH, "/admin/catalogue/case/"])
def test_nobody_else_gets_in(db, client, path):
    assert client.get(path).headers["Location"].startswith("/admin/login/")


def test_a_pattern_that_re2_cannot_use_is_refused(drafts):
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    pattern = Case.objects.get(slug=SLUG).patterns.first()
    pattern.match = "(?=look)ahead"
    with pytest.raises(ValidationError, match="RE2 cannot use"):
        pattern.clean()


def test_behind_a_proxy_a_stranger_cannot_lock_out_an_editor(admin_user, client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def sign_in(password, address):
        fields = {"username": admin_user.username, "password": password}
        headers = {"X-Forwarded-For": address}
        return client.post("/admin/login/?next=/admin/", fields, headers=headers).status_code

    wrong = [sign_in("guess", "192.0.2.1") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert wrong[-1] == 429
    assert sign_in("password", "192.0.2.1") == 429
    assert sign_in("password", "192.0.2.2") == 302
