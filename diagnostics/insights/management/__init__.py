"""Commands of the insights."""
