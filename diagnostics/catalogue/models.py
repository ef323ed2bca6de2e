"""The drafts that editors change, and the releases that visitors see.

Field names are those of `schema.py`; `transfer.py` relies on it. Texts in two languages are made
by django-modeltranslation (`translation.py`): `title` has the columns `title_en`, `title_zh_hans`.
"""

from datetime import timedelta
from typing import get_args

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
    URLValidator,
)
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.catalogue import schema
from diagnostics.catalogue.faults import fault
from diagnostics.engine import Grade
from diagnostics.intake import Matcher, Unit
from diagnostics.intake import Pattern as IntakePattern

valid_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    _("Use small letters, digits and single hyphens, such as too-long."),
)
valid_day = RegexValidator(r"^\d{4}-\d{2}-\d{2}$", _("Write the day as 2026-11-24."))


def _choices(words: object) -> list[tuple[str, str]]:
    return [(word, word.replace("-", " ")) for word in get_args(words)]


GRADES = [(grade.value, grade.value.replace("-", " ")) for grade in Grade]
DOERS = _choices(schema.Doer)
RETRIES = _choices(schema.Retry)


class Slugged(models.Model):
    """A row with a permanent address, in catalogue order."""

    slug = models.CharField(
        max_length=60,
        unique=True,
        validators=[valid_slug],
        help_text=_("Part of the address of the page. It is linked to, so it is never reused."),
    )
    position = models.PositiveIntegerField(
        default=0, help_text=_("Order in lists, smallest first.")
    )
    # Grows with every change of the entry or of what belongs to it, so that of two editors the
    # second is told what the first has changed.
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug


class Part(models.Model):
    """A row that belongs to another one, in the order in which the editor put it."""

    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Phrase(Slugged):
    """A notion with the ways to say it, for use in patterns as `{slug}`."""

    alternatives = models.TextField(help_text=_("One regular expression a line."))


class Remark(Slugged):
    """What people write without telling anything from which a cause could be recognised."""

    texts = models.TextField(help_text=_("One a line."))


class Keyword(Slugged):
    """Words by which people look for pages that do not say them themselves."""

    words = models.TextField(
        help_text=_("What people type into the search, in any language, one a line.")
    )
    pages = models.TextField(
        help_text=_("Such as cases/billing-required, one a line, the most wanted first.")
    )


class Provider(Slugged):
    """A company, program or relay that answers requests."""

    name = models.CharField(max_length=80)
    hosts = models.TextField(
        blank=True, help_text=_("Host names by which it is known, one a line.")
    )
    names = models.TextField(
        blank=True, help_text=_("Regular expressions for its name in a text, one a line.")
    )
    summary = models.TextField()
    speaks = models.TextField(help_text=_("What is peculiar to its errors. Markdown."))
    body = models.TextField(blank=True, null=True, help_text=_("An error body as it sends it."))
    keys = models.TextField(blank=True, null=True)
    base_urls = models.TextField(blank=True, help_text=_("One a line."))


class BodyNote(Part):
    """What one part of the example body means."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="body_notes")
    part = models.CharField(max_length=200, help_text=_("The part, as it stands in the body."))
    text = models.TextField(help_text=_("What it means. Markdown."))

    def __str__(self) -> str:
        return self.part


class Link(Part):
    """A page of a provider that people need."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="links")
    kind = models.CharField(
        max_length=20,
        choices=_choices(schema.Link.model_fields["kind"].annotation),
    )
    url = models.URLField(max_length=300)

    def __str__(self) -> str:
        return self.url


class Question(Slugged):
    """A question whose answers separate cases."""

    title = models.CharField(max_length=200)
    why = models.TextField(help_text=_("Why we ask, in one sentence."))
    how = models.TextField(help_text=_("How to find out."))
    effort = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("What answering costs a person: 1 is seen at once, 10 is half an hour."),
    )


class Option(Part):
    """One answer to a question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    value = models.CharField(max_length=60, validators=[valid_slug])
    label = models.CharField(max_length=120)
    weight = models.PositiveSmallIntegerField(
        default=10, help_text=_("How often this is the answer, relative to the other answers.")
    )

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["question", "value"], name="one_option_a_value")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.value}"


class Case(Slugged):
    """One cause with one remedy."""

    # No part of the catalogue as data: an unfinished case is in no check, trial, release or export.
    unfinished = models.BooleanField(
        _("in the works"),
        default=False,
        editable=False,
        help_text=_("Left out of checks, trials, releases and exports until it is complete."),
    )
    group = models.CharField(max_length=20, choices=_choices(schema.Group))
    prior = models.CharField(
        max_length=20,
        choices=_choices(schema.Prior),
        help_text=_("How often people have this, among everything that goes wrong."),
    )
    actor = models.CharField(max_length=20, choices=DOERS, help_text=_("Who must act."))
    retry = models.CharField(
        max_length=20, choices=RETRIES, help_text=_("When sending the same again can work.")
    )
    wait = models.TextField(
        blank=True,
        null=True,
        help_text=_("How long, where sending again works after waiting. Markdown."),
    )
    title = models.CharField(max_length=200, help_text=_("As a person would say it."))
    summary = models.TextField(help_text=_("What happened, in one sentence."))
    cause = models.TextField(help_text=_("Why, with terms explained. Markdown."))
    message = models.CharField(max_length=300, help_text=_("A typical message, as it is shown."))
    symptoms = models.TextField(help_text=_("How people describe it, one a line."))
    wordings = models.TextField(
        blank=True,
        null=True,
        help_text=_(
            "Messages and sentences as people, relays and programs put them, one a line. Hidden; "
            "the diagnosis learns from them. Three different ways to say it beat ten alike."
        ),
    )
    confirm = models.TextField(help_text=_("How to see that it worked. Markdown."))
    otherwise = models.TextField(help_text=_("What to do when it did not. Markdown."))


class Step(Part):
    """One thing to do."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    text = models.TextField(help_text=_("What to do. Markdown."))
    where = models.TextField(
        blank=True, null=True, help_text=_("The exact place or command. Markdown.")
    )
    doer = models.CharField(max_length=20, choices=DOERS, default="you")

    def __str__(self) -> str:
        return self.text[:60]


class Experiment(Part):
    """What to try in one minute to tell a case from its neighbours."""

    of = models.ForeignKey(Case, models.CASCADE, related_name="experiments")
    text = models.TextField(help_text=_("What to try. Markdown."))

    def __str__(self) -> str:
        return self.text[:60]


class Outcome(Part):
    """What an experiment can show, and what that means."""

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="outcomes")
    seen = models.TextField(help_text=_("What is seen then. Markdown."))
    means = models.TextField(help_text=_("What it means. Markdown."))
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.seen[:60]


class Note(Part):
    """What is different at one provider."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    provider = models.ForeignKey(Provider, models.PROTECT)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


class Related(Part):
    """A case that is easily confused with this one."""

    of = models.ForeignKey(Case, models.CASCADE, related_name="related")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    difference = models.TextField()

    def __str__(self) -> str:
        return self.difference[:60]


class Evidence(models.Model):
    """What an answer says of a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence")
    option = models.ForeignKey(Option, models.CASCADE)
    grade = models.CharField(max_length=20, choices=GRADES)

    class Meta:
        ordering = ["option__question__position", "option__position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "option"], name="one_grade_an_option")
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.grade}"


class Pattern(Part):
    """A tell-tale in a pasted text."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="patterns")
    slug = models.CharField(max_length=60, unique=True, validators=[valid_slug])
    match = models.TextField(
        help_text=_(
            "One regular expression a line. All must be found in the same message; a line that "
            "starts with ! must not be found. {image} stands for the phrase “image”."
        )
    )
    place = models.CharField(max_length=20, choices=_choices(schema.Place), default="message")
    grade = models.CharField(max_length=20, choices=GRADES)
    also = models.JSONField(
        default=dict, blank=True, help_text=_('What it says of other cases: {"slug": "unlikely"}.')
    )
    providers = models.JSONField(
        default=list, blank=True, help_text=_('Only when one of these answered: ["openai"].')
    )
    example = models.TextField(help_text=_("A line that must match."))

    def __str__(self) -> str:
        return self.slug

    def clean(self) -> None:
        """Refuse what RE2 cannot use, with its place, and what does not find its own example."""
        wrong = fault(self.match, phrases())
        if wrong:
            raise ValidationError({"match": str(wrong)})
        matcher = Matcher([IntakePattern(self.slug, self.match, self.place)], phrases())
        if not any(matcher.find(Unit(self.example, frozenset({self.place})))):
            raise ValidationError({"example": _("The pattern does not find this line.")})


class Example(Part):
    """A text as people paste it, which must be diagnosed as the case that holds it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="examples")
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, blank=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


class ProviderCode(Part):
    """One row of a provider's error table."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="codes")
    code = models.CharField(max_length=120)
    status = models.CharField(max_length=20, blank=True, null=True)
    meaning = models.TextField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="provider_codes")
    grade = models.CharField(max_length=20, choices=GRADES, blank=True, null=True)
    verified = models.CharField(max_length=10, validators=[valid_day])

    def __str__(self) -> str:
        return self.code


class StatusCode(Slugged):
    """A status, a class of statuses (`4xx`), or `none` for no status at all."""

    name = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    meaning = models.TextField()
    usually = models.TextField(help_text=_("What it usually means from a model API. Markdown."))
    speaker = models.TextField(help_text=_("Who sends it."))
    retry = models.CharField(max_length=20, choices=RETRIES)
    retry_note = models.TextField()
    decides = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True)


class TellTale(Part):
    """A row of a code page: what in the message points to which case."""

    code = models.ForeignKey(StatusCode, models.CASCADE, related_name="causes")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    clue = models.TextField()

    def __str__(self) -> str:
        return self.clue[:60]


class ProviderStatus(Part):
    """What one provider means by a status."""

    code = models.ForeignKey(StatusCode, models.CASCADE, related_name="providers")
    provider = models.ForeignKey(Provider, models.PROTECT)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


class Term(Slugged):
    """A word of the glossary."""

    title = models.CharField(max_length=120)
    summary = models.TextField(help_text=_("What it is, in one sentence. Markdown."))
    text = models.TextField(help_text=_("The explanation. Markdown."))
    words = models.TextField(
        help_text=_("How running text says it, one a line. The first one on a page is a link.")
    )
    not_on = models.TextField(
        blank=True,
        help_text=_("Slugs of pages where the word means something else, one a line."),
    )


class Guide(Slugged):
    """A page that explains how to do something."""

    title = models.CharField(max_length=200)
    summary = models.TextField(help_text=_("What it is for, in one sentence. Markdown."))
    cases = models.TextField(
        blank=True, help_text=_("The causes that it helps with: their slugs, one a line.")
    )


class GuidePart(Part):
    """A section of a guide."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="parts")
    slug = models.CharField(
        max_length=60, validators=[valid_slug], help_text=_("Its anchor: /guides/…/#slug.")
    )
    title = models.CharField(max_length=200)
    text = models.TextField(help_text=_("Markdown, with blocks of code."))

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["guide", "slug"], name="one_part_an_anchor")]

    def __str__(self) -> str:
        return self.slug


class Source(Part):
    """Where a fact was read, and the day on which it was last checked."""

    title = models.CharField(max_length=200)
    url = models.URLField(max_length=300)
    verified = models.CharField(max_length=10, validators=[valid_day])

    class Meta(Part.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title


class CaseSource(Source):
    """A source of a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sources")


class StatusSource(Source):
    """A source of a status code."""

    code = models.ForeignKey(StatusCode, models.CASCADE, related_name="sources")


class ProviderSource(Source):
    """A source of a provider page."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="sources")


class TermSource(Source):
    """A source of a term."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="sources")


class GuideSource(Source):
    """A source of a guide."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="sources")


class Alias(models.Model):
    """An address that moved: the old slug keeps leading to the new page."""

    old = models.CharField(max_length=60, unique=True, validators=[valid_slug])
    new = models.CharField(max_length=60, validators=[valid_slug])

    class Meta:
        ordering = ["old"]
        verbose_name_plural = _("aliases")

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Notice(models.Model):
    """What visitors should know now, such as an outage; shown without publishing, until it ends."""

    LONGEST = timedelta(days=30)

    text = models.CharField(
        _("text"), max_length=300, help_text=_("What is the matter and since when. Plain text.")
    )
    provider = models.ForeignKey(
        Provider,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("provider"),
        help_text=_("Whom it is about. Its name and its status page are shown with the text."),
    )
    link = models.CharField(
        _("link"),
        max_length=300,
        blank=True,
        validators=[URLValidator(schemes=["https"], message=_("Enter an https:// address."))],
        help_text=_("An https:// address where people can read more."),
    )
    starts = models.DateTimeField(_("starts"), default=timezone.now, help_text=_("In UTC."))
    expires = models.DateTimeField(
        _("expires"),
        help_text=_("When it disappears by itself, in UTC, at most 30 days after it starts."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("author"),
    )

    class Meta:
        ordering = ["-expires", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]

    def clean(self) -> None:
        """Refuse what would never be shown, and what would be forgotten."""
        if self.starts is None or self.expires is None:
            return
        if self.expires <= self.starts:
            raise ValidationError({"expires": _("It must expire after it starts.")})
        if self.expires > self.starts + self.LONGEST:
            raise ValidationError({"expires": _("It must expire within 30 days of its start.")})


class OutdatedText(models.Model):
    """A text whose translation was left behind when its meaning changed.

    What is marked is the pair of texts itself, so the mark ends when either is written anew, and
    outlives an import that leaves both as they are.
    """

    pair = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10, help_text=_("The language that was left behind."))
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.language}: {self.pair[:8]}"


class Change(models.Model):
    """One line of the log: who did what to which entry, when, from what and to what."""

    class Action(models.TextChoices):
        """What was done."""

        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")
        PUBLISHED = "published", _("published")

    made = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    action = models.CharField(_("action"), max_length=10, choices=Action)
    kind = models.CharField(_("kind"), max_length=20, help_text=_("Such as cases or releases."))
    slug = models.CharField(_("entry"), max_length=150)
    edition = models.PositiveIntegerField(null=True, help_text=_("Of the entry, after the change."))
    fields = models.JSONField(_("fields"), default=list, help_text=_("[field, before, after]"))

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "slug"], name="changes_of_an_entry")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}: {self.action}"


class Release(models.Model):
    """An immutable snapshot of the whole catalogue; visitors see the newest one."""

    number = models.PositiveIntegerField(unique=True)
    created = models.DateTimeField(auto_now_add=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True, help_text=_("What changed, for the list of releases."))
    overruled = models.TextField(
        blank=True, help_text=_("Why it was published although a check failed.")
    )
    changed = models.PositiveIntegerField(
        _("entries changed"), default=0, help_text=_("Since the release before.")
    )
    snapshot = models.JSONField(editable=False)

    class Meta:
        ordering = ["-number"]
        permissions = [
            ("publish_release", _("Can publish the drafts and go back to a release")),
            ("import_catalogue", _("Can replace the drafts by a file")),
        ]

    def __str__(self) -> str:
        return f"Release {self.number}"


class Preview(models.Model):
    """A link that shows a release, or the drafts of a moment, to whoever has it; for some days."""

    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    release = models.ForeignKey(
        Release, models.CASCADE, null=True, related_name="+", help_text=_("None for drafts.")
    )
    # Of drafts only, and only until the link ends.
    snapshot = models.JSONField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Preview of {self.release or 'drafts'}"


def phrases() -> dict[str, tuple[str, ...]]:
    """The draft's phrases, as the matcher takes them."""
    return {p.slug: tuple(p.alternatives.splitlines()) for p in Phrase.objects.all()}
