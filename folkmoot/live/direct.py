"""A socket that takes frames ready-made: uvicorn's own class, with a short way in and a short way out.

The handshake, who may come in, pings and anything unusual stay uvicorn's. What is sent to a whole room is framed once
and written straight to every transport; whole frames of text go straight to whoever listens, with no queue between.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Opcode
from websockets.http11 import Request

from folkmoot.live.client import Cap
from folkmoot.live.packets import WHOLE_TEXT, Packet
from folkmoot.practice_kit.wire.ops import FRAME_LIMIT

try:
    from websockets.speedups import apply_mask
except ImportError:
    from websockets.utils import apply_mask

log = logging.getLogger(__name__)

EXTENSION = "folkmoot.direct"
"""Where a socket of this sort is found among the extensions of its ASGI scope."""

CLOSING_SECONDS = 5.0
"""How long a client that is closed has to read what it was sent, and to say goodbye."""

MOST_KEPT = FRAME_LIMIT
"""Bytes from one client that are kept until it is time to read; more are read at once."""

_CONTROLS = {0x80 | Opcode.CLOSE, 0x80 | Opcode.PING, 0x80 | Opcode.PONG}
_MASKED = 0x80
_SHORT = 126
_MIDDLE = 127


class DirectSocket(WebSocketsSansIOProtocol):
    """`put` writes a packet; `hear`, once set, is called with every text that comes.

    `later`, once set, is asked to call back when it is time to read: until then what came is only kept.
    """

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.hear: Callable[[bytes], None] | None = None
        self._cap = Cap()
        self.later: Callable[[Callable[[], None]], None] | None = None
        self._kept: list[bytes] = []
        self._bytes_kept = 0
        self._rest = b""
        self._unusual = False

    # --- out --------------------------------------------------------------------------------------------------------

    def put(self, *packets: Packet) -> bool:
        """Write packets, all at once; False when the browser has not taken what was written before."""
        if self.close_sent or self.disconnected:
            return True  # it is going; what it missed comes when it resumes
        transport, waiting = self.transport, self.transport.get_write_buffer_size()
        for packet in packets:
            if self._cap.is_passed(waiting, packet.size):
                return False
            waiting += packet.size
        pieces = packets[0].framed if len(packets) == 1 else [piece for packet in packets for piece in packet.framed]
        if len(pieces) == 1:
            transport.write(pieces[0])
        else:
            transport.writelines(pieces)
        return True

    def close(self, code: int) -> None:
        """Say why it is closed, behind what is still to be read; then hang up, whether it was read or not."""
        if not self.close_sent and not self.disconnected and not self.transport.is_closing():
            self.conn.send_close(code)
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.close_sent = True
            self.close_timer = self.loop.call_later(CLOSING_SECONDS, self.transport.abort)

    # --- in ---------------------------------------------------------------------------------------------------------

    def handle_connect(self, event: Request) -> None:
        """Offer this socket to the application, which decides after the handshake whether to use it."""
        super().handle_connect(event)
        if not self.close_sent:
            self.scope["extensions"][EXTENSION] = self  # type: ignore[assignment]  # it is nobody's but ours

    def data_received(self, data: bytes) -> None:
        """Keep what came until it is time to read it, unless there is much of it."""
        if self.later is None:
            self._read(data)
            return
        self._kept.append(data)
        self._bytes_kept += len(data)
        if self._bytes_kept > MOST_KEPT:
            self._read_kept()
        elif len(self._kept) == 1:
            self.later(self._read_kept)

    def connection_lost(self, exc: Exception | None) -> None:
        """Read what came before the line was lost."""
        self._read_kept()
        super().connection_lost(exc)

    def _read_kept(self) -> None:
        kept, self._kept, self._bytes_kept = self._kept, [], 0
        if not kept:
            return
        try:
            self._read(b"".join(kept))
        except Exception:
            log.exception("what a client sent could not be read")
            self.transport.abort()

    def _read(self, data: bytes) -> None:
        """Take whole frames of text ourselves, and hand whole control frames to uvicorn.

        From the first frame that is neither (in fragments, not masked, or longer than 64 kB) uvicorn reads all.
        """
        data, at = self._rest + data if self._rest else data, 0
        if not self.handshake_initiated or self._unusual or self.close_sent:
            self._rest = b""
            super().data_received(data)
            return
        while (end := self._frame(data, at)) > at:
            at = end
        self._rest = data[at:]
        if end < 0:
            self._unusual, self._rest = True, b""
            super().data_received(data[at:])

    def _frame(self, data: bytes, at: int) -> int:
        """Take the frame that begins here; gives where it ends, the same place when it is not whole yet, or -1."""
        if len(data) < at + 2:
            return at
        first, size, begins = data[at], data[at + 1] - _MASKED, at + 6
        if size < 0 or size == _MIDDLE or self.close_sent or (first != WHOLE_TEXT and first not in _CONTROLS):
            return -1
        if size == _SHORT:
            if len(data) < at + 4:
                return at
            size, begins = int.from_bytes(data[at + 2 : at + 4], "big"), at + 8
        end = begins + size
        if len(data) < end:
            return at
        if first == WHOLE_TEXT:
            self._text(apply_mask(data[begins:end], data[begins - 4 : begins]))
        else:
            super().data_received(data[at:end])
        return end

    def _text(self, text: bytes) -> None:
        if self.hear is not None:
            self.hear(text)
            return
        self.frames, self.curr_msg_data_type = [text], "bytes"  # whoever parses it finds out whether it is UTF-8
        self.send_receive_event_to_app()

    def send_receive_event_to_app(self) -> None:
        """What uvicorn read goes the same way."""
        if self.hear is None or self.close_sent:
            super().send_receive_event_to_app()
            return
        frames, self.frames = self.frames, []
        self.hear(b"".join(frames))
