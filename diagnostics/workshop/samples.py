"""The texts of a case, and what releases make of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.models import Case
from diagnostics.catalogue.transfer import draft
from diagnostics.engine import diagnose
from diagnostics.workshop.sides import facts_of


@dataclass(frozen=True, slots=True)
class Sample:
    """A text that a case holds; `number` counts those of a case from 1."""

    number: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a release, known by a name, takes a text for: its first candidate.

    place: that of the case among the candidates, from 1; 0 where it is not among them.
    """

    release: str
    title: str
    place: int


@dataclass(frozen=True, slots=True)
class Row:
    """A text with what each release takes it for."""

    sample: Sample
    found: list[Found]

    @property
    def settled(self) -> bool:
        """Whether every release is right."""
        return all(found.place == 1 for found in self.found)


@dataclass(frozen=True, slots=True)
class Table:
    """All texts of a case; `releases` are the names of those that diagnosed them."""

    releases: list[str]
    rows: list[Row]

    @property
    def notable(self) -> list[Row]:
        """Texts that some release takes for something else."""
        return [row for row in self.rows if not row.settled]

    @property
    def settled(self) -> list[Row]:
        """Texts that every release recognises."""
        return [row for row in self.rows if row.settled]

    @property
    def scores(self) -> list[tuple[str, int]]:
        """How many texts each release recognises."""
        columns = zip(*(row.found for row in self.rows), strict=True)
        right = (sum(found.place == 1 for found in column) for column in columns)
        return list(zip(self.releases, right, strict=True))


def samples(case: Case) -> list[Sample]:
    """Every text of a draft, complete or not, from which it is to be recognised."""
    return [Sample(number, *pair) for number, pair in enumerate(_texts(case), start=1)]


def table(case: Case, texts: Iterable[Sample], releases: Mapping[str, CompiledRelease]) -> Table:
    """Diagnose every text of a case by every release. `releases`: by name."""
    found = [
        Row(sample, [_found(*named, sample.text, case.slug) for named in releases.items()])
        for sample in texts
    ]
    return Table(list(releases), found)


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    data = draft(case)
    if data["message"]:
        yield _("message"), data["message"]
    yield from ((_("example"), example["text"]) for example in data["examples"])
    for kind, texts in ((_("symptom"), data["symptoms"]), (_("wording"), data["wordings"])):
        yield from ((kind, line) for lines in (texts or {}).values() for line in lines if line)


def _found(name: str, release: CompiledRelease, text: str, case: str) -> Found:
    candidates = diagnose(release.engine, facts_of(release, text)).candidates
    slugs = [candidate.case for candidate in candidates]
    title = release.pages("en").cases[slugs[0]].title
    return Found(name, title, slugs.index(case) + 1 if case in slugs else 0)
