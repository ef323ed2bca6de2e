"""The pages of the entries, and who gets in."""

import pytest

from diagnostics.catalogue.models import Case

SLUG = "context-length-exceeded"


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


def test_nobody_else_gets_in(db, client):
    answer = client.get("/admin/catalogue/case/")
    assert answer.headers["Location"].startswith("/admin/login/")


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
