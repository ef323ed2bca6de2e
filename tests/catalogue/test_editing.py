"""Changes of the drafts are in the log, and a trial uses the drafts as they are."""

import pytest

from diagnostics.catalogue.editing import changing, compiled_draft
from diagnostics.catalogue.files import ContentError
from diagnostics.catalogue.models import Case, Change

SLUG = "rate-limited"


def test_a_change_is_in_the_log_with_its_author_and_begins_a_new_edition(drafts, admin_user):
    Change.objects.all().delete()
    case = Case.objects.get(slug=SLUG)
    old = case.message
    with changing(case, admin_user):
        Case.objects.filter(pk=case.pk).update(message="Slow down.")
    [change] = Change.objects.all()
    assert (change.author, change.slug, change.edition) == (admin_user, SLUG, 2)
    assert change.fields == [["message", old, "Slow down."]]
    assert Case.objects.get(slug=SLUG).edition == 2


def test_nothing_is_in_the_log_when_nothing_has_changed(drafts, admin_user):
    Change.objects.all().delete()
    with changing(Case.objects.get(slug=SLUG), admin_user):
        pass
    assert not Change.objects.exists()
    assert Case.objects.get(slug=SLUG).edition == 1


def test_a_change_that_fails_leaves_everything_as_it_was(drafts, admin_user):
    case = Case.objects.get(slug=SLUG)

    def fail():
        with changing(case, admin_user):
            Case.objects.filter(pk=case.pk).update(message="Slow down.")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert Case.objects.get(slug=SLUG).message == case.message


def test_the_compiled_draft_follows_the_drafts(drafts):
    first = compiled_draft()
    assert compiled_draft() is first
    Case.objects.filter(slug=SLUG).update(message="Slow down.")
    case = next(c for c in compiled_draft().content.cases if c.slug == SLUG)
    assert case.message == "Slow down."


def test_a_draft_that_refers_to_nothing_cannot_be_compiled(drafts):
    Case.objects.get(slug=SLUG).patterns.update(match="(?=look)ahead")
    with pytest.raises(ContentError, match="RE2 cannot use"):
        compiled_draft()
