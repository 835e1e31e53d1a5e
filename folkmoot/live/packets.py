"""What is sent, encoded once for everybody who gets it: as text for any socket, and framed for one written directly."""

from __future__ import annotations

from functools import cached_property

WHOLE_TEXT = 0x81
"""The first byte of a WebSocket frame that is a whole message of text."""

WORTH_SHARING = 8 * 1024
"""Bytes of a piece that is written as it is; a smaller one is copied, which costs less than a write of its own."""


class Packet:
    """One message to a browser: JSON in UTF-8, in one piece or several, of which some are shared with other packets."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces
        self.size = sum(map(len, pieces))

    @cached_property
    def text(self) -> str:
        """The message as a string."""
        return b"".join(self.pieces).decode()

    @cached_property
    def framed(self) -> list[bytes]:
        """The one WebSocket frame of the message, as pieces to be written after each other."""
        if len(self.pieces) == 1:  # written to many: framed once, and one write for each
            return [header(self.size) + self.pieces[0]]
        written, small = [], header(self.size)
        for piece in self.pieces:
            if len(piece) < WORTH_SHARING:
                small += piece
            else:
                written += [small, piece]
                small = b""
        return [*written, small] if small else written


def header(size: int) -> bytes:
    """The header of an unmasked frame with a whole text of so many bytes (RFC 6455, 5.2)."""
    if size < 126:
        return bytes((WHOLE_TEXT, size))
    if size < 65_536:
        return bytes((WHOLE_TEXT, 126)) + size.to_bytes(2, "big")
    return bytes((WHOLE_TEXT, 127)) + size.to_bytes(8, "big")
