"""Between the editors' rows and the catalogue as data, in both directions."""

from collections.abc import Callable, Iterable, Mapping, Set
from functools import cache, partial
from operator import itemgetter
from typing import Any

from django.db import models as db
from django.db import transaction

from diagnostics.catalogue import checks, models
from diagnostics.catalogue.differences import Difference, differences
from diagnostics.catalogue.files import ContentError, fingerprint, validated, whole_data
from diagnostics.catalogue.history import record
from diagnostics.catalogue.schema import Content, Node, Text
from diagnostics.catalogue.shape import (
    CHILDREN,
    ENTRIES,
    LANGUAGES,
    PUBLISHABLE,
    fields_of,
    key_of,
    kind_of,
    translated,
)
from diagnostics.catalogue.writing import (
    remove_others,
    unfinished_evidence,
    write_children,
    write_entries,
    write_evidence,
)


class DraftsChangedError(ValueError):
    """The drafts are no longer those that the author has seen."""


def import_content(content: Content, author: Any = None, seen: str = "") -> list[Difference]:
    """Make the drafts equal to this content; all of it or nothing. Entries keep their rows.

    Unfinished cases stay, unless the content has them finished. Returns what has changed, which is
    in the log then.

    seen: `fingerprint` of the drafts that the author has compared with the content.

    Raises `DraftsChangedError` where they are others now, and `ContentError` where a reference
    leads nowhere or an unfinished case needs what would be removed.
    """
    problems = checks.unusable(content)
    if problems:
        raise ContentError("\n".join(map(str, problems)))
    with transaction.atomic():
        _lock_entries()
        present = drafts()
        if seen and seen != fingerprint(present):
            raise DraftsChangedError
        found = differences(present, whole_data(content))
        changed = {(difference.kind, difference.slug) for difference in found}
        unfinished = unfinished_evidence()
        slugs: dict[type[db.Model], dict[str, int]] = {}
        for kind, model in ENTRIES.items():
            slugs[model] = write_entries(model, getattr(content, kind), slugs, changed)
        for kind, model in ENTRIES.items():
            owners = [
                (slugs[model][getattr(node, key_of(model))], node)
                for node in getattr(content, kind)
                if (kind, getattr(node, key_of(model))) in changed
            ]
            write_children(model, owners, slugs)
        write_evidence(content, slugs, unfinished)
        for kind, model in reversed(ENTRIES.items()):
            remove_others(model, [getattr(node, key_of(model)) for node in getattr(content, kind)])
        record(found, author, _editions(changed))
    return found


def export_content() -> Content:
    """The drafts as content; raises `ContentError` where a draft is not complete."""
    return validated(drafts())


def drafts() -> dict[str, Any]:
    """The drafts as data with every field, complete or not, without unfinished cases."""
    return {
        kind: [data for _row, data in _read(model, _node(model), PUBLISHABLE.get(model))]
        for kind, model in ENTRIES.items()
    }


def draft(row: db.Model) -> dict[str, Any]:
    """One entry of the drafts as data, with all that belongs to it."""
    return drafts_of(type(row), [row.pk])[row.pk]


def drafts_of(model: type[db.Model], keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Some entries of one kind as data, by primary key; those that do not exist are left out."""
    found = _read(model, _node(model), {"pk__in": list(keys)})
    return {row["pk"]: data for row, data in found}


def _editions(changed: Set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The present edition of each changed entry."""
    kinds = {kind for kind, _slug in changed if issubclass(ENTRIES[kind], models.Slugged)}
    return {
        (kind, slug): edition
        for kind in kinds
        for slug, edition in ENTRIES[kind]._default_manager.values_list("slug", "edition")
    }


def _lock_entries() -> None:
    """Wait for editors who are saving, and let others wait; SQLite has one writer anyway."""
    for model in ENTRIES.values():
        list(model._default_manager.select_for_update().values_list("pk"))


def _node(model: type[db.Model]) -> type[Node]:
    """The type of the nodes that a model holds as entries."""
    return _node_of(Content, kind_of(model))


def _read(
    model: type[db.Model], node: type[Node], only: Mapping[str, Any] | None = None
) -> list[tuple[Mapping[str, Any], dict[str, Any]]]:
    """The rows of a model, as mappings of their columns, with their data, lists of nodes included.

    only: a filter for the rows, such as those that belong to one entry.
    """
    rows = list(_rows(model).filter(**(only or {})))
    keys = [row["pk"] for row in rows] if only else None
    children = {name: _read_children(model, name, node, keys) for name in CHILDREN.get(model, ())}
    if model is models.Case:
        children["evidence"] = _read_evidence(keys)
    readers = _readers(model, node)
    return [
        (
            row,
            {name: read(row) for name, read in readers}
            | {name: parts.get(row["pk"], []) for name, parts in children.items()},
        )
        for row in rows
    ]


def _read_children(
    model: type[db.Model], name: str, node: type[Node], owners: list[int] | None
) -> dict[int, Any]:
    """The data of a list of nodes, by the key of the row that holds it; of all owners or some."""
    relation = model._meta.get_field(name)
    owner = relation.field.attname
    only = None if owners is None else {f"{owner}__in": owners}
    found: dict[int, Any] = {}
    for row, data in _read(relation.related_model, _node_of(node, name), only):
        found.setdefault(row[owner], []).append(data)
    return found


def _read_evidence(cases: list[int] | None) -> dict[int, Any]:
    found: dict[int, Any] = {}
    rows = models.Evidence.objects.order_by("option__question__position", "option__position")
    if cases is not None:
        rows = rows.filter(case_id__in=cases)
    told = rows.values_list("case_id", "option__question__slug", "option__value", "grade")
    for case, question, value, grade in told:
        found.setdefault(case, {}).setdefault(question, {})[value] = grade
    return _Default(found)


class _Default(dict[int, Any]):
    """Evidence of a case that has none is an empty mapping, not an empty list."""

    def get(self, key: int, _default: Any = None) -> Any:
        return super().get(key, {})


def _rows(model: type[db.Model]) -> db.QuerySet[Any]:
    """All columns of a model and the slugs of the entries that it refers to.

    Mappings, since the objects of 1,000 cases take ten times as long to make.
    """
    fields = model._meta.concrete_fields
    columns = [field.attname for field in fields if field.name not in translated(model)]
    slugs = [
        f"{field.name}__slug"
        for field in fields
        if field.is_relation and issubclass(field.related_model, models.Slugged)
    ]
    return model._default_manager.order_by(*model._meta.ordering).values("pk", *columns, *slugs)


@cache
def _readers(model: type[db.Model], node: type[Node]) -> list[tuple[str, Callable[..., Any]]]:
    """How each field of a node is read from the columns of a row, without its children."""
    return [
        (name, _reader(model, name, node.model_fields[name])) for name in fields_of(model, node)
    ]


def _reader(model: type[db.Model], name: str, field: Any) -> Callable[[Mapping[str, Any]], Any]:
    column = model._meta.get_field(name)
    if name in translated(model):
        return partial(_texts, name, Text not in _types(field.annotation))
    if column.is_relation:
        return itemgetter(f"{name}__slug")
    empty = field.get_default(call_default_factory=True)
    if name == "alternatives" or (isinstance(column, db.TextField) and isinstance(empty, tuple)):
        return lambda row: row[name].splitlines()
    return itemgetter(name)


def _texts(name: str, lines: bool, row: Mapping[str, Any]) -> dict[str, Any] | None:
    texts = {code: row[f"{name}_{suffix}"] for code, suffix in LANGUAGES}
    if not any(texts.values()):
        return None
    return {code: (text or "").splitlines() if lines else text for code, text in texts.items()}


def _node_of(node: type[Node], name: str) -> type[Node]:
    """The type of the nodes in a list field."""
    types = _types(node.model_fields[name].annotation)
    return next(t for t in types if isinstance(t, type) and issubclass(t, Node))


def _types(annotation: Any) -> list[Any]:
    arguments = getattr(annotation, "__args__", ())
    return [annotation, *(t for argument in arguments for t in _types(argument))]
