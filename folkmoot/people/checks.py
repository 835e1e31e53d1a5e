"""What stops the start: a time of keeping that cannot be read would keep things for good, and nobody would notice."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from folkmoot.kit.environment import WrongSetting
from folkmoot.people.retention import read


@register
def times_of_keeping_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    """Read FOLKMOOT_KEEP, and say how to mend it."""
    try:
        read(settings.KEEP)
    except WrongSetting as trouble:
        return [Error(str(trouble.code), id="folkmoot.E002")]
    return []
