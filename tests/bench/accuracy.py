"""How many samples are diagnosed right, from the text alone."""

from collections.abc import Iterable

from diagnostics.catalogue.diagnosing import answer
from diagnostics.engine import Verdict
from tests.bench.measuring import shipped
from tests.samples import Sample, samples, unheard


def accuracy() -> None:
    """Print shares of the samples; `unheard` are those that the catalogue has not learnt from."""
    known = [sample for sample in samples() if sample.case]
    fresh = [sample for sample in unheard(shipped().content) if sample.case]
    vague = [sample for sample in samples() if not sample.case]
    print(f"{'SAMPLES':18}{'n':>12}{'right':>9}{'top 3':>9}{'recognised':>12}{'misleading':>12}")
    for name, group in (("all", known), ("unheard", fresh), ("telling nothing", vague)):
        print(f"{name:18}{len(group):12}{_shares(group)}")


def _shares(group: Iterable[Sample]) -> str:
    """misleading: recognised, and wrong."""
    rows = []
    for sample in group:
        result = answer(shipped(), {"text": sample.text})
        cases = [candidate["case"] for candidate in result["candidates"]]
        is_right = cases[0] in sample.right
        is_recognised = result["verdict"] == Verdict.RECOGNISED
        among = not sample.right.isdisjoint(cases[:3])
        rows.append((is_right, among, is_recognised, is_recognised and not is_right))
    right, top, recognised, misleading = (
        sum(column) / len(rows) for column in zip(*rows, strict=True)
    )
    return f"{right:9.1%}{top:9.1%}{recognised:12.1%}{misleading:12.1%}"
