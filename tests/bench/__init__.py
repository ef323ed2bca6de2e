"""Measurements, never run as tests: `make bench`."""
