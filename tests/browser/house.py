"""A server with the demo's programme in it, and who may do what there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.test import override_settings

from folkmoot.commands.demo_people import LEAD, PRODUCER
from folkmoot.commands.demo_seed import seed
from folkmoot.people.actions import demo_sign_in_url
from folkmoot.people.identity import link_token
from folkmoot.people.models import Person
from folkmoot.programme.agenda_cloning import clone_session
from folkmoot.programme.models import Session
from tests.serving import Server


@dataclass
class House:
    """The server, and today's workshop on it."""

    server: Server
    today: Session

    @classmethod
    def fill(cls, server: Server) -> House:
        """Fill the server's database as the demo does."""
        return cls(server, seed())

    def with_another_workshop(self) -> House:
        """The same server with a workshop that nobody has entered yet: the same plan, hour and bookings."""
        fresh = clone_session(self.today)
        for name in ("date", "start", "end", "status"):
            setattr(fresh, name, getattr(self.today, name))
        fresh.save()
        for booking in self.today.bookings.all():
            booking.pk, booking.session, booking.party = None, fresh, None
            booking.save(force_insert=True)
        return House(self.server, fresh)

    @property
    def room(self) -> str:
        """The path of today's live room."""
        return f"/room/{self.today.id}/"

    @property
    def screen(self) -> str:
        """The path of its shared screen."""
        return f"/screen/{self.today.id}/"

    @property
    def lead(self) -> str:
        """The path that signs Nia in."""
        return sign_in(LEAD.email)

    @property
    def producer(self) -> str:
        """The path that signs Tom in."""
        return sign_in(PRODUCER.email)

    def personal_link(self, first_name: str) -> str:
        """The path of the personal link of somebody with a booking."""
        return f"/me/{link_token(self.booked(first_name))}/"

    def booked(self, first_name: str) -> Person:
        """Somebody with a booking for today."""
        return next(p for p in Person.objects.filter(bookings__session=self.today) if p.first_name == first_name)


@override_settings(DEMO=True)
def sign_in(email: str) -> str:
    """The path that signs a facilitator of the demo in."""
    return urlsplit(demo_sign_in_url(Person.objects.get(email=email))).path
