"""Counting tries goes on while Redis is away."""

from folkmoot.config.caches import RedisOrMemory


def test_without_redis_memory_counts() -> None:
    cache = RedisOrMemory("redis://127.0.0.1:1/0", {})
    cache.clear()
    assert cache.add("tries", 0, timeout=60)
    assert not cache.add("tries", 0, timeout=60)
    assert [cache.incr("tries"), cache.incr("tries")] == [1, 2]
    assert cache.get("tries") == 2
    assert cache.touch("tries", 60)
    assert cache.delete("tries")
    assert cache.get("tries", "none") == "none"
