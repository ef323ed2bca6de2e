"""The knowledge: what editors write, and the releases that pages read."""
