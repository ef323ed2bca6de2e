"""Shares that know whether they rest on enough to say anything."""

from dataclasses import dataclass
from math import sqrt

FEW = 30  # of fewer than this, a share tells chance more than anything else
LIKELY, CERTAIN = 1.96, 3.29  # standard deviations that hold 95 % and 99.9 % of what chance does


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; both are numbers of times."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def percent(self) -> int | None:
        """The same as a whole number up to 100."""
        return round(100 * self.part / self.whole) if self.whole else None

    @property
    def is_small(self) -> bool:
        """Whether the whole is too small for a share that says much."""
        return self.whole < FEW

    def differs(self, other: "Share") -> bool:
        """Whether two shares are further apart than chance explains: their intervals do not meet.

        That is stricter than it has to be, which is right where many are compared.
        """
        (low, high), (other_low, other_high) = self.interval(), other.interval()
        return low > other_high or high < other_low

    def interval(self, deviations: float = LIKELY) -> tuple[float, float]:
        """Where the true share is (Wilson 1927, the score interval)."""
        if not self.whole:
            return 0.0, 1.0
        share, spread = self.part / self.whole, deviations * deviations / self.whole
        middle = share + spread / 2
        width = deviations * sqrt(share * (1 - share) / self.whole + spread / (4 * self.whole))
        return (middle - width) / (1 + spread), (middle + width) / (1 + spread)
