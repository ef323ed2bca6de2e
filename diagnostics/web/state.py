"""Where a visitor is: some facts, seen through a release in a language."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from diagnostics.catalogue.compiled import CompiledRelease, Pages
from diagnostics.catalogue.current import current
from diagnostics.engine import MESSAGE, STATUS, Facts
from diagnostics.web.facts_url import to_query
from diagnostics.web.words import question_name


def pages_now() -> Pages:
    """The texts of the current release in the language of the request."""
    return current().pages(get_language())


def page_now(kind: str, slug: str) -> Any:
    """One page of the current release, with links to the glossary."""
    return current().page(get_language(), kind, slug)


@dataclass(frozen=True)
class State:
    """Facts and a release; knows the addresses of the states around it and the words for it."""

    release: CompiledRelease
    facts: Facts

    @cached_property
    def pages(self) -> Pages:
        """The texts of the release in the language of the request."""
        return self.release.pages(get_language())

    def address(
        self, facts: Facts | None = None, *, page: str = "web:diagnose", **more: str
    ) -> str:
        """The address of the diagnosis of these facts, or of the state's own."""
        query = to_query(self.facts if facts is None else facts, **more)
        path = reverse(page)
        return f"{path}?{query}" if query else path

    def name(self, question: str) -> str:
        """The short name of a question."""
        return question_name(question, self.pages.questions[question].title)

    def label(self, question: str, value: str) -> str:
        """What an answer is called; a case's title for the message that looked like it."""
        if question == MESSAGE:
            case = self.pages.cases.get(value)
            return case.title if case else gettext("None of these")
        options = self.pages.questions[question].options
        return next((o.label for o in options if o.value == value), value)

    def short_label(self, question: str, value: str) -> str:
        """The same, short: a status is its number."""
        return value if question == STATUS and value.isdecimal() else self.label(question, value)

    def case(self, slug: str) -> Any:
        """The page of a case."""
        return self.pages.cases[slug]

    @property
    def provider(self) -> Any:
        """The page of the provider, where it is known and has one."""
        return self.pages.providers.get(self.facts.answers.get("provider", ""))
