"""A few hundred damaged texts; `make fuzz` reads a hundred thousand."""

import pytest

from tests.fuzz import fuzz


@pytest.mark.parametrize("seed", range(1, 4))
def test_no_damage_stops_the_diagnosis(shipped, seed):
    assert list(fuzz(shipped, 120, seed)) == []
