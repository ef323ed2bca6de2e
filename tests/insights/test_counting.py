"""What is counted, and above all what is not."""

import datetime
import threading

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import override_settings
from django.utils import timezone

from diagnostics.insights import counting
from diagnostics.insights.models import Count

SIGNAL = "signal=context-length-both-numbers&status=400"
SURE = f"/diagnose/?read=status&{SIGNAL}"
CASE = "context-length-exceeded"
TEXT = "maximum context length is 65536 tokens, however you requested 79519 tokens"
ORIGIN = "http://testserver"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def counted(release):
    """What was counted since the last look, however often each."""

    def look():
        found = {f"{what} {name}": n for (_, _, what, name), n in counting._tally.times.items()}
        counting.forget()
        return found

    look()
    yield look
    counting.forget()


@pytest.fixture
def come(client, counted):
    """Follow a link from one page to another; what is counted then."""

    def come(address, origin="", **headers):
        counted()
        client.get(address, headers={**headers, **({"referer": origin} if origin else {})})
        return counted()

    return come


def clicked(come, before, after, **headers):
    return come(after, ORIGIN + before, **headers)


# What a page shows


def test_a_sure_diagnosis_is_shown_and_recognised(come):
    assert come(SURE) == {f"case-shown {CASE}": 1, f"case-recognised {CASE}": 1}


def test_a_question_that_is_shown_is_asked(come):
    assert come("/diagnose/") == {"question-asked status": 1}
    assert come("/diagnose/?status=400&ask=tools") == {"question-asked tools": 1}


def test_a_question_that_is_to_be_answered_otherwise_is_not_asked_again(come):
    assert come("/diagnose/?status=400&tools=on&ask=tools") == {}


@pytest.mark.parametrize("address", ["/", "/codes/429/", f"/cases/{CASE}/", "/search/", "/map/"])
def test_other_pages_count_nothing(come, address):
    assert come(address) == {}


def test_a_search_counts_by_whether_it_found_something(come):
    assert come("/search/?q=rate+limit") == {"searched found": 1}
    assert come("/search/?q=xyzzyplugh") == {"searched nothing": 1}


def test_what_is_still_being_typed_is_no_search(come):
    typing = {**PART, "HX-Source": "input#q"}
    assert come("/search/?q=rat", ORIGIN + "/search/?q=ra", **typing) == {}
    pressed = {**PART, "HX-Source": "form"}
    assert come("/search/?q=rate", ORIGIN + "/search/?q=rate", **pressed) == {"searched found": 1}


def test_a_page_that_is_kept_counts_each_time_it_is_sent(client, counted):
    with override_settings(
        CACHES={
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
            "pages": {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "LOCATION": "counted",
            },
        }
    ):
        caches["pages"].clear()
        for _ in range(3):
            client.get(SURE)
        assert len(caches["pages"]._cache) == 2  # the page, and what it varies by
    assert counted() == {f"case-shown {CASE}": 3, f"case-recognised {CASE}": 3}


# What a person said with a click


@pytest.mark.parametrize("start", ["", "/zh-hans"])
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("tools=on", "question-answered tools"),
        ("unknown=tools", "question-unknown tools"),
    ],
)
def test_an_answer_counts_by_question(come, start, more, said):
    before, after = f"{start}/diagnose/?status=400", f"{start}/diagnose/?status=400&{more}"
    assert clicked(come, before, after)[said] == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tools=on", "tools=off"),
        ("tools=on&read=tools", "tools=off"),
        ("tools=on", "unknown=tools"),
        ("unknown=tools", "tools=off"),
    ],
)
def test_an_answer_that_replaces_one_is_a_change(come, before, after):
    found = clicked(come, f"/diagnose/?status=400&{before}", f"/diagnose/?status=400&{after}")
    assert found["question-changed tools"] == 1
    assert not {key for key in found if key.startswith(("question-answered", "question-unknown"))}


def test_a_step_that_solved_it_counts_with_the_answers_that_were_given(come):
    found = clicked(come, SURE, f"{SURE}&tried={CASE}.2.solved")
    assert found == {f"case-solved {CASE}": 1, f"solved-with {CASE} status=400": 1}


def test_a_step_that_did_not_help_counts_for_its_case(come):
    found = clicked(come, SURE, f"{SURE}&tried={CASE}.1.no-help")
    assert found[f"case-no-help {CASE}"] == 1
    assert f"case-shown {CASE}" not in found


def test_what_could_not_be_tried_and_what_is_taken_back_counts_nothing(come):
    tried = f"{SURE}&tried={CASE}.1.could-not"
    assert clicked(come, SURE, tried) == {}
    assert clicked(come, tried, SURE) == {}


def test_a_page_that_shows_the_same_as_the_one_before_counts_it_once(come):
    first = "/diagnose/?status=400"
    question = next(iter(come(first)))
    assert question.startswith("question-asked")
    assert clicked(come, first, f"{first}&utm_source=x") == {}


# What is no click of a visitor


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "http://elsewhere.example/diagnose/?status=400",
        f"{ORIGIN}/codes/400/",
        f"{ORIGIN}/",
        "http://[broken",
        ORIGIN + "/diagnose/?" + "a=1&" * 2000,
        f"{ORIGIN}/diagnose/?provider=openai&status=500",
    ],
    ids=["none", "stranger", "code page", "home", "broken", "long", "another diagnosis"],
)
def test_a_link_that_was_opened_says_nothing(come, origin):
    for address in ("/diagnose/?status=400&tools=on", f"{SURE}&tried={CASE}.1.solved"):
        said = [w for w in come(address, origin) if not w.startswith(("case-sh", "case-rec"))]
        assert [w for w in said if not w.startswith("question-asked")] == []


@pytest.mark.parametrize("told", ["max-age=0", "no-cache"])
def test_loading_again_counts_nothing(come, told):
    headers = {"Cache-Control": told}
    assert clicked(come, SURE, f"{SURE}&tried={CASE}.2.solved", **headers) == {}
    assert come(SURE, **headers) == {}


def test_heads_tickets_redirects_and_the_api_count_nothing(client, counted):
    client.head(SURE)
    client.get(SURE.replace("/?", ".txt?"))
    client.get(SURE.replace("/?", ".md?"))
    client.get("/diagnose/?status=400&asked=tools&tools=on")
    client.get("/diagnose/?status=400&asked=tools")
    client.post("/api/v1/diagnose", {"text": TEXT}, content_type="application/json")
    assert counted() == {}


# Pastes


def paste(client, text, **headers):
    return client.post("/diagnose/", {"text": text}, headers=headers)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (TEXT, "recognised"),
        ("400 something about a teapot that refused to brew", "unclear"),
        ("teapot refused to brew, code 418", "unclear"),
    ],
)
def test_a_paste_counts_once_by_its_verdict_whether_redirected_or_not(
    client, counted, text, verdict
):
    paste(client, text)
    redirected = {k: n for k, n in counted().items() if k.startswith("pasted")}
    paste(client, text, **PART)
    at_once = {k: n for k, n in counted().items() if k.startswith("pasted")}
    assert redirected == at_once == {f"pasted {verdict}": 1}


def test_a_paste_and_the_page_that_it_leads_to_count_the_same_either_way(client, counted):
    response = paste(client, TEXT)
    client.get(response.headers["Location"], headers={"referer": ORIGIN + "/"})
    redirected = counted()
    paste(client, TEXT, referer=ORIGIN + "/", **PART)
    assert counted() == redirected
    assert redirected[f"case-recognised {CASE}"] == 1


def test_a_paste_counts_though_browsers_post_forms_like_pages_that_are_loaded_again(
    client, counted
):
    paste(client, TEXT, **{"Cache-Control": "max-age=0"})
    assert counted() == {"pasted recognised": 1}


def test_what_is_typed_as_a_code_or_a_search_or_refused_is_no_paste(client, counted):
    for text in ("429", "gemini card", "", "  "):
        paste(client, text)
    assert counted() == {}


def test_nothing_of_a_text_is_counted(client, counted):
    paste(client, f"{TEXT} teapot", **PART)
    assert "teapot" not in " ".join(counted())


# Writing


@pytest.fixture
def written(db, counted):
    """Write, and what is in the database then."""

    def write():
        counting.write()
        return {(row.what, row.name): row.times for row in Count.objects.all()}

    return write


def test_no_page_needs_a_query(client, written, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(SURE)
        client.get(f"{SURE}&tried={CASE}.2.solved", headers={"referer": ORIGIN + SURE})
        paste(client, TEXT)


def test_counts_are_written_by_day_and_release(client, written):
    client.get("/diagnose/")
    written()
    row = Count.objects.get()
    assert (row.day, row.release, row.what) == (timezone.localdate(), 0, "question-asked")


def test_what_is_counted_later_or_by_another_process_is_added(written):
    for _ in range(2):
        counting.count(("searched", "found"))
    assert written() == {("searched", "found"): 2}
    counting.count(("searched", "found"))
    counting.count(("searched", "nothing"))
    assert written() == {("searched", "found"): 3, ("searched", "nothing"): 1}
    assert written() == {("searched", "found"): 3, ("searched", "nothing"): 1}


def test_counts_of_many_threads_all_arrive(written):
    def work():
        for number in range(500):
            counting.count(("searched", "found" if number % 2 else "nothing"))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert written() == {("searched", "found"): 2000, ("searched", "nothing"): 2000}


def gone(execute, sql, params, many, context):
    msg = "the database is gone"
    raise OperationalError(msg)


def test_without_a_database_counts_wait_and_nobody_sees_an_error(client, written):
    client.get(SURE)
    with connection.execute_wrapper(gone):
        counting.write()
        assert client.get(SURE).status_code == 200
    assert written()["case-shown", CASE] == 2


def test_without_a_database_for_long_new_counts_are_dropped(written, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 2)
    for name in ("a", "b", "c", "a"):
        counting.count(("searched", name))
    with connection.execute_wrapper(gone):
        counting.write()
    assert written() == {("searched", "a"): 2, ("searched", "b"): 1}


def test_the_days_of_a_count_are_kept_apart(written, monkeypatch):
    counting.count(("searched", "found"))
    tomorrow = timezone.now() + datetime.timedelta(1)
    monkeypatch.setattr(counting.timezone, "now", lambda: tomorrow)
    counting.count(("searched", "found"))
    written()
    assert Count.objects.filter(times=1).count() == 2
