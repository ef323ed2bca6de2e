"""GET /diagnose/: a pure function of the address."""

from tests.web.reading import body, heading, links, main, titles

ADDRESS = (
    "/diagnose/?limit=65536&provider=deepseek&read=provider&read=status&requested=79519"
    "&signal=context-length-both-numbers&status=400"
)
UNCLEAR = "/diagnose/?like=image-invalid.faint&like=vision-ability-not-enabled.faint"


def test_it_works(release, client):
    response = client.get(ADDRESS)
    assert heading(response) == "The conversation is too long for this model"
    assert titles(response) == ["The conversation is too long for this model – Fixpath"]
    said = main(response)
    assert said.startswith("This is it The conversation is too long for this model")
    assert "about 14,000 too many" in said
    assert "/cases/context-length-exceeded/" in links(response)


def test_the_page_is_fresh_for_a_minute_and_not_indexed(release, client):
    response = client.get(ADDRESS)
    assert response.headers["Cache-Control"] == "public, max-age=1"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_without_facts_the_questions_start(release, client):
    response = client.get("/diagnose/")
    assert heading(response) == "Which status number does the error show?"
    assert "checked" not in body(response).split("<main")[1]


def test_one_fact_that_decides_nothing_leads_to_the_next_question(release, client):
    response = client.get("/diagnose/?status=400")
    assert heading(response).endswith("?")
    assert "What 400 means" in main(response)
    assert "/diagnose/?status=400&ask=status" in links(response)


def test_a_question_can_be_asked_again_and_the_rest_is_kept(release, client):
    response = client.get("/diagnose/?attachments=image&status=400&ask=attachments")
    assert heading(response) == "What was attached to the message?"
    assert '<input type="hidden" name="status" value="400">' in body(response)
    assert "Your answer so far: A picture" in main(response).replace("far:A", "far: A")


def test_an_answer_leads_to_the_address_of_the_state(release, client):
    response = client.get("/diagnose/?status=400&asked=attachments&attachments=image")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/diagnose/?attachments=image&status=400",
    )


def test_i_do_not_know_is_an_answer(release, client):
    response = client.get("/diagnose/?status=400&asked=attachments&attachments=unknown")
    assert response.headers["Location"] == "/diagnose/?status=400&unknown=attachments"


def test_continuing_without_a_choice_is_answered_with_a_sentence(release, client):
    response = client.get("/diagnose/?status=400&asked=attachments")
    assert response.status_code == 422
    assert titles(response) == ["Error: What was attached to the message? – Fixpath"]
    assert "Choose an answer, or “I don't know”." in main(response)


def test_what_does_not_exist_in_the_address_is_named(release, client):
    response = client.get("/diagnose/?colour=red&status=799")
    assert response.status_code == 200
    assert "do not exist were left out: colour" in main(response).replace("out:c", "out: c")
    assert "status=799" in main(response)


def test_what_is_in_the_address_is_escaped(release, client):
    response = client.get("/diagnose/?%3Cscript%3E=1&status=%3Cscript%3Ealert(1)")
    assert "<script>alert" not in body(response)
    assert "&lt;script&gt;" in body(response)


def test_what_is_not_recognised_is_said_with_the_nearest_three(release, client):
    response = client.get(UNCLEAR)
    assert titles(response) == ["Not recognised – Fixpath"]
    assert main(response).startswith("Not recognised We cannot tell yet what went wrong")
    assert body(response).count('<div class="near">') == 3
    assert "Unlike “" in main(response)


def test_with_every_question_declined_there_is_still_a_way_on(release, client):
    query = "&".join(f"unknown={question}" for question in release.engine.question)
    response = client.get(f"/diagnose/?{query}")
    assert titles(response) == ["Not recognised – Fixpath"]
    assert "If none of them fits" in main(response)
    assert 'name="asked"' not in body(response)


def test_the_same_state_in_the_other_language_is_one_link_away(release, client):
    response = client.get(ADDRESS)
    assert f"/zh-hans{ADDRESS}" in links(response)
    chinese = client.get(f"/zh-hans{ADDRESS}")
    assert heading(chinese) == "对话太长，超出了模型的上下文"
    assert ADDRESS in links(chinese)
    assert '<html lang="zh-hans">' in body(chinese)
