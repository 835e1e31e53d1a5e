"""What the demo prints when it is ready."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from folkmoot.commands.demo_people import LEAD, PRODUCER
from folkmoot.people.actions import demo_sign_in_url
from folkmoot.people.models import Person
from folkmoot.programme.models import Session


def welcome(today: Session, folder: Path, reach: str) -> str:
    """Where to begin, as aligned lines."""
    lead = Person.objects.get(email=LEAD.email)
    producer = Person.objects.get(email=PRODUCER.email)
    lines = {
        "Public page": f"{settings.PUBLIC_URL}/p/{today.programme.slug}/",
        "Today’s session": f"{settings.PUBLIC_URL}/p/{today.programme.slug}/{today.slug}/",
        f"Sign in as {lead.name}, lead": demo_sign_in_url(lead),
        f"Sign in as {producer.name}, producer": demo_sign_in_url(producer),
        "Live room": f"{settings.PUBLIC_URL}/room/{today.id}/",
        "Join with the code": f"{today.join_code} at {settings.PUBLIC_URL}/join/",
        "Mail that would be sent": f"{settings.PUBLIC_URL}/mail/",
        "Who can reach it": reach,
        "Kept in": str(folder),
    }
    width = max(len(name) for name in lines)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in lines.items())
