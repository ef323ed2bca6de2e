"""Filling in the forms of the workshop as a person does."""

from playwright.sync_api import Page


def save(page: Page) -> None:
    """Press the button that saves an entry."""
    page.locator("input[name=_save]").click()


def begin_case(page: Page) -> None:
    """From the form of a new case to its page, on which it is in the works: `flumbered`."""
    page.get_by_label("Slug").fill("flumbered")
    page.locator("#id_title_en").fill("The gribnak is flumbered")
    page.locator("#id_title_zh_hans").fill("gribnak 坏了")
    for field, value in (("group", "content"), ("actor", "you"), ("retry", "never")):
        page.locator(f"#id_{field}").select_option(value)
    page.get_by_role("button", name="Begin the case").click()


def fill(page: Page, prefix: str, **fields: str) -> str:
    """Add a row, fill it in, and give its number."""
    total = page.locator(f"#id_{prefix}-TOTAL_FORMS")
    number = total.input_value()
    page.locator(f"#{prefix}-group .add-row a").click()
    for name, text in fields.items():
        page.locator(f"#id_{prefix}-{number}-{name}").fill(text)
    return number
