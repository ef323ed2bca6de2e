"""Findings of axe on a page as a person sees it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ALL_RULES: tuple[str, ...] = ()


def violations(page: Page, context: str | None = None, rules: tuple[str, ...] = ALL_RULES) -> list:
    """What axe finds wrong: the rule, with the first places where it is broken.

    context: a selector of the part that is looked at; the whole page without.
    """
    # While one colour turns into another, neither is there.
    page.evaluate("Promise.all(document.getAnimations().map(running => running.finished))")
    only = {"runOnly": {"type": "rule", "values": [*rules]}} if rules else None
    found = Axe().run(page, context=context, options=only).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found]
