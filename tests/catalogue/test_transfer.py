"""Content into drafts and back, lists within lists included."""

import pytest
from django.utils.translation import override

from diagnostics.catalogue import history
from diagnostics.catalogue.differences import Action
from diagnostics.catalogue.files import (
    ContentError,
    as_data,
    fingerprint,
    read_content,
    tree_of,
)
from diagnostics.catalogue.importing import plan
from diagnostics.catalogue.models import Case, Change, Experiment, Outcome, Step, Term
from diagnostics.catalogue.transfer import (
    DraftsChangedError,
    export_content,
    import_content,
)
from diagnostics.catalogue.transfer import drafts as present
from diagnostics.engine import Grade

SLUG = "rate-limited"


def with_case(content, **update):
    """The content with one case changed."""
    cases = [c.model_copy(update=update) if c.slug == SLUG else c for c in content.cases]
    return content.model_copy(update={"cases": tuple(cases)})


def test_the_whole_shipped_content_comes_back_as_it_was(db):
    content = read_content()
    import_content(content)
    assert as_data(export_content()) == as_data(content)
    assert tree_of(export_content()) == tree_of(content)


def test_outcomes_belong_to_their_experiment_in_order(db):
    content = read_content()
    import_content(content)
    import_content(content)
    case = next(case for case in content.cases if len(case.experiments) == 2)
    rows = Experiment.objects.filter(of__slug=case.slug)
    assert [[o.seen_en for o in row.outcomes.all()] for row in rows] == [
        [outcome.seen.en for outcome in experiment.outcomes] for experiment in case.experiments
    ]


def test_what_is_gone_from_the_content_is_gone_from_the_drafts(drafts):
    import_content(drafts.model_copy(update={"terms": drafts.terms[:1]}))
    assert [term.slug for term in Term.objects.all()] == [drafts.terms[0].slug]


def test_an_experiment_that_is_gone_takes_its_outcomes_along(db):
    content = read_content()
    import_content(content)
    cases = tuple(case.model_copy(update={"experiments": ()}) for case in content.cases)
    import_content(content.model_copy(update={"cases": cases}))
    assert (Experiment.objects.count(), Outcome.objects.count()) == (0, 0)


def test_only_an_entry_that_changes_begins_a_new_edition_and_is_in_the_log(drafts, admin_user):
    before, step = history.latest(), Step.objects.exclude(case__slug=SLUG).first()
    [difference] = import_content(with_case(drafts, message="Slow down."), admin_user)
    assert (difference.slug, difference.action) == (SLUG, Action.CHANGED)
    [change] = Change.objects.filter(pk__gt=before)
    assert (change.slug, change.edition, change.author) == (SLUG, 2, admin_user)
    assert dict(Case.objects.values_list("slug", "edition")) == {
        case.slug: 1 + (case.slug == SLUG) for case in drafts.cases
    }
    assert Step.objects.exclude(case__slug=SLUG).first() == step


def test_another_order_is_kept_and_begins_no_edition(drafts):
    import_content(drafts.model_copy(update={"cases": drafts.cases[::-1]}))
    assert [c.slug for c in export_content().cases] == [c.slug for c in drafts.cases[::-1]]
    assert set(Case.objects.values_list("edition", flat=True)) == {1}


def test_an_import_by_an_editor_who_reads_chinese_keeps_both_languages(drafts):
    with override("zh-hans"):
        import_content(with_case(drafts, message="Slow down."))
        assert as_data(export_content()) == as_data(with_case(drafts, message="Slow down."))
    assert as_data(export_content()) == as_data(with_case(drafts, message="Slow down."))


def test_a_reference_to_nothing_is_refused_in_words_and_writes_nothing(drafts):
    case = next(case for case in drafts.cases if case.slug == SLUG)
    broken = with_case(
        drafts,
        evidence={"status": {"999": Grade.LIKELY}},
        examples=(case.examples[0].model_copy(update={"provider": "gone"}),),
    )
    before = fingerprint(present())
    with pytest.raises(ContentError) as problem:
        import_content(broken)
    assert str(problem.value).splitlines() == [
        f"case {SLUG}: examples 1, provider: there is no provider gone.",
        f"case {SLUG}: evidence, status, 999: there is no answer 999 to status.",
    ]
    assert fingerprint(present()) == before


def test_drafts_that_have_changed_since_they_were_seen_are_left_alone(drafts):
    seen = fingerprint(present())
    Step.objects.filter(case__slug=SLUG).update(text_en="Wait.")
    with pytest.raises(DraftsChangedError):
        import_content(drafts, seen=seen)
    assert set(Step.objects.filter(case__slug=SLUG).values_list("text_en", flat=True)) == {"Wait."}
    import_content(drafts, seen=fingerprint(present()))
    assert as_data(export_content()) == as_data(drafts)


def test_a_plan_says_what_would_change_and_writes_nothing(drafts):
    new = with_case(drafts, message="Slow down.", sources=())
    before, told = fingerprint(present()), plan(tree_of(new))
    assert [(d.kind, d.slug, d.action) for d in told.found] == [("cases", SLUG, Action.CHANGED)]
    assert told.unfinished == [f"cases/{SLUG}.yaml, line 1: sources: there is none with a date."]
    assert told.seen == before == fingerprint(present())


def test_a_text_for_which_the_database_has_no_room_is_named_with_its_line(drafts):
    case = next(case for case in drafts.cases if case.slug == SLUG)
    source = case.sources[0].model_copy(update={"title": "x" * 201})
    title = case.title.model_copy(update={"zh_hans": "长" * 201})
    files = tree_of(with_case(drafts, sources=(source,), title=title))
    lines = files[f"cases/{SLUG}.yaml"].decode().splitlines()
    at = [n for n, line in enumerate(lines, start=1) if "x" * 99 in line or "长" * 99 in line]
    with pytest.raises(ContentError) as problem:
        plan(files)
    assert str(problem.value).splitlines() == [
        f"cases/{SLUG}.yaml, line {at[0]}: title (简体中文): this is longer than 200 characters.",
        f"cases/{SLUG}.yaml, line {at[1]}: sources 1, title: this is longer than 200 characters.",
    ]
