"""Files into drafts in two steps: a plan that says what would change, then `import_content`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models as db

from diagnostics.catalogue import checks
from diagnostics.catalogue.differences import Difference, differences
from diagnostics.catalogue.files import (
    Tree,
    content_of,
    fingerprint,
    in_files,
    refusal,
    whole_data,
)
from diagnostics.catalogue.places import Path, Problem
from diagnostics.catalogue.schema import Content, Node
from diagnostics.catalogue.shape import CHILDREN, ENTRIES, LANGUAGES, fields_of, key_of, translated
from diagnostics.catalogue.transfer import drafts


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do to the drafts as they are.

    unfinished: sentences on what must be mended before the drafts can be published afterwards.
    seen: the fingerprint of the drafts with which the files were compared.
    """

    content: Content
    found: list[Difference]
    unfinished: list[str]
    seen: str


def plan(tree: Tree) -> Plan:
    """Compare files with the drafts; nothing is written. Raises `ContentError`."""
    content = usable(tree)
    present = drafts()
    return Plan(
        content=content,
        found=differences(present, whole_data(content)),
        unfinished=[in_files(problem, tree) for problem in checks.unfinished(content)],
        seen=fingerprint(present),
    )


def usable(tree: Tree) -> Content:
    """The catalogue that files hold, where drafts can hold it.

    Raises `ContentError` naming file, line and field of everything that is wrong.
    """
    content = content_of(tree)
    problems = [*checks.unusable(content), *_too_long(content)]
    if problems:
        raise refusal(problems, tree)
    return content


def _too_long(content: Content) -> Iterator[Problem]:
    """Texts for which a column of the database has no room."""
    for kind, model in ENTRIES.items():
        for node in getattr(content, kind):
            for path, limit in _overlong(model, node):
                reason = f"this is longer than {limit} characters"
                yield Problem(kind, getattr(node, key_of(model)), path, reason)


def _overlong(model: type[db.Model], node: Node, path: Path = ()) -> Iterator[tuple[Path, int]]:
    for name in fields_of(model, type(node)):
        limit = getattr(model._meta.get_field(name), "max_length", None)
        for end, text in _texts(model, node, name):
            if limit and isinstance(text, str) and len(text) > limit:
                yield (*path, name, *end), limit
    for name in CHILDREN.get(model, ()):
        child = model._meta.get_field(name).related_model
        for number, part in enumerate(getattr(node, name), start=1):
            yield from _overlong(child, part, (*path, name, number))


def _texts(model: type[db.Model], node: Node, name: str) -> Iterator[tuple[Path, Any]]:
    value = getattr(node, name)
    if name not in translated(model):
        yield (), value
    elif value is not None:
        yield from (((code,), getattr(value, suffix)) for code, suffix in LANGUAGES)
