"""A catalogue so small that a test takes no time, and pages filled in as a browser does."""

import pytest

from diagnostics.catalogue.files import read_content, validated
from diagnostics.catalogue.models import Change
from diagnostics.catalogue.transfer import import_content
from tests.drafts import few_cases
from tests.workshop.browsing import Desk


@pytest.fixture(scope="session")
def small_content():
    """Three cases, two questions, and one of each other kind."""
    content = few_cases(read_content())
    codes = tuple(code for code in content.codes if code.slug == "400")
    kept = {
        "codes": tuple(code.model_copy(update={"providers": ()}) for code in codes),
        "questions": tuple(q for q in content.questions if q.slug in ("status", "context-size")),
        "providers": content.providers[:2],
        "terms": content.terms[:1],
        "remarks": content.remarks[:1],
    }
    whole = content.model_copy(update=kept).model_dump(mode="json", by_alias=True)
    for case in whole["cases"]:
        known = {"status", "context-size"} & case["evidence"].keys()
        case["evidence"] = {question: case["evidence"][question] for question in known}
        case["notes"], case["examples"] = [], case["examples"][:1]
        for example in case["examples"]:
            example["provider"] = None
        for pattern in case["patterns"]:
            pattern["providers"] = []
    whole["codes"][0]["decides"] = None
    return validated(whole)


@pytest.fixture
def desk(db, small_content, admin_user, django_user_model):
    """The small catalogue as drafts, and two editors."""
    import_content(small_content)
    Change.objects.all().delete()
    other = django_user_model.objects.create_superuser("ben", password="x")
    return Desk(admin_user, other)
