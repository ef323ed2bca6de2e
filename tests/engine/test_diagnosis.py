"""The invariants of the engine, on catalogues that hypothesis makes up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.engine import (
    MESSAGE,
    NONE_OF_THESE,
    Case,
    Catalogue,
    Facts,
    Grade,
    Option,
    Outcome,
    Question,
    Signal,
    TriedStep,
    Verdict,
    diagnose,
)
from diagnostics.engine.diagnosis import remaining_after, remaining_causes
from diagnostics.engine.evidence import posterior, signal_weights
from diagnostics.engine.questions import (
    LIMIT,
    MESSAGES_LEFT_OUT,
    entropy,
    expected_gain,
    messages,
)

CASES = ("alpha", "beta", "gamma", "delta")
QUESTIONS = {"status": ("400", "429", "none"), "tools": ("on", "off"), "onset": ("first", "later")}
SIGNALS = ("words", "code", "phrase")
grades = st.sampled_from(list(Grade))


@st.composite
def catalogues(draw):
    evidence = {
        question: {case: {value: draw(grades) for value in values} for case in CASES}
        for question, values in QUESTIONS.items()
    }
    signals = {
        slug: Signal(slug, draw(st.dictionaries(st.sampled_from(CASES), grades, min_size=1)))
        for slug in SIGNALS
    }
    return Catalogue(
        cases=tuple(Case(c, draw(st.sampled_from([1.0, 2.0, 8.0]))) for c in CASES),
        questions=(
            *(Question(q, 1.0, tuple(Option(v, 10) for v in vs)) for q, vs in QUESTIONS.items()),
            Question(MESSAGE, 2.0),
        ),
        signals=signals,
        evidence=evidence,
    )


facts = st.builds(
    Facts,
    answers=st.fixed_dictionaries(
        {}, optional={q: st.sampled_from(v) for q, v in QUESTIONS.items()}
    ),
    signals=st.frozensets(st.sampled_from(SIGNALS)),
    tried=st.dictionaries(
        st.builds(TriedStep, st.sampled_from(CASES), st.integers(1, 3)),
        st.sampled_from(list(Outcome)),
        max_size=4,
    ),
)
steps = st.builds(TriedStep, st.sampled_from(CASES), st.integers(1, 3))


@given(catalogues(), facts)
def test_probabilities_sum_to_one(catalogue, known):
    assert posterior(catalogue, known).sum() == pytest.approx(1.0)


@given(catalogues(), facts)
def test_the_order_of_facts_is_irrelevant(catalogue, known):
    turned = Facts(
        answers=dict(reversed(known.answers.items())),
        signals=frozenset(sorted(known.signals)),
        tried=dict(reversed(known.tried.items())),
    )
    assert diagnose(catalogue, turned) == diagnose(catalogue, known)


@given(catalogues(), facts, st.sampled_from(list(QUESTIONS)))
def test_not_knowing_changes_no_probability(catalogue, known, question):
    before = posterior(catalogue, known.without(question))
    after = posterior(catalogue, known.without(question).with_unknown(question))
    assert after.tolist() == before.tolist()


@given(catalogues(), facts, st.sampled_from(CASES))
def test_evidence_for_a_case_never_lowers_it(catalogue, known, case):
    """A signal that speaks for one case only leaves that case at least as probable."""
    signal = Signal("new", {case: Grade.LIKELY})
    richer = Catalogue(
        catalogue.cases,
        catalogue.questions,
        {**catalogue.signals, "new": signal},
        catalogue.evidence,
    )
    told = replace(known, signals=known.signals | {"new"})
    position = catalogue.position[case]
    assert posterior(richer, told)[position] >= posterior(richer, known)[position] - 1e-9


@given(catalogues(), facts, steps)
def test_a_step_that_did_not_help_never_raises_its_case(catalogue, known, step):
    position = catalogue.position[step.case]
    before = posterior(catalogue, known.with_tried(step, None))
    after = posterior(catalogue, known.with_tried(step, Outcome.NO_HELP))
    assert after[position] <= before[position] + 1e-9
    others = [i for i in range(len(CASES)) if i != position]
    assert all(after[i] >= before[i] - 1e-9 for i in others)


@given(catalogues(), facts, steps)
def test_a_step_that_solved_it_never_lowers_its_case(catalogue, known, step):
    position = catalogue.position[step.case]
    before = posterior(catalogue, known.with_tried(step, None))
    after = posterior(catalogue, known.with_tried(step, Outcome.SOLVED))
    assert after[position] >= before[position] - 1e-9


@given(catalogues(), facts, steps)
def test_a_step_that_could_not_be_tried_changes_no_probability(catalogue, known, step):
    before = posterior(catalogue, known.with_tried(step, None))
    after = posterior(catalogue, known.with_tried(step, Outcome.COULD_NOT))
    assert after.tolist() == before.tolist()


@given(catalogues(), facts, st.sampled_from(list(QUESTIONS)))
def test_the_gain_of_a_question_is_between_nothing_and_everything(catalogue, known, question):
    belief = posterior(catalogue, known)
    gain = expected_gain(catalogue, known, catalogue.question[question], belief)
    assert 0 <= gain <= entropy(belief) + 1e-9


@given(catalogues(), facts, st.sampled_from(list(QUESTIONS)))
def test_what_an_answer_would_leave_is_what_it_leaves(catalogue, known, question):
    for value, left in remaining_after(catalogue, known, question).items():
        exact = remaining_causes(posterior(catalogue, known.with_answer(question, value)))
        assert abs(left - exact) <= 1  # rounding may decide at the very border


@given(catalogues(), facts, st.data())
def test_every_walk_ends_within_the_limit_and_repeats_no_question(catalogue, known, data):
    asked: list[str] = []
    while question := diagnose(catalogue, known).question:
        assert question.slug not in known.settled
        asked.append(question.slug)
        choice = data.draw(st.sampled_from([*question.options, None]))
        if choice is None:
            known = known.with_unknown(question.slug)
        else:
            known = known.with_answer(question.slug, choice)
    assert len(asked) == len(set(asked)) <= LIMIT


@given(catalogues(), st.sampled_from(CASES))
def test_every_case_can_be_reached_by_its_own_message(catalogue, case):
    assert diagnose(catalogue, Facts(answers={MESSAGE: case})).verdict is not None
    weights = posterior(catalogue, Facts(answers={MESSAGE: case}))
    assert (
        weights[catalogue.position[case]] > posterior(catalogue, Facts())[catalogue.position[case]]
    )


def small(**signal):
    return Catalogue(
        cases=(Case("alpha", 1.0), Case("beta", 1.0)),
        questions=(Question("provider", 1.0, (Option("openai", 1), Option("dashscope", 1))),),
        signals={"code": Signal("code", {"alpha": Grade.PROVES}, **signal)},
    )


def test_a_proof_is_recognised_and_asks_nothing():
    diagnosis = diagnose(small(), Facts(signals=frozenset({"code"})))
    assert (diagnosis.verdict, diagnosis.candidates[0].case) == (Verdict.RECOGNISED, "alpha")
    assert diagnosis.question is None


def test_without_any_evidence_nothing_is_recognised():
    assert diagnose(small(), Facts()).verdict is Verdict.UNCLEAR


def test_a_code_of_one_provider_means_nothing_at_another():
    catalogue = small(providers=frozenset({"openai"}))
    told = Facts(answers={"provider": "dashscope"}, signals=frozenset({"code"}))
    assert posterior(catalogue, told).tolist() == [0.5, 0.5]


@given(catalogues(), facts)
def test_the_same_facts_give_the_same_diagnosis(catalogue, known):
    assert diagnose(catalogue, known) == diagnose(catalogue, known)


@given(catalogues(), facts)
def test_candidates_come_most_probable_first(catalogue, known):
    shares = [candidate.probability for candidate in diagnose(catalogue, known).candidates]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1 + 1e-9


@given(catalogues(), facts, st.sampled_from(list(QUESTIONS)), st.data())
def test_an_answer_that_speaks_for_one_case_only_never_lowers_it(catalogue, known, question, data):
    value = data.draw(st.sampled_from(QUESTIONS[question]))
    evidence = {CASES[0]: {value: Grade.LIKELY}}
    plain = replace(catalogue, evidence={**catalogue.evidence, question: evidence})
    before = posterior(plain, known.without(question))
    after = posterior(plain, known.without(question).with_answer(question, value))
    assert after[0] >= before[0] - 1e-9


@given(catalogues())
def test_no_single_answer_makes_anything_quite_certain(catalogue):
    for question, values in QUESTIONS.items():
        for value in values:
            answered = Facts(answers={question: value})
            assert posterior(catalogue, answered).min() > 0
            assert posterior(catalogue, answered).max() < 0.999


@given(catalogues(), facts)
def test_nothing_is_asked_that_is_settled_or_once_it_is_recognised(catalogue, known):
    diagnosis = diagnose(catalogue, known)
    if diagnosis.verdict is Verdict.RECOGNISED:
        assert diagnosis.question is None
    if diagnosis.question:
        assert diagnosis.question.slug not in known.settled


@given(catalogues(), st.sampled_from(SIGNALS))
def test_finding_the_same_in_other_words_counts_for_less(catalogue, slug):
    """A second tell-tale that says the same adds less than the first did."""
    doubled = replace(
        catalogue,
        signals={**catalogue.signals, "again": Signal("again", catalogue.signals[slug].grades)},
    )
    none, once, twice = (
        signal_weights(doubled, Facts(signals=frozenset(found)))
        for found in ((), (slug,), (slug, "again"))
    )
    assert (abs(twice - once) <= abs(once - none) + 1e-9).all()


@given(catalogues(), facts)
def test_reasons_are_sorted_by_their_weight_and_by_side(catalogue, known):
    for candidate in diagnose(catalogue, known).candidates:
        assert all(piece.weight > 0 for piece in candidate.reasons_for)
        assert all(piece.weight < 0 for piece in candidate.reasons_against)
        for side in (candidate.reasons_for, candidate.reasons_against):
            weights = [abs(piece.weight) for piece in side]
            assert weights == sorted(weights, reverse=True)
            assert not {piece.name for piece in side} & set(candidate.open)


def test_two_steps_that_did_not_help_take_the_certainty_away():
    facts = Facts(signals=frozenset({"code"}))
    one = facts.with_tried(TriedStep("alpha", 1), Outcome.NO_HELP)
    two = one.with_tried(TriedStep("alpha", 2), Outcome.NO_HELP)
    assert diagnose(small(), one).verdict is Verdict.RECOGNISED
    assert diagnose(small(), two).verdict is not Verdict.RECOGNISED


@given(catalogues(), facts)
def test_messages_of_all_causes_that_are_still_possible_are_offered(catalogue, known):
    belief = posterior(catalogue, known)
    *offered, none = messages(catalogue, belief)
    assert none == NONE_OF_THESE
    left_out = [b for case, b in zip(CASES, belief, strict=True) if case not in offered]
    assert sum(left_out) <= MESSAGES_LEFT_OUT
