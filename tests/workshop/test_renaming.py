"""A slug is free until visitors know it; then it can be renamed, and nothing is lost by it."""

import pytest

from diagnostics.catalogue import checks
from diagnostics.catalogue.files import as_data
from diagnostics.catalogue.models import Alias, Case, Change, Guide, Keyword, Release, Term
from diagnostics.catalogue.transfer import export_content

SLUG = "rate-limited"


@pytest.fixture
def case(desk):
    return Case.objects.get(slug=SLUG)


@pytest.fixture
def published(case):
    Release.objects.create(number=1, snapshot=as_data(export_content()))
    return case


def renamed(desk, case, slug):
    return desk.ann.post(desk.page(case, "rename"), {"slug": slug})


def test_a_slug_is_free_until_a_release_has_it(desk, case):
    assert desk.saved(case, desk.opened(case) | {"slug": "slow-down"}).status_code == 302
    [change] = Change.objects.all()
    assert (change.slug, change.fields) == ("slow-down", [["slug", SLUG, "slow-down"]])
    assert not Alias.objects.exists()


def test_a_slug_is_locked_when_a_release_has_it(desk, published):
    form = desk.opened(published)
    assert "slug" not in form
    assert desk.saved(published, form | {"slug": "slow-down"}).status_code == 302
    assert Case.objects.filter(slug=SLUG).exists()


def test_a_slug_of_another_kind_of_entry_in_a_release_locks_nothing(desk, case):
    snapshot = as_data(export_content())
    snapshot["cases"] = []
    Release.objects.create(number=1, snapshot=snapshot | {"phrases": [{"slug": SLUG}]})
    assert desk.opened(case)["slug"] == SLUG


def test_after_renaming_the_old_address_leads_to_the_new_one(desk, published):
    response = renamed(desk, published, "slow-down")
    assert response.headers["Location"] == desk.page(published)
    assert [(a.old, a.new) for a in Alias.objects.all()] == [(SLUG, "slow-down")]
    assert {(c.action, c.kind, c.slug) for c in Change.objects.all()} >= {
        ("changed", "cases", "slow-down"),
        ("added", "aliases", SLUG),
    }
    assert Change.objects.get(kind="cases", slug="slow-down").edition == 2


def test_earlier_addresses_lead_to_the_newest_and_a_name_can_be_taken_back(desk, published):
    for slug in ("second", "third"):
        renamed(desk, published, slug)
    leads = {a.old: a.new for a in Alias.objects.all()}
    assert leads == {SLUG: "third", "second": "third"}
    renamed(desk, published, SLUG)
    leads = {a.old: a.new for a in Alias.objects.all()}
    assert leads == {"second": SLUG, "third": SLUG}
    assert not [problem for problem in checks.broken(export_content()) if "alias" in problem]


def test_texts_that_name_it_follow_and_are_in_the_log(desk, published):
    other = Case.objects.exclude(pk=published.pk).first()
    Case.objects.filter(pk=other.pk).update(
        cause_en=f"See [this](/cases/{SLUG}/) and [that](/cases/{SLUG}-more/)."
    )
    pattern = other.patterns.first()
    type(pattern).objects.filter(pk=pattern.pk).update(also={SLUG: "unlikely"})
    Keyword.objects.create(slug="words", words="slow", pages=f"cases/{SLUG}\nguides/{SLUG}")
    guide = Guide.objects.create(slug="guide", cases=f"{SLUG}\n{other.slug}")
    term = Term.objects.first()
    Term.objects.filter(pk=term.pk).update(not_on=SLUG)
    renamed(desk, published, "slow-down")
    other.refresh_from_db()
    pattern.refresh_from_db()
    assert other.cause_en == f"See [this](/cases/slow-down/) and [that](/cases/{SLUG}-more/)."
    assert pattern.also == {"slow-down": "unlikely"}
    assert Keyword.objects.get().pages == f"cases/slow-down\nguides/{SLUG}"
    assert Guide.objects.get(pk=guide.pk).cases == f"slow-down\n{other.slug}"
    assert Term.objects.get(pk=term.pk).not_on == "slow-down"
    told = {(c.kind, c.slug) for c in Change.objects.filter(action="changed")}
    assert told == {
        ("cases", "slow-down"),
        ("cases", other.slug),
        ("keywords", "words"),
        ("guides", "guide"),
        ("terms", term.slug),
    }


@pytest.mark.parametrize("slug", ["No Slug", "invalid-api-key", SLUG, "taken", "x" * 61])
def test_a_slug_that_cannot_be_used_is_refused_with_a_sentence(desk, published, slug):
    Alias.objects.create(old="taken", new="invalid-api-key")
    response = renamed(desk, published, slug)
    assert response.status_code == 422
    assert f'value="{slug}"' in response.content.decode()
    assert response.context["form"].errors["slug"]
    assert Case.objects.get(pk=published.pk).slug == SLUG


def test_the_page_says_that_old_links_keep_working_and_changes_nothing_by_itself(desk, published):
    Keyword.objects.create(slug="words", words="slow", pages=f"cases/{SLUG}")
    page = desk.ann.get(desk.page(published, "rename")).content.decode()
    assert "Old links keep working" in page
    assert "words" in page
    assert not Alias.objects.exists()


def test_only_who_may_change_the_entry_can_rename_it(published, client, django_user_model):
    from tests.workshop.browsing import Desk  # noqa: PLC0415

    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert client.post(Desk.page(published, "rename"), {"slug": "mine"}).status_code == 403
    assert Case.objects.get(pk=published.pk).slug == SLUG
