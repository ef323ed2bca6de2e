"""What differs between two states of the catalogue, entry by entry and field by field."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.conf import settings

from diagnostics.catalogue.files import as_yaml
from diagnostics.catalogue.places import Path, words

# What a part of an entry is known by, however much of the rest changes; steps have no name.
NAMES = ("slug", "value", "old", "code", "part", "url", "provider", "case")
# Words of Latin script, each Chinese character for itself, and what stands between them.
_TOKEN = re.compile(r"[A-Za-z0-9_'’-]+|\s+|.", re.DOTALL)
LONGEST = 4000  # tokens up to which two texts are compared word by word


class Action(StrEnum):
    """What happened to an entry."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, was removed or was added: `same`, `removed`, `added`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One place of an entry whose text differs; None where it does not exist.

    path: such as ("steps", 2, "text", "en"), counted from 1.
    """

    path: Path
    before: str | None
    after: str | None

    @property
    def name(self) -> str:
        """The place in words: `steps 2, text (English)`."""
        return words(self.path)

    @property
    def pieces(self) -> list[Piece]:
        """Both texts as one, with what was removed and added."""
        return compared(self.before or "", self.after or "")


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that is not the same in both; an entry without slug is the list itself."""

    kind: str
    slug: str
    action: Action
    fields: tuple[Field, ...] = ()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Compare two catalogues as data, with the defaults in both or in neither."""
    return [
        difference
        for kind in dict.fromkeys([*before, *after])
        for difference in _entries(kind, before.get(kind, []), after.get(kind, []))
    ]


def fields(before: Any, after: Any, path: Path = ()) -> list[Field]:
    """The places at which two entries, or parts of entries, differ."""
    if _absent(before) and _absent(after):
        return []
    if (isinstance(before, dict) and isinstance(after, dict)) or _is_text(before, after):
        before, after = before or {}, after or {}
        keys = dict.fromkeys([*before, *after])
        return [f for k in keys for f in fields(before.get(k), after.get(k), (*path, k))]
    if _are_nodes(before or []) and _are_nodes(after or []):
        parts = _aligned(before or [], after or [])
        return [f for number, b, a in parts for f in fields(b, a, (*path, number))]
    if before == after:
        return []
    return [Field(path, _text(before), _text(after))]


def compared(before: str, after: str) -> list[Piece]:
    """Two texts word by word; very long ones line by line."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) + len(new) > LONGEST:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces = []
    # In a long text, no match begins at a token as frequent as a space: that would take the third
    # power of its length.
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(Piece("removed", "".join(old[i:j])))
        if k < m:
            pieces.append(Piece("added", "".join(new[k:m])))
    return pieces


def _entries(kind: str, before: list[Any], after: list[Any]) -> Iterator[Difference]:
    old = {_name(node): node for node in before}
    new = {_name(node): node for node in after}
    for slug in dict.fromkeys([*new, *old]):
        if slug not in old:
            yield Difference(kind, slug, Action.ADDED)
        elif slug not in new:
            yield Difference(kind, slug, Action.REMOVED)
        elif old[slug] != new[slug] and (found := fields(old[slug], new[slug])):
            yield Difference(kind, slug, Action.CHANGED, tuple(found))
    orders = [[slug for slug in one if slug in other] for one, other in ((old, new), (new, old))]
    if orders[0] != orders[1]:
        order = Field(("order",), *("\n".join(slugs) for slugs in orders))
        yield Difference(kind, "", Action.CHANGED, (order,))


def _aligned(before: list[Any], after: list[Any]) -> Iterator[tuple[int, Any, Any]]:
    """Parts of two lists side by side, with their number; None where one has no such part."""
    old, new = [_name(node) for node in before], [_name(node) for node in after]
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        paired = j - i if tag == "equal" else min(j - i, m - k)
        for n in range(paired):
            yield k + n + 1, before[i + n], after[k + n]
        for n in range(i + paired, j):
            yield n + 1, before[n], None
        for n in range(k + paired, m):
            yield n + 1, None, after[n]


def _name(node: Mapping[str, Any]) -> str:
    """What a node is known by; its whole content where it has no name."""
    if isinstance(node.get("text"), str):  # an example, whose provider is not its name
        return node["text"]
    name = next((str(node[name]) for name in NAMES if node.get(name)), None)
    return name if name is not None else json.dumps(node, sort_keys=True)


def _is_text(before: Any, after: Any) -> bool:
    """Whether this is a text in both languages, of which one may not exist."""
    languages = dict(settings.LANGUAGES)
    return all(
        value is None or (isinstance(value, dict) and value.keys() <= languages.keys())
        for value in (before, after)
    )


def _are_nodes(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _absent(value: Any) -> bool:
    return value in (None, "", [], {}, ())


def _text(value: Any) -> str | None:
    if _absent(value):
        return None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return value if isinstance(value, str) else as_yaml(value).rstrip()
