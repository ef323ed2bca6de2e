"""What the measurements share."""

import time
from collections.abc import Callable, Sequence
from functools import cache

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.diagnosing import answer
from diagnostics.catalogue.files import read_content


@cache
def shipped() -> CompiledRelease:
    """The shipped content, ready for use."""
    return ready(CompiledRelease(0, read_content()))


def ready(release: CompiledRelease) -> CompiledRelease:
    """The release with everything compiled that is compiled on first use."""
    answer(release, {"text": "429 Too Many Requests"})
    return release


def milliseconds(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Processor time of each call, sorted; other programs on the machine do not count."""
    times = []
    for text in texts:
        started = time.process_time()
        work(text)
        times.append((time.process_time() - started) * 1000)
    return sorted(times)


def percentile(times: Sequence[float], share: float) -> float:
    """The value below which this share of the sorted times lies."""
    return times[min(len(times) - 1, int(len(times) * share))]
