"""The cache of several processes: Redis, and while Redis is away each process's own memory.

Only counts of tries lie in it, which must not stop anybody from signing in when Redis does.
"""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

PATIENCE = 1.0
"""Seconds after which Redis counts as away."""


class RedisOrMemory(BaseCache):
    """Django's cache in Redis; what goes wrong there is done in memory instead."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        times = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        self._redis = RedisCache(location, {**params, "OPTIONS": {**params.get("OPTIONS", {}), **times}})
        self._memory = LocMemCache("while-redis-is-away", params)

    def _do(self, what: str, *values: Any, **named: Any) -> Any:
        try:
            return getattr(self._redis, what)(*values, **named)
        except RedisError:
            return getattr(self._memory, what)(*values, **named)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """See Django."""
        return self._do("get", key, default, version=version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """See Django."""
        self._do("set", key, value, timeout, version=version)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """See Django."""
        return bool(self._do("add", key, value, timeout, version=version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """See Django."""
        return int(self._do("incr", key, delta, version=version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """See Django."""
        return bool(self._do("touch", key, timeout, version=version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """See Django."""
        return bool(self._do("delete", key, version=version))

    def clear(self) -> None:
        """See Django."""
        self._do("clear")
