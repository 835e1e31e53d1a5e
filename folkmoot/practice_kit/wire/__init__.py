"""What crosses the socket, defined once: operations from the browser, frames to it.

TypeScript's types are generated from here.
"""

from folkmoot.practice_kit.wire.frames import Ack, Batch, Frame, Live, Presence, Refusal, Snapshot, Told
from folkmoot.practice_kit.wire.ops import AnyOp, Hello, Incoming, parse_incoming

__all__ = [
    "Ack",
    "AnyOp",
    "Batch",
    "Frame",
    "Hello",
    "Incoming",
    "Live",
    "Presence",
    "Refusal",
    "Snapshot",
    "Told",
    "parse_incoming",
]
