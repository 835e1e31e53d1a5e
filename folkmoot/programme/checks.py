"""What stops the start: a mail server named wrongly would be noticed only when no mail goes out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from folkmoot.programme.smtp import MEND, connection_to


@register
def mail_server_is_named_rightly(**kwargs: Any) -> list[CheckMessage]:
    """Read FOLKMOOT_MAIL_URL, and say how to mend it."""
    try:
        connection_to(settings.MAIL_URL)
    except ImproperlyConfigured as trouble:
        return [Error(str(trouble).removesuffix(MEND).strip(), hint=MEND, id="folkmoot.E001")]
    return []
