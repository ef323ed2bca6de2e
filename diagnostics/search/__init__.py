"""Search over entries in memory: words in English and Chinese, names and codes, typing mistakes.

Plain Python and numpy; knows nothing of the catalogue. An `Index` is built once from documents and
never changes; a query is a pure function of it.
"""

from diagnostics.search.index import LONGEST, Document, Field, Hit, Index, Name
from diagnostics.search.passages import Piece, best_passage, marked

__all__ = [
    "LONGEST",
    "Document",
    "Field",
    "Hit",
    "Index",
    "Name",
    "Piece",
    "best_passage",
    "marked",
]
