"""The links of one booking: in mails, and on the page after booking. Opening one changes nothing (8b.7)."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from folkmoot.programme.mail_writing import absolute
from folkmoot.programme.models import Booking

_SIGNER = Signer(sep=".", salt="folkmoot.programme.booking")


def booking_token(booking: Booking) -> str:
    """The signed token of a booking: always the same, until its person's links are renewed."""
    return _SIGNER.sign(f"{booking.id}.{booking.person.link_version}")


def booking_of_token(token: str) -> Booking | None:
    """The booking of a token; None when it is forged, renewed since, or its booking is gone."""
    try:
        booking_id, version = _SIGNER.unsign(token).split(".")
    except (BadSignature, ValueError):
        return None
    if not (version.isascii() and version.isdigit()):
        return None
    found = Booking.objects.select_related("person", "session__programme", "party")
    return found.filter(id=booking_id, person__link_version=int(version)).first()


def booking_url(booking: Booking) -> str:
    """The full address of the booking's own page."""
    return absolute(reverse("booking", args=[booking_token(booking)]))


def party_url(booking: Booking) -> str:
    """The full address by which a party's members book for themselves; empty without a party."""
    if booking.party is None:
        return ""
    session = booking.session
    path = reverse("session_book", args=[session.programme.slug, session.slug])
    return absolute(f"{path}?group={booking.party.code}")


def links_of(booking: Booking) -> dict[str, Any]:
    """What a mail about a booking knows beside person and session: the booking, and where each of its links leads."""
    return {
        "booking": booking,
        "url": booking_url(booking),
        "party_url": party_url(booking),
        "programme_url": absolute(reverse("programme_page", args=[booking.session.programme.slug])),
        "join_url": absolute(reverse("join")),
    }
