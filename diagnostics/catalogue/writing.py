"""The catalogue as data into the editors' rows; `transfer.py` says when."""

from collections.abc import Iterable, Mapping, Set
from typing import Any

from django.db import models as db

from diagnostics.catalogue import models
from diagnostics.catalogue.files import ContentError
from diagnostics.catalogue.schema import Content, Node
from diagnostics.catalogue.shape import (
    CHILDREN,
    LANGUAGES,
    PUBLISHABLE,
    fields_of,
    key_of,
    kind_of,
    translated,
)


def write_entries(
    model: type[db.Model],
    nodes: Iterable[Node],
    slugs: Mapping[type[db.Model], Mapping[str, int]],
    changed: Set[tuple[str, str]],
) -> dict[str, int]:
    """Create or update the rows of one kind; return the primary key of each slug.

    changed: kind and slug of the entries that begin a new edition.
    """
    key, kind = key_of(model), kind_of(model)
    known = {getattr(row, key): row for row in model._default_manager.all()}
    rows, new, moved = {}, [], []
    for position, node in enumerate(nodes):
        name = getattr(node, key)
        row = rows[name] = known.get(name) or model(**{key: name})
        stays = getattr(row, "position", position) == position
        if isinstance(row, models.Slugged):
            row.position = position
        if row.pk is None:
            _fill(row, node, slugs)
            new.append(row)
        elif (kind, name) in changed:
            _fill(row, node, slugs)
            if isinstance(row, models.Slugged):
                row.edition += 1
            row.save()
        elif not stays:
            moved.append(row)
    model._default_manager.bulk_create(new, batch_size=200)
    if moved:
        model._default_manager.bulk_update(moved, ["position"], batch_size=200)
    return {name: row.pk for name, row in rows.items()}


def write_children(
    model: type[db.Model],
    owners: list[tuple[int, Node]],
    slugs: Mapping[type[db.Model], Mapping[str, int]],
) -> None:
    """Write the lists of nodes, and the lists of those; `owners` are nodes with their row's key."""
    for name in CHILDREN.get(model, ()):
        relation = model._meta.get_field(name)
        child, parent = relation.related_model, relation.field.attname
        parts = [
            (key, position, part)
            for key, node in owners
            for position, part in enumerate(getattr(node, name))
        ]
        child._default_manager.filter(**{f"{parent}__in": [key for key, _node in owners]}).delete()
        rows = child._default_manager.bulk_create(
            (
                child(position=position, **{parent: key}, **_columns(child, part, slugs))
                for key, position, part in parts
            ),
            batch_size=200,
        )
        written = [(row.pk, part) for row, (_, _, part) in zip(rows, parts, strict=True)]
        write_children(child, written, slugs)


def write_evidence(
    content: Content,
    slugs: Mapping[type[db.Model], Mapping[str, int]],
    unfinished: list[tuple[int, str, str, str]],
) -> None:
    """Write all evidence anew: that of the content, and what unfinished cases had before."""
    options = {(o.question.slug, o.value): o.pk for o in _options()}
    cases = slugs[models.Case]
    told = [
        (cases[case.slug], question, value, grade)
        for case in content.cases
        for question, grades in case.evidence.items()
        for value, grade in grades.items()
    ]
    told += [
        row for row in unfinished if row[0] not in cases.values() and (row[1], row[2]) in options
    ]
    models.Evidence.objects.all().delete()
    models.Evidence.objects.bulk_create(
        (
            models.Evidence(case_id=case, option_id=options[question, value], grade=grade)
            for case, question, value, grade in told
        ),
        batch_size=200,
    )


def unfinished_evidence() -> list[tuple[int, str, str, str]]:
    """Case, question, answer and grade: answers that are written anew take their evidence along."""
    return list(
        models.Evidence.objects.filter(case__unfinished=True).values_list(
            "case_id", "option__question__slug", "option__value", "grade"
        )
    )


def _options() -> Iterable[models.Option]:
    return models.Option.objects.select_related("question")


def remove_others(model: type[db.Model], kept: list[str]) -> None:
    """Remove the entries whose slugs are not among these, but no unfinished ones."""
    rows = model._default_manager.filter(**PUBLISHABLE.get(model, {}))
    try:
        rows.exclude(**{f"{key_of(model)}__in": kept}).delete()
    except db.ProtectedError as problem:
        users = sorted(f"{row._meta.verbose_name} “{row}”" for row in problem.protected_objects)
        msg = (
            f"{kind_of(model)}: unfinished cases still need what the content no longer has: "
            f"{', '.join(users)}."
        )
        raise ContentError(msg) from None


def _fill(row: Any, node: Node, slugs: Mapping[type[db.Model], Mapping[str, int]]) -> None:
    """Give a row the values of a node, without its children."""
    columns = _columns(type(row), node, slugs) | PUBLISHABLE.get(type(row), {})
    for column, value in columns.items():
        setattr(row, column, value)


def _columns(
    model: type[db.Model], node: Node, slugs: Mapping[type[db.Model], Mapping[str, int]]
) -> dict[str, Any]:
    """The columns of a row for a node, without its children."""
    columns: dict[str, Any] = {}
    for name in fields_of(model, type(node)):
        value = getattr(node, name)
        field = model._meta.get_field(name)
        if name in translated(model):
            for _code, suffix in LANGUAGES:
                columns[f"{name}_{suffix}"] = _joined(getattr(value, suffix) if value else None)
        elif isinstance(field, db.ForeignKey):
            columns[field.attname] = slugs[field.related_model][value] if value else None
        elif isinstance(field, db.JSONField):
            columns[name] = list(value) if isinstance(value, tuple) else dict(value)
        else:
            columns[name] = _joined(value)
    return columns


def _joined(value: Any) -> Any:
    return "\n".join(value) if isinstance(value, tuple) else value
