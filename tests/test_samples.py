"""How well the samples are diagnosed.

What is not right yet is listed here by case and number of the sample, counted from 1. A listed
sample that has become right fails, so that the lists stay true.
"""

from collections import Counter

import pytest

from diagnostics.catalogue.diagnosing import answer
from diagnostics.engine import Verdict
from tests.samples import samples

MISSED = {
    "billing-required 4",
    "connection-failed 5",
    "image-invalid 4",
    "insufficient-balance 5",
    "local-model-failed 5",
    "rate-limited 4",
    "relay-hides-cause 4",
    "stream-interrupted 8",
    "system-prompt-not-supported 4",
    "wrong-credential-used 2",
}
RECOGNISED_WRONGLY = {
    "billing-required 4",
    "relay-hides-cause 4",
}


def numbered():
    count = Counter()
    for sample in samples():
        count[sample.case] += 1
        yield f"{sample.case or 'unknown'} {count[sample.case]}", sample


@pytest.fixture(scope="module")
def results(shipped):
    return {name: (sample, answer(shipped, {"text": sample.text})) for name, sample in numbered()}


def is_right(sample, result):
    return result["candidates"][0]["case"] in sample.right


def test_every_case_has_samples_in_both_languages(shipped):
    count = Counter((sample.case, sample.language) for sample in samples())
    cases = ["", *shipped.engine.position]
    assert [(c, n) for c in cases for n in ("en", "zh-hans") if count[c, n] < 2] == []
    assert {sample.case for sample in samples()} == set(cases)


def test_samples_name_what_the_catalogue_has(shipped):
    for sample in samples():
        assert set(sample.also) <= shipped.engine.position.keys()
        for question, value in sample.answers.items():
            assert value in shipped.engine.answer_position[question]


def test_texts_are_diagnosed_right(results):
    missed = {n for n, (s, result) in results.items() if s.case and not is_right(s, result)}
    assert missed == MISSED


def test_nothing_else_is_recognised_wrongly(results):
    wrong = {
        name
        for name, (sample, result) in results.items()
        if result["verdict"] == Verdict.RECOGNISED and not is_right(sample, result)
    }
    assert wrong == RECOGNISED_WRONGLY
