"""The call beside which a session runs: its address, its rooms, how people get there, how long that takes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from folkmoot.kit.text import tidy_lines
from folkmoot.programme.models import CallMode, Session

MOST_ROOMS = 100
LONGEST_ADDRESS = 500
PLACE = "{room}"
_ADDRESS = URLValidator(schemes=["http", "https"])


class CallForm(forms.Form):
    """How people come into the call and its rooms. `rooms`: how many the plan makes."""

    call_tool = forms.CharField(
        label="The meeting tool",
        required=False,
        max_length=20,
        help_text="As people call it: Teams, Zoom. Their screens then say “Stay in Teams”.",
    )
    call_link = forms.CharField(
        label="Address of the main call", required=False, widget=forms.URLInput, help_text="Shown from the day before."
    )
    help_phone = forms.CharField(
        label="Where to ring the producer",
        required=False,
        max_length=40,
        help_text="For who is lost, or has a device that is too old. Only people with a place see it.",
    )
    call_mode = forms.ChoiceField(
        label="How people get to their rooms", choices=CallMode.choices, widget=forms.RadioSelect
    )
    addresses = forms.CharField(
        label="Addresses of the rooms",
        required=False,
        widget=forms.Textarea,
        help_text=f"One a line, room 1 first. Or one for all, with {PLACE} where the number goes.",
    )
    transfer_minutes = forms.IntegerField(
        label="Minutes to get people into rooms, and the same back",
        required=False,
        min_value=0,
        max_value=15,
        help_text="Empty: 2 where you move people or they find the room themselves, 3 with links.",
    )

    def __init__(self, data: Any, *, session: Session, rooms: int) -> None:
        self.rooms = rooms
        initial = {
            name: getattr(session, name)
            for name in ("call_tool", "call_link", "help_phone", "call_mode", "transfer_minutes")
        }
        super().__init__(data, initial={**initial, "addresses": said_addresses(session.room_links)})

    def clean_call_link(self) -> str:
        """The main call's address, if one was given."""
        link = str(self.cleaned_data["call_link"]).strip()
        return checked_address(link, "That") if link else ""

    def clean_help_phone(self) -> str:
        """A telephone number, as people write it."""
        phone = str(self.cleaned_data["help_phone"]).strip()
        if phone and sum(letter.isdigit() for letter in phone) < 3:
            raise ValidationError("That is no telephone number. Write it as one dials it, or leave it empty.")
        return phone

    def clean_addresses(self) -> dict[str, Any]:
        """The addresses as the session keeps them, each checked."""
        return read_addresses(self.cleaned_data["addresses"])

    def clean(self) -> dict[str, Any]:
        """With links, every room that the plan makes has one."""
        cleaned = super().clean() or {}
        links = cleaned.get("addresses")
        if cleaned.get("call_mode") == CallMode.LINKS and links is not None:
            if links["kind"] == "none":
                self.add_error("addresses", "Give an address for each room, or choose another way.")
            elif links["kind"] == "list" and len(links["links"]) < self.rooms:
                given = len(links["links"])
                self.add_error("addresses", f"The plan makes {self.rooms} rooms, and here are {given} addresses.")
        return cleaned


def read_addresses(text: str) -> dict[str, Any]:
    """A list of addresses, or one pattern for all.

    Raises:
        ValidationError: with the line of an address that does not work, or is there twice.
    """
    lines = tidy_lines(text).split("\n") if text.strip() else []
    lines = [line for line in lines if line]
    if not lines:
        return {"kind": "none"}
    if len(lines) == 1 and PLACE in lines[0]:
        checked_address(lines[0].replace(PLACE, "1"), "That")
        return {"kind": "pattern", "pattern": lines[0]}
    if len(lines) > MOST_ROOMS:
        raise ValidationError(f"At most {MOST_ROOMS} rooms have an address.")
    for number, line in enumerate(lines, 1):
        checked_address(line, f"Line {number}")
        if line in lines[: number - 1]:
            earlier = lines.index(line) + 1
            raise ValidationError(f"Lines {earlier} and {number} are the same: two groups would meet in one room.")
    return {"kind": "list", "links": lines}


def checked_address(address: str, which: str) -> str:
    """An address that a browser opens.

    Raises:
        ValidationError: naming `which` it is.
    """
    try:
        _ADDRESS(address)
    except ValidationError as wrong:
        raise ValidationError(f"{which} is no web address: it begins with https:// and has no spaces.") from wrong
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(f"{which} is longer than {LONGEST_ADDRESS} characters. Use the short form of the link.")
    return address


def said_addresses(links: dict[str, Any]) -> str:
    """The addresses as they were typed."""
    if links.get("kind") == "pattern":
        return str(links.get("pattern", ""))
    return "\n".join(str(link) for link in links.get("links", [])) if links.get("kind") == "list" else ""
