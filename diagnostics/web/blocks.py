"""A template tag for the layout: what a page says in one block, said again in another place."""

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def block_again(context: template.Context, name: str) -> SafeString:
    """Render a block of the page a second time, such as its title for previews of a link."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    said = " ".join(str(block.render(context)).split())
    return mark_safe(said.replace('"', "&quot;"))  # noqa: S308 - a template has rendered it
