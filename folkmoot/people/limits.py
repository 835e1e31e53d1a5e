"""Rate limits: how often somebody may try something.

Counted in Django's cache, in fixed windows, under a keyed hash, so that no address lies in the cache. A window may let
through up to twice the number across its edge; that is enough against guessing.
"""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


class TooOften(Exception):
    """Somebody did something more often than is allowed; the text says when to try again."""


def allow(name: str, key: str, most: int, seconds: int) -> bool:
    """Count one try of `key` at `name`, and say whether it is among the first `most` in these `seconds`."""
    return _count(_place(name, key, seconds), seconds) <= most


def used_up(name: str, key: str, most: int, seconds: int) -> bool:
    """Whether `allow` would refuse the next try. Counts nothing: for limits on failures alone."""
    tries: int = cache.get(_place(name, key, seconds), 0)
    return tries >= most


def address_of(request: HttpRequest) -> str:
    """The address that a request came from, as a limit's key. The server judges proxies' headers, not this function."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _count(place: str, seconds: int) -> int:
    cache.add(place, 0, timeout=seconds + 5)
    try:
        return cache.incr(place)
    except ValueError:  # it ran out between the two lines
        cache.set(place, 1, timeout=seconds + 5)
        return 1


def _place(name: str, key: str, seconds: int) -> str:
    window = int(time.time() // seconds)
    return f"limit:{window}:{salted_hmac('folkmoot.limits:' + name, key).hexdigest()}"
