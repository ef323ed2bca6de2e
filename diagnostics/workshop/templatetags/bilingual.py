"""A template tag for forms: a text in both languages as one field."""

from typing import Any

from django import template

from diagnostics.workshop.languages import BothTexts

register = template.Library()


@register.simple_tag(takes_context=True)
def both_texts(context: template.Context, line: Any) -> BothTexts | None:
    """The text in both languages that a line of a form holds, or None where it holds none."""
    return BothTexts.of(line, context.get("outdated"))
