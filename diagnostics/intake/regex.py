"""The only module that knows the regular expression library.

RE2 matches in time linear in the text, whatever the expression (Cox 2010, "Regular Expression
Matching in the Wild"), so neither a pasted text nor an editor's pattern can make it slow.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import re2

KEPT = 1 << 14  # compiled expressions: those of two releases with a thousand cases each

NOTHING = r"[^\x00-\x{10FFFF}]"

error = re2.error
Regex = Any  # re2 has no types


@lru_cache(KEPT)
def compile_regex(
    expression: str | bytes, *, ignore_case: bool = True, memory: int = 8 << 20
) -> Regex:
    """Compile an expression, once for all releases that use it.

    Raises `error` for look-around, back-references and bad syntax.

    Given as bytes, it searches UTF-8 bytes: the same matches, without a count of characters.
    """
    options = _options(ignore_case=ignore_case)
    options.max_mem = memory
    return re2.compile(expression, options=options)


def any_of(expressions: Iterable[str]) -> Regex:
    """One expression that finds any of these; nothing where there are none."""
    return compile_regex("|".join(expressions) or NOTHING)


def any_word_of(words: Iterable[str]) -> Regex:
    """One expression whose first group is any of these words, standing alone."""
    alternatives = "|".join(sorted(map(re2.escape, words), key=len, reverse=True)) or NOTHING
    return compile_regex(rf"(?:^|[^A-Za-z0-9_])({alternatives})(?:[^A-Za-z0-9_]|$)")


class RegexSet:
    """Many expressions that are looked for in one text.

    An expression is tried only where the literal strings that it needs were found, all of them in
    one pass. For some dozens of expressions; `Prefilter` is for thousands.
    """

    def __init__(self, expressions: Iterable[str]) -> None:
        """Compile all expressions."""
        self._filter = re2.Filter()
        for expression in expressions:
            self._filter.Add(expression, _options(ignore_case=True))
        self._filter.Compile()

    def found_in(self, text: str | bytes) -> set[int]:
        """Positions of the expressions that are found somewhere in the text."""
        return set(self._filter.Match(text) or ())


def _options(*, ignore_case: bool) -> Any:
    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.log_errors = False  # a wrong pattern is reported to its editor, not to the server log
    return options
