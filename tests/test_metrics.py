"""What a process counts, and who may read it."""

import pytest


def test_answers_are_counted_by_page_and_not_by_address(release, client):
    client.get("/codes/429/?onset=first-request")
    said = client.get("/metrics").content.decode()
    assert 'page="web:code"' in said
    assert "fixpath_release{" in said
    assert "429/" not in said
    assert "first-request" not in said


def test_every_answer_counts_once(release, client):
    def counted():
        lines = client.get("/metrics").content.decode().splitlines()
        start = "fixpath_answer_seconds_count"
        return sum(float(x.split()[-1]) for x in lines if x.startswith(start) and "web:guides" in x)

    before = counted()
    client.get("/guides/")
    client.get("/guides/")
    assert counted() == before + 2


@pytest.mark.parametrize(
    "asked", [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}]
)
def test_others_are_told_nothing(release, client, asked):
    assert client.get("/metrics", **asked).status_code == 404


def test_with_a_token_only_who_has_it_may_read(release, client, settings):
    settings.METRICS_TOKEN = "told"
    assert client.get("/metrics").status_code == 404
    right = {"HTTP_AUTHORIZATION": "Bearer told", "REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics", **right).status_code == 200
