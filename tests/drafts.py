"""A small catalogue for tests: a few of the shipped cases."""

import json
import re

from django.apps import apps
from django.db import models, transaction

from diagnostics.catalogue.files import as_data, fingerprint, validated
from diagnostics.catalogue.schema import Content
from diagnostics.catalogue.transfer import import_content

_Rows = list[tuple[type[models.Model], list[models.Model]]]

_imported: dict[str, _Rows] = {}  # what importing a content has written, by its fingerprint

KEPT = ("context-length-exceeded", "invalid-api-key", "rate-limited")


def few_cases(content: Content) -> Content:
    """The content with three cases only, so that publishing takes no time."""
    cases = []
    for case in content.cases:
        if case.slug in KEPT:
            patterns = tuple(p.model_copy(update={"also": {}}) for p in case.patterns)
            related = tuple(r for r in case.related if r.case in KEPT)
            update = {"patterns": patterns, "related": related, "experiments": ()}
            cases.append(case.model_copy(update=update))
    codes = tuple(c.model_copy(update={"causes": ()}) for c in content.codes)
    providers = tuple(p.model_copy(update={"codes": ()}) for p in content.providers)
    terms = tuple(t.model_copy(update={"not_on": ()}) for t in content.terms)
    update = {"cases": tuple(cases), "codes": codes, "providers": providers, "terms": terms}
    update |= {"guides": (), "keywords": ()}
    return without_links(content.model_copy(update=update))


def without_links(content: Content) -> Content:
    """The content without links to its own pages, of which only a few are left."""
    text = json.dumps(as_data(content), ensure_ascii=False)
    return validated(json.loads(re.sub(r'\[([^\]\["]*)\]\(/[^)\s"]*\)', r"\1", text)))


def smallest(content: Content) -> Content:
    """Three cases, two questions, and one or two of each other kind: screens are made at once."""
    few = few_cases(content)
    kept = {
        "codes": tuple(code for code in few.codes if code.slug == "400"),
        "questions": tuple(q for q in few.questions if q.slug in ("status", "context-size")),
        "providers": few.providers[:2],
        "terms": few.terms[:1],
        "remarks": few.remarks[:1],
    }
    data = few.model_copy(update=kept).model_dump(mode="json", by_alias=True)
    data["codes"][0] |= {"providers": [], "decides": None}
    questions = {question["slug"] for question in data["questions"]}
    for case in data["cases"]:
        case["evidence"] = {
            slug: case["evidence"][slug] for slug in questions & {*case["evidence"]}
        }
        case |= {"notes": [], "examples": [{"text": case["examples"][0]["text"]}]}
        for pattern in case["patterns"]:
            pattern["providers"] = []
    return validated(data)


def write_drafts(content: Content) -> None:
    """Import content into a database without drafts; from the second time on, copy the rows."""
    name = fingerprint(as_data(content))
    if name not in _imported:
        import_content(content)
        tables = apps.get_app_config("catalogue").get_models(include_auto_created=True)
        _imported[name] = [(table, [*table._base_manager.all()]) for table in tables]
        return
    with transaction.atomic():
        for table, rows in _imported[name]:
            table._base_manager.bulk_create(rows)
