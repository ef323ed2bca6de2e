"""The largest of many values are those that sorting all of them would give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.engine.ordering import largest

VALUES = st.lists(st.integers(0, 9), max_size=40)


@given(VALUES, st.integers(1, 10))
def test_largest_first_and_ties_in_their_order(values, most):
    expected = sorted(range(len(values)), key=lambda i: (-values[i], i))[:most]
    assert largest(np.array(values, float), most).tolist() == expected
