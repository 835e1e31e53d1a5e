"""Sentences of the record and the certificate, where numbers are small."""

from types import SimpleNamespace
from typing import cast

import pytest

from folkmoot.record.queries import Presence
from folkmoot.reports.contents import Contents
from folkmoot.reports.spoken import minutes_there, purposes_words


@pytest.mark.parametrize(
    ("let_go", "kept", "said"),
    [
        (0, 0, ""),
        (0, 1, ""),
        (0, 3, "No group has let its own go, which is as good an answer."),
        (1, 0, "The one group let its own go, all members agreeing. Good enough for now."),
        (7, 2, "Seven of nine groups let theirs go, all members agreeing. In no order; good enough for now."),
    ],
)
def test_how_many_groups_let_their_purpose_go(let_go: int, kept: int, said: str) -> None:
    held = SimpleNamespace(purposes=["a purpose"] * let_go, purposes_kept=kept, rule="room_only")
    assert purposes_words(cast("Contents", held)) == said


@pytest.mark.parametrize(("minutes", "said"), [(0, "0 minutes"), (1, "1 minute"), (62, "62 minutes")])
def test_how_long_somebody_was_there(minutes: int, said: str) -> None:
    assert minutes_there(cast("Presence", SimpleNamespace(minutes=minutes))) == said
