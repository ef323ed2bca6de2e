"""Whether a probability of 80 % is right in 80 of 100 cases."""

from diagnostics.catalogue.diagnosing import answer
from tests.bench.measuring import shipped
from tests.samples import Sample, samples, unheard

BINS = 10


def reliability() -> None:
    """Print the reliability table and the expected calibration error, for all and for unheard."""
    for name, group in (("all samples", samples()), ("unheard", unheard(shipped().content))):
        _table(name, group)


def _table(name: str, group: list[Sample]) -> None:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for sample in group:
        first = answer(shipped(), {"text": sample.text})["candidates"][0]
        place = min(BINS - 1, int(first["probability"] * BINS))
        bins[place].append((first["probability"], first["case"] in sample.right))
    print(f"{'RELIABILITY':18}{'n':>12}{'said':>9}{'right':>9}   {name}")
    error = 0.0
    for number, rows in enumerate(bins):
        if rows:
            said, right = (sum(column) / len(rows) for column in zip(*rows, strict=True))
            error += abs(said - right) * len(rows) / len(group)
            span = f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}"
            print(f"{span:18}{len(rows):12}{said:9.3f}{right:9.3f}")
    print(f"{'calibration error':18}{len(group):12}{error:9.3f}")
