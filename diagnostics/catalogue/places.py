"""Where something stands in the catalogue, as an editor reads it, and what is wrong there."""

from dataclasses import dataclass

from django.conf import settings

Path = tuple[str | int, ...]

# One entry of each list, as sentences name it.
ONE = {
    "phrases": "phrase",
    "remarks": "remark",
    "questions": "question",
    "cases": "case",
    "codes": "status",
    "providers": "provider",
    "guides": "guide",
    "terms": "term",
    "keywords": "keyword",
    "aliases": "alias",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place; `reason` is the rest of a sentence, without its full stop.

    path: such as ("steps", 2, "text", "en"), counted from 1. A problem without slug is one of the
    list itself, and its path begins with the number of the entry if it is one of an entry.
    """

    kind: str
    slug: str
    path: Path
    reason: str

    def __str__(self) -> str:
        entry = f"{ONE[self.kind]} {self.slug}" if self.slug else self.kind
        return f"{self.said_of(entry)}."

    def said_of(self, entry: str) -> str:
        """The problem as a sentence about an entry that is named otherwise, such as by its file."""
        return ": ".join(part for part in (entry, words(self.path), self.reason) if part)


def words(path: Path) -> str:
    """A path as an editor reads it: `steps 2, text (English)`."""
    languages = dict(settings.LANGUAGES)
    said = ""
    for part in path:
        if isinstance(part, int):
            said += f" {part}"
        elif part in languages:
            said += f" ({languages[part]})"
        else:
            said += (", " if said else "") + part.replace("_", " ")
    return said.strip()
