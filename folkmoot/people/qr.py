"""QR codes as pictures that scale: drawn by the server, without a colour or a style of their own."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 4
"""Empty squares around a code, without which cameras miss it (ISO/IEC 18004)."""


def qr_svg(text: str, label: str) -> SafeString:
    """An `svg` element with the QR code of a text, and a label for those who cannot see it."""
    import segno  # 2.4 MB, for pages that few look at

    squares = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = len(squares) + 2 * QUIET
    path = "".join(_runs(y, row) for y, row in enumerate(squares, start=QUIET))
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<path d="{}"/></svg>',
        side,
        side,
        label,
        path,
    )


def _runs(y: int, row: list[int]) -> str:
    """The dark squares of one row as rectangles, neighbours joined."""
    path, start = [], None
    for x, dark in enumerate([*row, 0], start=QUIET):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            path.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            start = None
    return "".join(path)
