"""Which rows hold which part of the catalogue as data.

A field of `schema.py` is a field of the same name in `models.py`. Its kind says how it travels: a
translated text has a column for each language, a list of lines is a text, a slug of another entry
is a foreign key, a list of nodes is a set of child rows.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.db import models as db
from modeltranslation.translator import NotRegistered, translator

from diagnostics.catalogue import models
from diagnostics.catalogue.schema import Node

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


def kind_of(model: type[db.Model]) -> str:
    """The list of the content that holds the entries of a model, such as `cases`."""
    return next(kind for kind, entries in ENTRIES.items() if entries is model)


def key_of(model: type[db.Model]) -> str:
    """The field by which an entry of the model is known."""
    return "old" if model is models.Alias else "slug"


@cache
def fields_of(model: type[db.Model], node: type[Node]) -> list[str]:
    """The fields that are columns of the model itself."""
    children = {*CHILDREN.get(model, ()), "evidence"}
    return [name for name in node.model_fields if name not in children]


@cache
def translated(model: type[db.Model]) -> frozenset[str]:
    """The fields of a model that have a column for each language."""
    try:
        return frozenset(translator.get_options_for_model(model).fields)
    except NotRegistered:
        return frozenset()
