"""Drafts with a few shipped cases, and no release yet."""

import pytest

from diagnostics.catalogue import current
from diagnostics.catalogue.files import read_content
from diagnostics.catalogue.schema import Content
from diagnostics.catalogue.transfer import import_content

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
    terms = tuple(t for t in content.terms if "](/" not in t.text.en and not t.not_on)
    update = {"cases": tuple(cases), "codes": codes, "providers": providers, "terms": terms}
    update |= {"guides": (), "keywords": ()}
    return content.model_copy(update=update)


@pytest.fixture
def drafts(db, tmp_path, settings):
    settings.VAR_DIR = tmp_path
    current.forget()
    content = few_cases(read_content())
    import_content(content)
    yield content
    current.forget()
