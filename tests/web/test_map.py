"""/map/: how the questions lead to the causes."""

import pytest

from diagnostics.web import overview
from tests.web.reading import body, heading, links, main


@pytest.fixture(autouse=True, scope="module")
def small_map():
    """Two questions deep is enough to see the rules, and quick."""
    overview._trees.clear()  # of maps that other tests have had made
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overview, "DEPTH", 2)
        yield
    overview._trees.clear()


def test_it_works(release, client):
    response = client.get("/map/")
    assert heading(response) == "How the questions lead to the causes"
    assert "Which status number does the error show?" in main(response)
    assert "and 3" in main(response) or "less common answers" in main(response)
    assert "/map/" in links(client.get("/diagnose/"))


def test_each_place_is_a_link_to_its_state(release, client):
    places = [link for link in links(client.get("/map/")) if link.startswith("/diagnose/?")]
    assert len(places) > overview.BRANCHES
    for place in places[:: len(places) // 5]:
        assert client.get(place).status_code == 200


def test_it_is_made_once_for_a_release_and_a_language(release, client, monkeypatch):
    client.get("/map/")
    client.get("/zh-hans/map/")

    def fail(*args):
        raise AssertionError

    monkeypatch.setattr(overview, "diagnose", fail)
    assert "状态" in body(client.get("/zh-hans/map/"))
    assert client.get("/map/").status_code == 200


def test_a_node_has_the_most_probable_answers_and_says_how_many_more(release):
    root = overview.tree(release, "en")
    assert len(root.branches) == overview.BRANCHES
    assert root.others > 0
    ends = [end for branch in root.branches for end in branch.branches]
    assert all(end.causes for end in ends if not end.branches)
