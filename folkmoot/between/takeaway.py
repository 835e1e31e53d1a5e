"""Everything that is held about a person, as a page that needs nothing else."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from folkmoot.kit.personal_data import Json


def as_html(held: Json) -> SafeString:
    """Nested data as nested lists: names and what they hold, in their order; nothing is left out."""
    if isinstance(held, dict):
        rows = ((name, as_html(value)) for name, value in held.items())
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))
    if isinstance(held, list):
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((as_html(each),) for each in held)))
    if isinstance(held, bool):
        return format_html("{}", "yes" if held else "no")
    return format_html("{}", "" if held is None else held)
