"""Filling in the forms of the workshop as a person does."""

from playwright.sync_api import Page


def save(page: Page) -> None:
    """Press the button that saves an entry."""
    page.locator("input[name=_save]").click()


def fill(page: Page, prefix: str, **fields: str) -> str:
    """Add a row, fill it in, and give its number."""
    total = page.locator(f"#id_{prefix}-TOTAL_FORMS")
    number = total.input_value()
    page.locator(f"#{prefix}-group .add-row a").click()
    for name, text in fields.items():
        page.locator(f"#id_{prefix}-{number}-{name}").fill(text)
    return number
