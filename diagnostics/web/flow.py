"""The way to a diagnosis: the box, the questions, the result.

A diagnosis is a pure function of its address, the release and the language. Pasted text is read
within one request and kept nowhere; what was read goes into the address that the answer leads to.
"""

from dataclasses import replace

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.current import current
from diagnostics.engine import PROVIDER, STATUS, Facts, Verdict, diagnose
from diagnostics.intake import Report, read
from diagnostics.web.facts_url import ABOUT, ASK, ASKED, Reading, from_query, merged, pairs
from diagnostics.web.forms import PasteForm
from diagnostics.web.presenting import ask, present
from diagnostics.web.rendering import page
from diagnostics.web.search import few_words, pages_about, search_address
from diagnostics.web.state import State, pages_now
from diagnostics.web.ticket import ticket

# The codes that most people meet; the others are one click away.
SHOWN_CODES = (
    *("400", "401", "402", "403", "404", "408", "413", "422", "429"),
    *("500", "501", "502", "503", "504", "520", "524", "529"),
)
LONGEST = 200  # characters of each part of a deep link that are looked at


class SeeOther(HttpResponseRedirect):
    """The answer to a form that was sent: look there, by GET."""

    status_code = 303


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The box, the way into the questions, the codes and the most frequent causes."""
    return _home(request, PasteForm())


# Not protected against forgery from other sites on purpose: it changes nothing and knows nobody.
# So visitors get no cookie, and every page that has the box can be cached.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def diagnosis(request: HttpRequest) -> HttpResponse:
    """A pasted text by POST, which leads to an address; the diagnosis of an address by GET."""
    response = _paste(request) if request.method == "POST" else _show(request)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def deep_link(request: HttpRequest) -> HttpResponse:
    """The link that a client puts on an error. Whatever it cannot use, it leaves out."""
    release = current()
    code, status, provider = (
        request.GET.get(part, "").strip()[:LONGEST] for part in ("code", "status", "provider")
    )
    facts = _read_code(release, code).facts if code else Facts()
    values = release.engine.answer_position
    if status in values.get(STATUS, {}):
        facts = facts.with_answer(STATUS, status)
    if provider.lower() not in values.get(PROVIDER, {}):
        provider = read(provider, release.reader).facts.answers.get(PROVIDER, "")
    if provider:
        facts = facts.with_answer(PROVIDER, provider.lower())
    # A client has read these, no person has spent a question on them.
    facts = replace(facts, read=frozenset(facts.answers))
    return redirect(State(release, facts).address())


def _home(request: HttpRequest, form: PasteForm, status: int = 200) -> HttpResponse:
    pages = pages_now()
    shown = [pages.codes[slug] for slug in SHOWN_CODES if slug in pages.codes]
    context = {
        "form": form,
        "client_errors": [code for code in shown if code.slug < "500"],
        "server_errors": [code for code in shown if code.slug >= "500"],
        "frequent": [case for case in pages.cases.values() if case.prior == "frequent"],
    }
    return page(request, "web/home.html", context, status=status)


def _paste(request: HttpRequest) -> HttpResponse:
    try:
        form = PasteForm(request.POST)
    except RequestDataTooBig:
        return _home(request, PasteForm.too_long(), 413)
    if not form.is_valid():
        return _home(request, form, form.status)
    release = current()
    report = _read(release, form.cleaned_data["text"])
    known = from_query(request.POST, release.engine, release.aliases).facts
    state = State(release, merged(known, report.facts))
    words = _search_words(state, report, form.cleaned_data["text"])
    if words and not report.facts.answers and not report.facts.signals:
        address = search_address(words)
    elif words:
        address = state.address(**{ABOUT: words})
    elif pairs(report.facts):
        address = state.address()
    else:
        context = {"form": form, "removed": sum(report.removed.values())}
        return page(request, "web/nothing_read.html", context)
    response = SeeOther(address)
    patch_cache_control(response, no_store=True)
    return response


def _search_words(state: State, report: Report, text: str) -> str:
    """The words to search for, where a text is a few words that do not decide anything."""
    words = "" if report.removed else few_words(state.release, text)
    unsure = words and diagnose(state.release.engine, state.facts).verdict is Verdict.UNCLEAR
    return words if unsure else ""


def _read(release: CompiledRelease, text: str) -> Report:
    """Read a pasted text. A single word is first tried as a status or a provider's code."""
    word = text.strip()
    if word.isascii() and len(word.split()) == 1 and len(word) <= LONGEST:
        report = _read_code(release, word)
        if pairs(report.facts):
            return report
    return read(text, release.reader)


def _read_code(release: CompiledRelease, code: str) -> Report:
    """Read a code; one word is no text that could resemble others."""
    report = read(f"code: {code}", release.reader)
    return replace(report, facts=replace(report.facts, resembles={}))


def _show(request: HttpRequest) -> HttpResponse:
    release = current()
    reading = from_query(request.GET, release.engine, release.aliases)
    state = State(release, reading.facts)
    asked, wanted = request.GET.get(ASKED), request.GET.get(ASK)
    if asked in state.facts.settled:
        return redirect(state.address())
    if asked in release.engine.question:
        return _question(request, state, reading, asked, missing=True)
    if wanted in release.engine.question:
        return _question(request, state, reading, wanted)
    return _result(request, state, reading)


def _question(
    request: HttpRequest, state: State, reading: Reading, slug: str, *, missing: bool = False
) -> HttpResponse:
    view = present(state)
    question = view.question if view.question and view.question.slug == slug else ask(state, slug)
    context = {"view": view, "question": question, "missing": missing, "reading": reading}
    return page(request, "web/question.html", context, status=422 if missing else 200)


def _result(request: HttpRequest, state: State, reading: Reading) -> HttpResponse:
    view = present(state)
    about = pages_about(state.release, request.GET.get(ABOUT, ""))
    context = {"view": view, "question": view.question, "reading": reading, **about}
    if view.verdict is not Verdict.UNCLEAR:
        template = "web/diagnosis.html"
    elif view.question and not state.facts.has_text:
        return page(request, "web/question.html", context)
    else:
        template = "web/unclear.html"
    context["ticket"] = ticket(view, request.build_absolute_uri)
    context["permalink"] = request.build_absolute_uri(view.link)
    return page(request, template, context)
