"""Cases in the works: left out of everything until they are complete, and never lost."""

import pytest

from diagnostics.catalogue import checks
from diagnostics.catalogue.editing import compiled_draft
from diagnostics.catalogue.files import ContentError, as_data
from diagnostics.catalogue.models import Case, Change, Option, Provider
from diagnostics.catalogue.transfer import export_content, import_content
from diagnostics.catalogue.unfinished import begin, finish, missing

OTHER = "rate-limited"


@pytest.fixture
def teapot(drafts, admin_user) -> Case:
    """A case of which only the beginning is written."""
    case = Case(slug="teapot", group="content", prior="rare", actor="you", retry="never")
    case.title_en, case.title_zh_hans, case.message = "It is a teapot", "这是茶壶", "I am a teapot"
    begin(case, admin_user)
    case.examples.create(text="418 I am a teapot", provider=Provider.objects.get(slug="openai"))
    return case


def complete(case: Case) -> None:
    """Fill in all that a case must have."""
    for name in ("summary", "cause", "symptoms", "wordings", "confirm", "otherwise"):
        for language in ("en", "zh_hans"):
            setattr(case, f"{name}_{language}", f"teapot {name}")
    case.save()
    case.steps.create(text_en="Brew.", text_zh_hans="泡茶。")
    case.patterns.create(slug="teapot", match="teapot", grade="proves", example="I am a teapot")
    case.sources.create(title="RFC 2324", url="https://example.org/", verified="2026-11-25")


def test_it_is_the_last_of_the_cases_and_in_the_log(teapot, admin_user):
    assert [case.slug for case in Case.objects.all()][-1] == "teapot"
    line = Change.objects.first()
    assert (line.author, line.action, line.kind, line.slug, line.edition) == (
        *(admin_user, "added", "cases", "teapot", 1),
    )


def test_nothing_that_is_made_of_the_drafts_has_it(teapot, drafts):
    assert as_data(export_content()) == as_data(drafts)
    assert "teapot" not in compiled_draft().engine.position


def test_a_reference_to_it_leads_nowhere_yet(teapot):
    Case.objects.get(slug=OTHER).related.create(
        case=teapot, difference_en="Hotter.", difference_zh_hans="更烫。"
    )
    [problem] = checks.broken(export_content())
    assert problem == f"case {OTHER}: related 2, case: there is no case teapot."


def test_it_tells_what_it_lacks(teapot):
    teapot.summary_en = "Short and stout."
    teapot.save()
    assert missing(teapot) == [
        "summary (简体中文): there is none yet",
        "cause: there is none yet",
        "symptoms: there is none yet",
        "steps: there is none yet",
        "confirm: there is none yet",
        "otherwise: there is none yet",
        "wordings: there is none yet",
        "patterns: there is none yet",
        "sources: there is none yet",
    ]


def test_it_cannot_be_finished_before_it_is_complete(teapot, admin_user):
    with pytest.raises(ContentError, match="cause: there is none yet"):
        finish(teapot, admin_user)
    assert Case.objects.get(slug="teapot").unfinished


def test_a_finished_case_is_part_of_the_catalogue_and_that_is_in_the_log(teapot, admin_user):
    complete(teapot)
    finish(teapot, admin_user)
    assert [case.slug for case in export_content().cases][-1] == "teapot"
    assert Change.objects.first().fields == [["in the works", "yes", None]]
    assert (teapot.unfinished, teapot.edition) == (False, 2)


def test_an_import_leaves_it_alone_with_all_that_belongs_to_it(teapot, drafts):
    option = Option.objects.filter(question__slug="status", value="400").get()
    teapot.evidence.create(option=option, grade="proves")
    questions = tuple(q.model_copy(update={"effort": 9}) for q in drafts.questions)
    import_content(drafts.model_copy(update={"questions": questions}))
    kept = Case.objects.get(slug="teapot")
    assert (kept.unfinished, kept.message) == (True, "I am a teapot")
    assert [example.text for example in kept.examples.all()] == ["418 I am a teapot"]
    assert [(e.option.value, e.grade) for e in kept.evidence.all()] == [("400", "proves")]


def test_an_import_that_has_it_finished_replaces_it(teapot, drafts):
    imported = drafts.cases[0].model_copy(
        update={"slug": "teapot", "patterns": (), "related": (), "notes": ()}
    )
    import_content(drafts.model_copy(update={"cases": (*drafts.cases, imported)}))
    row = Case.objects.get(slug="teapot")
    assert (row.pk, row.unfinished, row.message) == (teapot.pk, False, imported.message)
    assert row.examples.count() == len(imported.examples)


def test_an_import_without_what_it_needs_is_refused_and_changes_nothing(teapot, drafts):
    others = tuple(p for p in drafts.providers if p.slug != "openai")
    cases = tuple(
        case.model_copy(update={"examples": case.examples[:0], "notes": ()})
        for case in drafts.cases
    )
    codes = tuple(code.model_copy(update={"providers": ()}) for code in drafts.codes)
    update = {"providers": others, "cases": cases, "codes": codes}
    with pytest.raises(ContentError, match="example “418 I am a teapot”"):
        import_content(drafts.model_copy(update=update))
    assert as_data(export_content()) == as_data(drafts)
