"""Which of many values are the largest."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def largest(values: NDArray[Any], most: int) -> NDArray[np.int64]:
    """Positions of the largest values, at most so many, the largest first; ties by position.

    Only those few are sorted, as there are many more causes than anybody asks for.
    """
    near = np.arange(len(values))
    if len(values) > most:
        near = np.flatnonzero(values >= np.partition(values, -most)[-most])
    return near[np.argsort(-values[near], kind="stable")][:most]
