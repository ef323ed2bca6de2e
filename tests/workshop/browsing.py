"""A page of the admin as a browser reads it: the values of its form, to be changed and posted."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse


class _Form(HTMLParser):
    """What a browser would post for the form of a page, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "textarea":
            self._text, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in given or self._select not in self.values:
                self.values[self._select] = value
        elif tag == "input" and name and _is_posted(given):
            self.values[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self._text] = self.values[self._text].removeprefix("\n")
            self._text = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text] += data


def _is_posted(given: dict[str, str | None]) -> bool:
    kind = given.get("type")
    return kind not in ("submit", "checkbox") and (kind != "radio" or "checked" in given)


def values(response: Any) -> dict[str, str]:
    """The values of the form that a page shows."""
    form = _Form()
    form.feed(response.content.decode())
    return {name: text for name, text in form.values.items() if "csrf" not in name}


def added(form: dict[str, str], prefix: str, **fields: str) -> dict[str, str]:
    """A form with one more row, as the button on the page makes it."""
    number = int(form[f"{prefix}-TOTAL_FORMS"])
    row = {
        name.replace("__prefix__", str(number)): value
        for name, value in form.items()
        if name.removeprefix("initial-").startswith(f"{prefix}-__prefix__-")
    }
    typed = {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return {**form, **row, **typed, f"{prefix}-TOTAL_FORMS": str(number + 1)}


class Desk:
    """Two editors at their browsers."""

    def __init__(self, ann: Any, ben: Any) -> None:
        self.ann, self.ben = Client(), Client()
        self.ann.force_login(ann)
        self.ben.force_login(ben)

    @staticmethod
    def page(row: Any, action: str = "change") -> str:
        """The address of a page of a row."""
        return reverse(f"admin:catalogue_{row._meta.model_name}_{action}", args=[row.pk])

    def opened(self, row: Any, browser: Client | None = None) -> dict[str, str]:
        """The form of a row as an editor opens it."""
        return values((browser or self.ann).get(self.page(row)))

    def saved(self, row: Any, form: dict[str, str], browser: Client | None = None) -> Any:
        """The answer to a form."""
        return (browser or self.ann).post(self.page(row), form)
