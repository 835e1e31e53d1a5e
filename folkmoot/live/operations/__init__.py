"""The live room's operations: the run, the clock, people, talk, groups, and the call beside it."""

from folkmoot.live.operations import calling, groups, pens, people, rooms, run, talk

__all__ = ["calling", "groups", "pens", "people", "rooms", "run", "talk"]
