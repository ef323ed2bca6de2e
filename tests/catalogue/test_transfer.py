"""Content into drafts and back, lists within lists included."""

from diagnostics.catalogue.files import as_data, read_content
from diagnostics.catalogue.models import Experiment, Outcome, Term
from diagnostics.catalogue.transfer import export_content, import_content


def test_the_whole_shipped_content_comes_back_as_it_was(db):
    content = read_content()
    import_content(content)
    assert as_data(export_content()) == as_data(content)


def test_outcomes_belong_to_their_experiment_in_order(db):
    content = read_content()
    import_content(content)
    import_content(content)
    case = next(case for case in content.cases if len(case.experiments) == 2)
    rows = Experiment.objects.filter(of__slug=case.slug)
    assert [[o.seen_en for o in row.outcomes.all()] for row in rows] == [
        [outcome.seen.en for outcome in experiment.outcomes] for experiment in case.experiments
    ]


def test_what_is_gone_from_the_content_is_gone_from_the_drafts(db):
    content = read_content()
    import_content(content)
    cases = tuple(case.model_copy(update={"experiments": ()}) for case in content.cases)
    import_content(content.model_copy(update={"cases": cases, "terms": content.terms[:1]}))
    assert Outcome.objects.count() == 0
    assert [term.slug for term in Term.objects.all()] == [content.terms[0].slug]
