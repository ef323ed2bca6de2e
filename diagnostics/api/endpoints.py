"""The endpoints of API version 1: the diagnosis and the catalogue as JSON."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from pydantic import BaseModel, ConfigDict

from diagnostics.api.problems import handle_problems
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.current import current
from diagnostics.catalogue.diagnosing import as_answer, facts_of
from diagnostics.engine import MESSAGE, diagnose
from diagnostics.intake import MAX_CHARACTERS

TOO_LONG = f"Send at most {MAX_CHARACTERS:,} characters: the end of the log."

api = NinjaAPI(title="Fixpath", version="1", docs_url=None, urls_namespace="api")
handle_problems(api, TOO_LONG)


class DiagnosisRequest(Schema):
    """What is known of a failed request: a text, answers by question, questions not known."""

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    answers: dict[str, str] = {}
    unknown: list[str] = []


@api.post("/diagnose")
def diagnose_request(request: HttpRequest, body: DiagnosisRequest) -> dict[str, Any]:
    """Say why a request failed; the text is read and dropped."""
    if len(body.text) > MAX_CHARACTERS:
        raise HttpError(413, TOO_LONG)
    release = current()
    facts = facts_of(release, body.model_dump())
    result = as_answer(facts, diagnose(release.engine, facts))
    for candidate in result["candidates"]:
        candidate.update(_case_link(request, release, candidate["case"]))
    if result["question"]:
        result["question"] |= _question_texts(release, result["question"])
    return result


@api.get("/codes")
def codes(request: HttpRequest) -> list[dict[str, Any]]:
    """Every status code, with its name and title."""
    return [
        {"slug": code.slug, "name": code.name, "title": _data(code.title)}
        for code in current().content.codes
    ]


@api.get("/codes/{status}")
def code(request: HttpRequest, status: str) -> dict[str, Any]:
    """One status code."""
    return _entry(current().content.codes, status)


@api.get("/cases")
def cases(request: HttpRequest) -> list[dict[str, Any]]:
    """Every case, with its title and address."""
    release = current()
    return [
        {"slug": case.slug, "group": case.group, **_case_link(request, release, case.slug)}
        for case in release.content.cases
    ]


@api.get("/cases/{slug}")
def case(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One case."""
    release = current()
    return _entry(release.content.cases, release.aliases.get(slug, slug))


@api.get("/questions")
def questions(request: HttpRequest) -> list[dict[str, Any]]:
    """Every question with its answers."""
    return [_data(question) for question in current().content.questions]


@api.get("/providers")
def providers(request: HttpRequest) -> list[dict[str, Any]]:
    """Every provider with its error codes."""
    return [_data(provider) for provider in current().content.providers]


@api.get("/releases/current")
def release(request: HttpRequest) -> dict[str, int]:
    """The release that answers are made from."""
    return {"number": current().number}


def _data(node: BaseModel) -> dict[str, Any]:
    return node.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _entry(nodes: Any, slug: str) -> dict[str, Any]:
    found = next((node for node in nodes if node.slug == slug), None)
    if found is None:
        raise HttpError(404, f"There is no entry {slug}. The list without a slug has them all.")
    return _data(found)


def _case_link(request: HttpRequest, release: CompiledRelease, slug: str) -> dict[str, Any]:
    title = {lang: release.pages(lang).cases[slug].title for lang in ("en", "zh-hans")}
    return {"title": title, "url": request.build_absolute_uri(f"/cases/{slug}/")}


def _question_texts(release: CompiledRelease, question: dict[str, Any]) -> dict[str, Any]:
    texts: dict[str, Any] = {"title": {}, "why": {}, "labels": {}}
    for language in ("en", "zh-hans"):
        pages = release.pages(language)
        page = pages.questions[question["slug"]]
        texts["title"][language], texts["why"][language] = page.title, page.why
        labels = {option.value: option.label for option in getattr(page, "options", [])}
        if question["slug"] == MESSAGE:
            labels = {s: pages.cases[s].message for s in question["options"] if s in pages.cases}
        texts["labels"][language] = labels
    return texts
