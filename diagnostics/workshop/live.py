"""Fields that are answered while one types; `static/js/workshop/live.js` does the asking."""

from typing import Any

SCRIPT = "js/workshop/live.js"


def live(widget: Any, address: str, name: str, *, of: str = "") -> None:
    """Have a field answered below it.

    address: what is asked, by POST; it answers with a part of a page. name: what the text is
    called there. of: a CSS selector of what holds all fields that are sent together and the answer;
    without it, the field is on its own.
    """
    widget.attrs |= {"data-live": address, "data-live-name": name, "data-live-of": of}
