"""A diagnosis in words and addresses."""

import pytest
from django.utils.translation import override

from diagnostics.engine import Facts, Likeness, Verdict
from diagnostics.engine.evidence import posterior
from diagnostics.engine.questions import messages
from diagnostics.web.chips import Answer, Chip
from diagnostics.web.presenting import ask, present, questions_left
from diagnostics.web.state import State

TOO_LONG = Facts(
    answers={"status": "400", "provider": "deepseek"},
    read=frozenset({"status", "provider"}),
    signals=frozenset({"context-length-both-numbers"}),
    quantities={"limit": 65536, "requested": 79519},
)
SIGNAL = "signal=context-length-both-numbers"


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def test_a_recognised_error_is_said_to_be_it(release):
    view = present(State(release, TOO_LONG))
    assert (view.verdict, view.best.verdict) == (Verdict.RECOGNISED, "This is it")
    assert view.best.case.slug == "context-length-exceeded"
    assert view.question is None


def test_every_part_that_was_read_can_be_removed(release):
    chips = present(State(release, TOO_LONG)).read
    rest = f"requested=79519&{SIGNAL}"
    assert chips[0] == Chip(
        "Status",
        "400",
        remove=f"/diagnose/?limit=65536&provider=deepseek&read=provider&{rest}",
        change="/diagnose/?limit=65536&provider=deepseek&read=provider&read=status"
        f"&{rest}&status=400&ask=status",
    )
    assert [(chip.name, chip.value) for chip in chips[1:]] == [
        ("Provider", "DeepSeek"),
        ("Limit", "65,536"),
        ("Sent", "79,519"),
        ("Wording", "The conversation is too long for this model"),
    ]
    assert chips[-1].remove == (
        "/diagnose/?limit=65536&provider=deepseek&read=provider&read=status&requested=79519&status=400"
    )


def test_answers_can_be_changed_and_the_others_stay(release):
    facts = Facts(answers={"tools": "on", "attachments": "image"}, unknown=frozenset({"onset"}))
    address = "/diagnose/?attachments=image&tools=on&unknown=onset&ask="
    assert present(State(release, facts)).answers == [
        Answer("Attachments", "A picture", address + "attachments"),
        Answer("Tools", "Yes, at least one", address + "tools"),
        Answer("Since when", "I don't know", address + "onset"),
    ]


def test_a_question_takes_the_other_facts_along_and_selects_nothing(release):
    facts = Facts(answers={"tools": "on", "status": "400"})
    question = ask(State(release, facts), "tools")
    assert question.hidden == [("status", "400")]
    assert question.previous == "Yes, at least one"
    assert [option.value for option in question.options] == ["off", "on"]


def test_rare_statuses_are_folded_away_but_none_is_not(release):
    question = ask(State(release, Facts()), "status")
    shown = {option.value for option in question.options}
    rare = {option.value for option in question.rare}
    assert {"400", "401", "429", "500", "none"} <= shown
    assert {"418", "425", "508"} & rare == {"425", "508"}
    assert not shown & rare


def test_the_message_question_shows_typical_messages_and_none_of_these(release):
    question = ask(State(release, Facts(answers={"status": "429"})), "message")
    first = release.pages("en").cases[question.options[0].value]
    assert (question.options[0].message, question.options[0].label) == (first.message, first.title)
    assert (question.options[-1].value, question.options[-1].label) == (
        "none-of-these",
        "None of these",
    )


def test_reasons_are_sentences(release):
    view = present(State(release, TOO_LONG))
    assert view.best.speaks_for == [
        "The message has the tell-tale wording of this cause, as in <q>This model&#x27;s maximum "
        "context length is 65536 tokens. However, you requested 79519 tokens</q>",
        "Status 400 is usual for this cause.",
    ]
    assert ("Conversation", view.link + "&ask=context-size") in view.best.open


def test_what_speaks_against_a_cause_is_said(release):
    facts = Facts(answers={"context-size": "short", "status": "429", "message": "rate-limited"})
    view = present(State(release, facts))
    assert "You recognised its message among the typical ones." in view.best.speaks_for
    against = present(State(release, TOO_LONG.with_answer("context-size", "short"))).best
    assert against.speaks_against == ["Conversation: “Short: a few messages” speaks against it."]


def test_a_code_is_told_with_its_provider_and_meaning(release):
    facts = Facts(signals=frozenset({"zhipu-1113"}), answers={"provider": "zhipu"})
    view = present(State(release, facts))
    meaning = next(
        c for c in release.pages("en").providers["zhipu"].codes if c.code == "1113"
    ).meaning
    assert view.best.case.slug == "insufficient-balance"
    assert view.best.speaks_for[0] == (
        f"Zhipu / Z.ai has the code <code>1113</code> for this: {meaning}"
    )
    assert [(chip.name, chip.value) for chip in view.read] == [("Code", "1113")]


def test_likeness_is_a_chip_only_without_firmer_ground(release):
    alone = Facts(resembles={"rate-limited": Likeness.FAIR})
    names = [chip.name for chip in present(State(release, alone)).read]
    assert names == ["Sounds like"]
    beside = Facts(resembles=alone.resembles, signals=TOO_LONG.signals)
    names = [chip.name for chip in present(State(release, beside)).read]
    assert names == ["Wording"]


def test_the_note_of_the_provider_is_shown_only_there(release):
    signals = frozenset({"context-length-code"})
    gemini = Facts(answers={"provider": "gemini"}, signals=signals)
    assert present(State(release, gemini)).note.provider == "gemini"
    assert present(State(release, Facts(signals=signals))).note is None


def test_facts_say_the_same_in_chinese(release):
    with override("zh-hans"):
        view = present(State(release, TOO_LONG))
        assert view.best.verdict == "就是它"
        assert view.best.case.title == "对话太长，超出了模型的上下文"
        assert [chip.name for chip in view.read] == ["状态码", "服务商", "上限", "发送", "措辞像是"]
        assert view.link.startswith("/zh-hans/diagnose/?")


@pytest.mark.parametrize(
    ("asked", "remaining", "left"), [(0, 67, 3), (0, 9, 2), (4, 67, 1), (2, 2, 1), (0, 1, 1)]
)
def test_about_how_many_questions_are_left(asked, remaining, left):
    assert questions_left(asked, remaining) == left


def test_ten_messages_are_shown_and_the_others_are_folded_by_group(release):
    question = ask(State(release, Facts(answers={"status": "400"})), "message")
    folded = [option for group in question.groups for option in group.options]
    assert len(question.options) == 11
    assert question.options[-1].value == "none-of-these"
    facts = Facts(answers={"status": "400"})
    offered = [option.value for option in [*question.options, *folded]]
    assert sorted(offered) == sorted(messages(release.engine, posterior(release.engine, facts)))
    cases = release.pages("en").cases
    assert all(cases[o.value].group == g.slug for g in question.groups for o in g.options)


def test_each_answer_says_how_many_causes_it_would_leave(release):
    view = present(State(release, Facts(answers={"status": "400"})))
    question = ask(State(release, Facts(answers={"status": "400"})), "tools")
    assert all(0 <= option.left < view.remaining for option in question.options)
    assert any(option.left for option in question.options)
