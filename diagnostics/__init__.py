"""Fixpath: why a request to a language-model API failed, and what fixes it."""
