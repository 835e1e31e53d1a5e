"""QR codes."""

import re

import segno

from folkmoot.people.qr import QUIET, qr_svg

LINK = "https://folkmoot.example/join/MOOT-7K2Q/"


def test_the_picture_has_every_dark_square_of_the_code_and_no_other() -> None:
    drawn: set[tuple[int, int]] = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", qr_svg(LINK, "Join")):
        drawn |= {(int(x) + step - QUIET, int(y) - QUIET) for step in range(int(width))}
    matrix = segno.make(LINK, error="m", micro=False).matrix
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


def test_it_has_a_label_and_no_style_of_its_own() -> None:
    picture = qr_svg(LINK, 'Join "<b>us</b>"')
    assert 'role="img"' in picture
    assert "<b>" not in picture
    assert not re.search(r"style=|fill=|stroke=", picture)
