"""The only module that knows the regular expression library.

RE2 matches in time linear in the text, whatever the expression (Cox 2010, "Regular Expression
Matching in the Wild"), so neither a pasted text nor an editor's pattern can make it slow.
"""

from collections.abc import Iterable
from typing import Any

import re2

error = re2.error
Regex = Any  # re2 has no types


def compile_regex(expression: str | bytes, *, ignore_case: bool = True) -> Regex:
    """Compile an expression. Raises `error` for look-around, back-references and bad syntax.

    Given as bytes, it searches UTF-8 bytes: the same matches, without a count of characters.
    """
    return re2.compile(expression, options=_options(ignore_case=ignore_case))


class RegexSet:
    """Many expressions that are looked for in one pass."""

    # The automata of a few hundred expressions need more room than the 8 MB that RE2 starts with;
    # several smaller sets stay faster than one large one.
    CHUNK = 120

    def __init__(self, expressions: Iterable[str]) -> None:
        options = _options(ignore_case=True)
        options.max_mem = 32 << 20
        every = list(expressions)
        self._sets = []
        for start in range(0, len(every), self.CHUNK):
            chunk = re2.Set.SearchSet(options)
            for expression in every[start : start + self.CHUNK]:
                chunk.Add(expression)
            chunk.Compile()
            self._sets.append((start, chunk))

    def found_in(self, text: str | bytes) -> set[int]:
        """Positions of the expressions that are found somewhere in the text."""
        return {start + i for start, chunk in self._sets for i in chunk.Match(text) or ()}


def _options(*, ignore_case: bool) -> Any:
    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.log_errors = False  # a wrong pattern is reported to its editor, not to the server log
    return options
