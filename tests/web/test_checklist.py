"""The steps as a checklist: the address remembers how it went, and the ranking learns from it."""

import pytest
from django.http import QueryDict

from tests.web.reading import body, heading, links, main, titles

ADDRESS = "/diagnose/?signal=context-length-both-numbers&status=400"
CASE = "context-length-exceeded"


def marked(*marks: str) -> str:
    return ADDRESS + "".join(f"&tried={CASE}.{mark}" for mark in marks)


def test_each_step_can_be_marked_in_three_ways(release, client):
    response = client.get(ADDRESS)
    steps = len(release.pages("en").cases[CASE].steps)
    for outcome in ("solved", "no-help", "could-not"):
        found = [link for link in links(response) if f".{outcome}" in link]
        assert len(found) == steps
    assert f"/diagnose/?signal=context-length-both-numbers&status=400&tried={CASE}.1.solved" in (
        links(response)
    )


def test_a_mark_leads_on_to_the_next_step_and_can_be_taken_back(release, client):
    link = next(link for link in links(client.get(ADDRESS)) if ".1.no-help" in link)
    assert link == f"{marked('1.no-help')}#{CASE}-2"
    response = client.get(link)
    assert "Did not help" in main(response)
    assert "You tried step 1, and it did not help." in main(response)
    assert f"{ADDRESS}#{CASE}-1" in links(response)


def test_two_steps_in_vain_take_the_certainty_away(release, client):
    assert main(client.get(ADDRESS)).startswith("This is it")
    assert main(client.get(marked("1.no-help", "2.no-help"))).startswith("Most likely")


def test_where_the_words_prove_nothing_the_ranking_moves_on(release, client):
    address = "/diagnose/?status=429&other-models=work&onset=intermittent&attachments=none"
    first = heading(client.get(address))
    slug = next(c.slug for c in release.pages("en").cases.values() if c.title == first)
    after = client.get(f"{address}&tried={slug}.1.no-help&tried={slug}.2.no-help")
    assert heading(after) != first
    assert "What you tried" in main(after)


def test_a_step_that_solved_it_closes_the_matter(release, client):
    response = client.get(marked("1.no-help", "2.solved"))
    step = release.pages("en").cases[CASE].steps[1]
    assert titles(response) == ["Solved: The conversation is too long for this model – Fixpath"]
    assert heading(response) == "The conversation is too long for this model"
    assert "What solved it:" in main(response)
    assert step.text in body(response)
    assert "Solved: The conversation is too long for this model" in main(response)
    assert marked("1.no-help") in links(response)


def test_it_is_solved_even_where_the_ranking_thinks_otherwise(release, client):
    response = client.get(
        "/diagnose/?signal=context-length-both-numbers&tried=rate-limited.1.solved"
    )
    assert titles(response)[0].startswith("Solved: ")
    assert release.pages("en").cases["rate-limited"].title == heading(response)


def test_after_all_steps_the_page_says_what_comes_next(release, client):
    steps = len(release.pages("en").cases[CASE].steps)
    response = client.get(marked(*(f"{n}.could-not" for n in range(1, steps + 1))))
    assert "You have been through all the steps" in main(response)


def test_the_ticket_says_what_did_not_help(release, client):
    response = client.get(marked("1.no-help", "3.no-help", "2.could-not"))
    assert "Steps that did not help: The conversation is too long for this model (1, 3)" in (
        main(response)
    )


@pytest.mark.parametrize("mark", ["1.no-help", "1.solved"])
def test_a_question_carries_the_marks_along(release, client, mark):
    response = client.get(f"/diagnose/?status=400&tried={CASE}.{mark}&ask=attachments")
    assert f'<input type="hidden" name="tried" value="{CASE}.{mark}">' in body(response)
    query = QueryDict(f"tried={CASE}.{mark}&status=400&asked=tools&tools=on")
    answer = client.get("/diagnose/", query)
    assert f"tried={CASE}.{mark}" in answer.headers["Location"]
