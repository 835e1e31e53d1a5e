"""Sending people their own links again, when they have lost the mail that held them."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from folkmoot.kit import time as clock
from folkmoot.people.queries import people_of_address
from folkmoot.programme import links, mail
from folkmoot.programme.models import Booking

KEPT = (Booking.Status.REQUESTED, Booking.Status.CONFIRMED, Booking.Status.WAITLISTED, Booking.Status.OFFERED)


@transaction.atomic
def send_links(email: str) -> None:
    """Mail everybody with this address the link to their own page, and to what they have booked.

    An address may hold several people (8b.6): each gets a mail of their own. Who runs sessions is told to sign in,
    because a link opens nothing for them.
    """
    for person in people_of_address(email):
        booked = Booking.objects.filter(person=person, status__in=KEPT).exclude(
            session__date__lt=clock.utc_now().date()
        )
        bookings = [(each, links.booking_url(each)) for each in booked.select_related("session", "person")]
        sign_in_url = mail.absolute(reverse("account_request_login_code")) if person.user_id else ""
        mail.post("links_again", person, bookings=bookings, sign_in_url=sign_in_url)
