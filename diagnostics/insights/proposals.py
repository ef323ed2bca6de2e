"""What the figures propose: other grades and other priors. An editor decides; nothing is applied.

**Grades.** Of the diagnoses that a step of a case solved and in which a question was answered, some
share gave an answer. The engine predicts that share from how often the answer is usual and from the
grades of the case. Where the prediction is further away than chance explains (outside of the score
interval of Wilson 1927 that holds 99.9 %, as thousands are compared), that grade is proposed with
which it comes nearest, on the scale of log odds, as grades are factors. Half a diagnosis is added
on either side, so that none is infinite (Haldane 1956, "The estimation and significance of the
logarithm of a ratio of frequencies"). For or against a case a grade is proposed only where the
share also differs from that among the solved diagnoses of all other cases.

What solved it is known only of diagnoses that named the case, so the figures lean towards the
grades as they were. They show a direction, but neither prove nor rule out.

**Priors.** The share of a case among what was recognised and solved, against the share that its
word gives it in `compiled.PRIORS`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log
from typing import Any, ClassVar

from django.db.models import Sum

from diagnostics import engine
from diagnostics.catalogue.compiled import PRIORS
from diagnostics.catalogue.editing import changing
from diagnostics.catalogue.models import Case, Evidence, Option
from diagnostics.engine import Catalogue, Grade
from diagnostics.insights.figures import counted, per_case
from diagnostics.insights.models import Count, Dismissed
from diagnostics.insights.shares import CERTAIN, Share

DAYS = 365  # how far the figures reach back
LEAST_SOLVED = 20  # solved diagnoses with an answer to the question, of the case and of all others
LEAST_ANSWERS = 5  # times that an answer was given there, or should have been
LEAST_DIAGNOSED = 50  # diagnoses of a case, counted or expected, from which its prior can be judged
FACTOR = 2.0  # by which a share must differ from the one that the prior gives
TINY = 1e-6  # share that is as good as none

# The strongest that figures alone may say.
_MOST = {Grade.PROVES: Grade.LIKELY, Grade.RULES_OUT: Grade.UNLIKELY}

Tally = Mapping[str, Mapping[str, Counter[str]]]  # question -> case -> value -> times


@dataclass(frozen=True, slots=True)
class GradeProposal:
    """Another grade for an answer, with the shares of that answer in this case and in others."""

    kind: ClassVar[str] = "grade"

    case: str
    question: str
    value: str
    present: str
    proposed: str
    share: Share
    others: Share

    @property
    def subject(self) -> str:
        """What of the case it is about."""
        return f"{self.question}={self.value}"

    def apply(self, case: Case) -> None:
        """Write the grade into the draft of the case."""
        option = Option.objects.get(question__slug=self.question, value=self.value)
        Evidence.objects.update_or_create(
            case=case, option=option, defaults={"grade": self.proposed}
        )


@dataclass(frozen=True, slots=True)
class PriorProposal:
    """Another prior for a case, with its share of all diagnoses and the one that is expected."""

    kind: ClassVar[str] = "prior"
    subject: ClassVar[str] = ""

    case: str
    present: str
    proposed: str
    share: Share
    expected: float  # share from 0 to 1

    def apply(self, case: Case) -> None:
        """Write the prior into the draft of the case."""
        case.prior = self.proposed
        case.save(update_fields=["prior"])


Proposal = GradeProposal | PriorProposal


def proposals() -> list[Proposal]:
    """Everything that the figures propose for the drafts and nobody has dismissed."""
    gone = set(Dismissed.objects.values_list("kind", "case", "subject", "proposed"))
    return [proposal for proposal in (*_priors(), *_grades()) if _key(proposal) not in gone]


def standing(kind: str, case: str, subject: str, proposed: str) -> Proposal | None:
    """The proposal that is known by these words, if the figures and the drafts still make it."""
    wanted = (kind, case, subject, proposed)
    return next((proposal for proposal in proposals() if _key(proposal) == wanted), None)


def accept(proposal: Proposal, author: Any) -> None:
    """Change the draft as proposed; it is in the log then."""
    case = Case.objects.get(slug=proposal.case)
    with changing(case, author):
        proposal.apply(case)


def dismiss(proposal: Proposal, author: Any) -> None:
    """Do not make this proposal again."""
    kind, case, subject, proposed = _key(proposal)
    Dismissed.objects.get_or_create(
        kind=kind, case=case, subject=subject, proposed=proposed, defaults={"author": author}
    )


def _key(proposal: Proposal) -> tuple[str, str, str, str]:
    return proposal.kind, proposal.case, proposal.subject, proposal.proposed


def _priors() -> Iterator[PriorProposal]:
    """The cases that occur at least twice or at most half as often as their word says."""
    words = dict(_cases().values_list("slug", "prior"))
    found = per_case(DAYS)
    times = {case: found[case].recognised + found[case].solved for case in words if case in found}
    total, weights = sum(times.values()), sum(PRIORS[word] for word in words.values())
    for case, word in words.items():
        number, expected = times.get(case, 0), total * PRIORS[word] / weights
        if max(number, expected) < LEAST_DIAGNOSED:
            continue
        ratio = (number + 0.5) / (expected + 0.5)
        nearest = min(PRIORS, key=lambda w: abs(log(ratio * PRIORS[word] / PRIORS[w])))
        if abs(log(ratio)) >= log(FACTOR) and nearest != word:
            yield PriorProposal(case, word, nearest, Share(number, total), expected / total)


def _grades() -> Iterator[GradeProposal]:
    drafts = _draft_engine()
    for question, cases in _solved_with(drafts).items():
        everyone = sum(cases.values(), Counter[str]())
        for case, own in cases.items():
            others = everyone - own
            if min(own.total(), others.total()) >= LEAST_SOLVED:
                yield from _of_case(drafts, case, question, own, others)


def _of_case(
    drafts: Catalogue, case: str, question: str, own: Counter[str], others: Counter[str]
) -> Iterator[GradeProposal]:
    """The proposals for the answers to one question."""
    for value, column in drafts.answer_position[question].items():
        predicted = drafts.answer_tables[question][drafts.position[case], column]
        share = Share(own[value], own.total())
        if max(own[value], predicted * own.total()) < LEAST_ANSWERS or _explains(predicted, share):
            continue
        present = drafts.grade(question, case, value)
        proposed = _nearest(drafts, case, question, value, share)
        proposed = present if proposed is present else _MOST.get(proposed, proposed)
        usual = Share(others[value], others.total())
        if proposed is not present and _is_seen(proposed, share, usual):
            yield GradeProposal(case, question, value, present.value, proposed.value, share, usual)


def _explains(predicted: float, share: Share) -> bool:
    """Whether a share may be what is predicted, but for chance."""
    low, high = share.interval(CERTAIN)
    return low <= predicted <= high


def _is_seen(grade: Grade, share: Share, usual: Share) -> bool:
    """Whether a grade for or against a case shows beside the other cases."""
    if grade is Grade.NEUTRAL:
        return True
    is_more = share.part * usual.whole > usual.part * share.whole
    return share.differs(usual) and is_more is (grade is Grade.LIKELY)


def _nearest(drafts: Catalogue, case: str, question: str, value: str, share: Share) -> Grade:
    """The grade with which the engine would predict this share best."""
    observed = (share.part + 0.5) / (share.whole + 1)

    def distance(grade: Grade) -> float:
        grades = {**drafts.evidence.get(question, {}).get(case, {}), value: grade}
        alone = Catalogue(
            cases=(drafts.cases[drafts.position[case]],),
            questions=(drafts.question[question],),
            evidence={question: {case: grades}},
        )
        [row] = alone.answer_tables[question]
        return abs(_log_odds(row[alone.answer_position[question][value]]) - _log_odds(observed))

    return min(Grade, key=distance)


def _log_odds(share: float) -> float:
    share = min(max(share, TINY), 1 - TINY)
    return log(share / (1 - share))


def _solved_with(drafts: Catalogue) -> Tally:
    """How often each answer was given where a case was solved, as far as both still exist."""
    tally: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    rows = counted(DAYS, None, Count.What.SOLVED_WITH).values_list("name")
    for name, times in rows.annotate(Sum("times")).order_by("name"):
        case, answer = name.split(" ", 1)
        question, value = answer.split("=", 1)
        if case in drafts.position and value in drafts.answer_position.get(question, ()):
            tally[question][case][value] += times
    return tally


def _draft_engine() -> Catalogue:
    """What the engine would know of answers if the drafts were published."""
    options: dict[str, list[engine.Option]] = defaultdict(list)
    for question, value, weight in Option.objects.values_list("question__slug", "value", "weight"):
        options[question].append(engine.Option(value, weight))
    evidence: dict[str, dict[str, dict[str, Grade]]] = defaultdict(lambda: defaultdict(dict))
    told = ("option__question__slug", "case__slug", "option__value", "grade")
    for question, case, value, grade in Evidence.objects.values_list(*told):
        evidence[question][case][value] = Grade(grade)
    return Catalogue(
        cases=tuple(
            engine.Case(case, PRIORS[prior])
            for case, prior in _cases().values_list("slug", "prior")
        ),
        questions=tuple(engine.Question(slug, 1, (*found,)) for slug, found in options.items()),
        evidence=evidence,
    )


def _cases() -> Any:
    return Case.objects.filter(unfinished=False)
