"""The way to a diagnosis: the box, the questions, the result.

A diagnosis is a pure function of its address, the release and the language. Pasted text is read
within one request and kept nowhere; what was read goes into the address that the answer leads to.
"""

from dataclasses import replace

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.current import current
from diagnostics.engine import PROVIDER, STATUS, Facts, Verdict, diagnose
from diagnostics.intake import Report, read
from diagnostics.web.counted import asked, counts, diagnosed, pasted
from diagnostics.web.facts_url import ABOUT, ASK, ASKED, Reading, from_query, merged, pairs
from diagnostics.web.forms import PasteForm
from diagnostics.web.marking import marked
from diagnostics.web.methods import require_safe
from diagnostics.web.presenting import ask, present
from diagnostics.web.rendering import FRESH_SECONDS, page
from diagnostics.web.search import few_words, pages_about, search_address
from diagnostics.web.see_other import SeeOther
from diagnostics.web.send import to_send
from diagnostics.web.state import State, pages_now
from diagnostics.web.ticket import ticket

# The codes that most people meet; the others are one click away.
SHOWN_CODES = (
    *("400", "401", "402", "403", "404", "408", "413", "422", "429"),
    *("500", "501", "502", "503", "504", "520", "524", "529"),
)
SHOW_TEXT = "show-text"  # the button, without scripts, that asks for the marked text at once
LONGEST = 200  # characters of each part of a deep link that are looked at


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
def ticket_as_text(request: HttpRequest) -> HttpResponse:
    """The ticket block of an address, as plain text."""
    return _block(request, "text", "text/plain")


@require_safe
def ticket_as_markdown(request: HttpRequest) -> HttpResponse:
    """The ticket block of an address, as Markdown."""
    return _block(request, "markdown", "text/markdown")


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


def _block(request: HttpRequest, part: str, kind: str) -> HttpResponse:
    release = current()
    facts = from_query(request.GET, release.engine, release.aliases).facts
    block = ticket(present(State(release, facts)), request.build_absolute_uri)
    response = HttpResponse(getattr(block, part) + "\n", content_type=f"{kind}; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


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
    return _answer(request, form)


def _answer(request: HttpRequest, form: PasteForm) -> HttpResponse:
    """What a text leads to: a diagnosis, a search, or the box once more."""
    release = current()
    known = from_query(request.POST, release.engine, release.aliases).facts
    text = form.cleaned_data["text"]
    word = read_word(release, text)
    if word:
        state = State(release, merged(known, word.facts))
        return _see(state, _search_words(state, word, text))
    report = read(text, release.reader)
    state = State(release, merged(known, report.facts))
    words = _search_words(state, report, text)
    if words and not report.facts.answers and not report.facts.signals:
        return _away(search_address(words))
    if not pairs(report.facts):
        context = {
            "form": form,
            "removed": sum(report.removed.values()),
            "send": to_send(report.redacted),
            "facts": pairs(known),
        }
        nothing_read = page(request, "web/nothing_read.html", context)
        return counts(nothing_read, pasted(Verdict.UNCLEAR))
    if request.htmx.request_type == "partial" or SHOW_TEXT in request.POST:
        return _result(request, state, Reading(state.facts), report, words)
    verdict = diagnose(release.engine, state.facts).verdict
    return counts(_see(state, words), pasted(verdict))


def _see(state: State, words: str = "") -> HttpResponse:
    return _away(state.address(**{ABOUT: words}) if words else state.address())


def _away(address: str) -> HttpResponse:
    response = SeeOther(address)
    patch_cache_control(response, no_store=True)
    return response


def _search_words(state: State, report: Report, text: str) -> str:
    """The words to search for, where a text is a few words that do not decide anything."""
    words = "" if report.removed else few_words(state.release, text)
    unsure = words and diagnose(state.release.engine, state.facts).verdict is Verdict.UNCLEAR
    return words if unsure else ""


def read_word(release: CompiledRelease, text: str) -> Report | None:
    """Read a single word as a status or a provider's code, if it is one."""
    word = text.strip()
    if not word.isascii() or len(word.split()) != 1 or len(word) > LONGEST:
        return None
    report = _read_code(release, word)
    return report if pairs(report.facts) else None


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
    status = 422 if missing else 200
    response = page(request, "web/question.html", context, status=status, address=view.link)
    return response if missing or slug in state.facts.settled else counts(response, asked(slug))


def _result(
    request: HttpRequest,
    state: State,
    reading: Reading,
    report: Report | None = None,
    words: str = "",
) -> HttpResponse:
    """The diagnosis; right after a paste, with the report on the text that was read.

    words: a few words to show pages about, where they are not in the address.
    """
    view = present(state)
    about = pages_about(state.release, words or request.GET.get(ABOUT, ""))
    context = {"view": view, "question": view.question, "reading": reading, **about}
    context["provider"] = state.provider
    context["facts"] = pairs(state.facts)
    if report:
        context |= {"marked": marked(report, view), "send": to_send(report.redacted)}
    if view.solved:
        template = "web/solved.html"
    elif view.verdict is not Verdict.UNCLEAR:
        template = "web/diagnosis.html"
    elif view.question and not state.facts.has_text:
        template = "web/question.html"
    else:
        template = "web/unclear.html"
    if template != "web/question.html":
        context["ticket"] = ticket(view, request.build_absolute_uri)
        context["permalink"] = request.build_absolute_uri(view.link)
    question = view.question.slug if view.question else None
    shown = diagnosed(view.verdict, view.best.case.slug, question)
    paste = [pasted(view.verdict)] if report else []
    return counts(page(request, template, context, address=view.link), *paste, *shown)
