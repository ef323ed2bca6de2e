"""Between the editors' rows and the catalogue as data, in both directions.

A field of `schema.py` is a field of the same name in `models.py`. Its kind says how it travels: a
translated text has a column for each language, a list of lines is a text, a slug of another entry
is a foreign key, a list of nodes is a set of child rows.
"""

from collections.abc import Iterable, Mapping, Set
from typing import Any

from django.conf import settings
from django.db import models as db
from django.db import transaction
from modeltranslation.translator import translator

from diagnostics.catalogue import models
from diagnostics.catalogue.differences import Difference, differences
from diagnostics.catalogue.files import ContentError, validated, whole_data
from diagnostics.catalogue.history import record
from diagnostics.catalogue.schema import Content, Node, Text

# Content list -> model, in an order in which every reference exists before it is used.
ENTRIES: dict[str, type[db.Model]] = {
    "phrases": models.Phrase,
    "remarks": models.Remark,
    "providers": models.Provider,
    "questions": models.Question,
    "cases": models.Case,
    "codes": models.StatusCode,
    "guides": models.Guide,
    "terms": models.Term,
    "keywords": models.Keyword,
    "aliases": models.Alias,
}
# Lists of nodes, by the model that holds them; the nodes of a list may hold lists themselves.
CHILDREN: dict[type[db.Model], tuple[str, ...]] = {
    models.Provider: ("body_notes", "links", "codes", "sources"),
    models.Question: ("options",),
    models.Case: ("steps", "experiments", "notes", "related", "sources", "patterns", "examples"),
    models.Experiment: ("outcomes",),
    models.StatusCode: ("causes", "providers", "sources"),
    models.Guide: ("parts", "sources"),
    models.Term: ("sources",),
}
# The entries of a model that go into releases and exports, where not all of them do.
PUBLISHABLE: dict[type[db.Model], dict[str, Any]] = {models.Case: {"unfinished": False}}
LANGUAGES = [(code, code.replace("-", "_")) for code, _ in settings.LANGUAGES]


def import_content(content: Content, author: Any = None) -> list[Difference]:
    """Make the drafts equal to this content; all of it or nothing. Entries keep their rows.

    Unfinished cases stay, unless the content has them finished. Returns what has changed, which is
    in the log then. Raises `ContentError` where an unfinished case needs what would be removed.
    """
    with transaction.atomic():
        found = differences(drafts(), whole_data(content))
        changed = {(difference.kind, difference.slug) for difference in found}
        unfinished = _unfinished_evidence()
        slugs: dict[type[db.Model], dict[str, int]] = {}
        for kind, model in ENTRIES.items():
            slugs[model] = _write_entries(model, getattr(content, kind), slugs, changed)
        for kind, model in ENTRIES.items():
            owners = [
                (slugs[model][getattr(node, key_of(model))], node)
                for node in getattr(content, kind)
                if (kind, getattr(node, key_of(model))) in changed
            ]
            _write_children(model, owners, slugs)
        _write_evidence(content, slugs, unfinished)
        for kind, model in reversed(ENTRIES.items()):
            _remove_others(model, [getattr(node, key_of(model)) for node in getattr(content, kind)])
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
    return {row.pk: data for row, data in found}


def kind_of(model: type[db.Model]) -> str:
    """The list of the content that holds the entries of a model, such as `cases`."""
    return next(kind for kind, entries in ENTRIES.items() if entries is model)


def key_of(model: type[db.Model]) -> str:
    """The field by which the entries of a model are known."""
    return "old" if model is models.Alias else "slug"


def translated(model: type[db.Model]) -> set[str]:
    """The fields of a model that are texts in both languages; each has a column a language."""
    try:
        return set(translator.get_options_for_model(model).fields)
    except Exception:
        return set()


def _editions(changed: Set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The present edition of each changed entry."""
    kinds = {kind for kind, _slug in changed if issubclass(ENTRIES[kind], models.Slugged)}
    return {
        (kind, slug): edition
        for kind in kinds
        for slug, edition in ENTRIES[kind]._default_manager.values_list("slug", "edition")
    }


def _remove_others(model: type[db.Model], kept: list[str]) -> None:
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


def _write_entries(
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
    written = {}
    for position, node in enumerate(nodes):
        name = getattr(node, key)
        row = known.get(name) or model()
        for column, value in _columns(model, node, slugs).items():
            setattr(row, column, value)
        if isinstance(row, models.Slugged):
            row.position = position
            row.edition += bool(row.pk) and (kind, name) in changed
        for column, value in PUBLISHABLE.get(model, {}).items():
            setattr(row, column, value)
        row.save()
        written[name] = row.pk
    return written


def _write_children(
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
        _write_children(child, written, slugs)


def _write_evidence(
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


def _unfinished_evidence() -> list[tuple[int, str, str, str]]:
    """Case, question, answer and grade: answers that are written anew take their evidence along."""
    return list(
        models.Evidence.objects.filter(case__unfinished=True).values_list(
            "case_id", "option__question__slug", "option__value", "grade"
        )
    )


def _options() -> Iterable[models.Option]:
    return models.Option.objects.select_related("question")


def _columns(
    model: type[db.Model], node: Node, slugs: Mapping[type[db.Model], Mapping[str, int]]
) -> dict[str, Any]:
    """The columns of a row for a node, without its children."""
    columns: dict[str, Any] = {}
    for name in _fields(model, type(node)):
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


def _fields(model: type[db.Model], node: type[Node]) -> list[str]:
    children = {*CHILDREN.get(model, ()), "evidence"}
    return [name for name in node.model_fields if name not in children]


def _node(model: type[db.Model]) -> type[Node]:
    """The type of the nodes that a model holds as entries."""
    return _node_of(Content, kind_of(model))


def _read(
    model: type[db.Model], node: type[Node], only: Mapping[str, Any] | None = None
) -> list[tuple[Any, dict[str, Any]]]:
    """The rows of a model with their data, lists of nodes included.

    only: a filter for the rows, such as those that belong to one entry.
    """
    rows = list(_rows(model).filter(**(only or {})))
    keys = [row.pk for row in rows] if only else None
    children = {name: _read_children(model, name, node, keys) for name in CHILDREN.get(model, ())}
    if model is models.Case:
        children["evidence"] = _read_evidence(keys)
    return [
        (row, _data(row, node) | {name: parts.get(row.pk, []) for name, parts in children.items()})
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
        found.setdefault(getattr(row, owner), []).append(data)
    return found


def _read_evidence(cases: list[int] | None) -> dict[int, Any]:
    found: dict[int, Any] = {}
    rows = models.Evidence.objects.select_related("option__question").order_by(
        "option__question__position", "option__position"
    )
    if cases is not None:
        rows = rows.filter(case_id__in=cases)
    for row in rows:
        question = found.setdefault(row.case_id, {}).setdefault(row.option.question.slug, {})
        question[row.option.value] = row.grade
    return _Default(found)


class _Default(dict[int, Any]):
    """Evidence of a case that has none is an empty mapping, not an empty list."""

    def get(self, key: int, _default: Any = None) -> Any:
        return super().get(key, {})


def _rows(model: type[db.Model]) -> db.QuerySet[Any]:
    references = [f.name for f in model._meta.fields if isinstance(f, db.ForeignKey)]
    rows = model._default_manager.order_by(*model._meta.ordering)
    return rows.select_related(*references) if references else rows


def _data(row: Any, node: type[Node]) -> dict[str, Any]:
    """One row as the data of a node, without its children."""
    data = {}
    for name in _fields(type(row), node):
        field = node.model_fields[name]
        if name in translated(type(row)):
            data[name] = _texts(row, name, lines=Text not in _types(field.annotation))
        elif isinstance(row._meta.get_field(name), db.ForeignKey):
            other = getattr(row, name)
            data[name] = other.slug if other else None
        else:
            value = getattr(row, name)
            is_lines = isinstance(row._meta.get_field(name), db.TextField) and isinstance(
                field.get_default(call_default_factory=True), tuple
            )
            data[name] = value.splitlines() if is_lines or name == "alternatives" else value
    return data


def _texts(row: Any, name: str, *, lines: bool) -> dict[str, Any] | None:
    texts = {code: getattr(row, f"{name}_{suffix}") for code, suffix in LANGUAGES}
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
