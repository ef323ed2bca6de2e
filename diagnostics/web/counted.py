"""What is counted of a visit: what a page shows first, and what a click on the page before said.

Pages are kept ready, so a view cannot count: it says what its page shows, and that is counted each
time the page is sent out. What a person said is the difference between two addresses, that of the
page where they clicked and that where they came to. Neither is kept anywhere but in memory.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict

from diagnostics.catalogue.current import current, is_preview
from diagnostics.engine import Facts, Outcome, Verdict, diagnose
from diagnostics.insights import counting
from diagnostics.insights.models import Count
from diagnostics.web.facts_url import from_query

What = Count.What
Counted = tuple[str, str]  # what, name
Answer = Callable[[HttpRequest], HttpResponse]

DIAGNOSIS = "/diagnose/"  # the end of the path of a diagnosis, in every language


def count_visits(answer: Answer) -> Answer:
    """Middleware that counts what the pages say that they show, and what led there."""

    def counted(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if hasattr(response, "counts") and _is_a_visit(request):
            counting.count(*_happened(request, response.counts))
        return response

    return counted


def counts(response: HttpResponse, *shown: Counted) -> HttpResponse:
    """The same response, which is counted as this whenever it is sent; not in a preview."""
    if not is_preview():
        response.counts = shown
    return response


def diagnosed(verdict: Verdict, case: str, question: str | None) -> Iterator[Counted]:
    """What a diagnosis counts as: the case that it names, and the question that it asks."""
    if verdict is not Verdict.UNCLEAR:
        yield What.CASE_SHOWN.value, case
    if verdict is Verdict.RECOGNISED:
        yield What.CASE_RECOGNISED.value, case
    if question:
        yield asked(question)


def asked(question: str) -> Counted:
    """What a page counts as that asks a question."""
    return What.QUESTION_ASKED.value, question


def pasted(verdict: Verdict) -> Counted:
    """What a text counts as that was pasted."""
    return What.PASTED.value, verdict.value


def searched(*, found: bool) -> Counted:
    """What a search counts as."""
    return What.SEARCHED.value, "found" if found else "nothing"


def said(before: Facts, after: Facts) -> Iterator[Counted]:
    """What one click said: an answer, "I don't know", or how it went with a step.

    Addresses that differ in anything else are no click, such as a link that was sent by somebody.
    """
    answers = [q for q, value in after.answers.items() if before.answers.get(q) != value]
    unknown = after.unknown - before.unknown
    marks = [step for step, mark in after.tried.items() if before.tried.get(step) is not mark]
    if len(answers) + len(unknown) + len(marks) != 1:
        return
    for question in answers:
        if after == before.with_answer(question, after.answers[question]):
            yield _answered(before, question, What.QUESTION_ANSWERED)
    for question in unknown:
        if after == before.with_unknown(question):
            yield _answered(before, question, What.QUESTION_UNKNOWN)
    for step in marks:
        if after == before.with_tried(step, after.tried[step]):
            yield from _tried(after, step.case, after.tried[step])


def _answered(before: Facts, question: str, what: What) -> Counted:
    changed = question in before.settled
    return (What.QUESTION_CHANGED if changed else what).value, question


def _tried(facts: Facts, case: str, outcome: Outcome) -> Iterator[Counted]:
    if outcome is Outcome.NO_HELP:
        yield What.CASE_NO_HELP.value, case
    if outcome is Outcome.SOLVED:
        yield What.CASE_SOLVED.value, case
        for question, value in facts.answers.items():
            yield What.SOLVED_WITH.value, f"{case} {question}={value}"


def _is_a_visit(request: HttpRequest) -> bool:
    """Whether a person came to the page: not by loading it again, nor while still typing."""
    if request.method == "POST":  # browsers ask for every form as for a page that is loaded again
        return True
    # Not by request.headers: making it would take as long as all of the counting.
    again = request.META.get("HTTP_CACHE_CONTROL") in {"max-age=0", "no-cache"}
    typing = request.META.get("HTTP_HX_SOURCE", "").startswith("input")
    return request.method == "GET" and not again and not typing


def _happened(request: HttpRequest, shown: tuple[Counted, ...]) -> Iterator[Counted]:
    origin = _page_before(request)
    if origin is None:
        yield from shown
        return
    before, shown_before = _seen(current().number, origin)
    yield from (one for one in shown if one not in shown_before)
    if request.method == "GET":
        yield from said(before, _facts(request.GET))


def _page_before(request: HttpRequest) -> str | None:
    """The query of the diagnosis on which a link was followed or a form was sent."""
    try:
        address = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:
        return None
    ours = address.path.endswith(DIAGNOSIS) and address.netloc == request.get_host()
    return address.query if ours else None


@lru_cache(maxsize=500)  # pages that are asked for often are also where many come from
def _seen(_release: int, query: str) -> tuple[Facts, frozenset[Counted]]:
    """The facts of a page and what it counts as, under the present release."""
    try:
        facts = _facts(QueryDict(query))
    except SuspiciousOperation:  # too many fields for a page of ours
        facts = Facts()
    diagnosis = diagnose(current().engine, facts)
    first = facts.solved.case if facts.solved else diagnosis.candidates[0].case
    question = diagnosis.question.slug if diagnosis.question else None
    return facts, frozenset(diagnosed(diagnosis.verdict, first, question))


def _facts(query: QueryDict) -> Facts:
    release = current()
    return from_query(query, release.engine, release.aliases).facts
