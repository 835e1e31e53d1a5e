"""The forms of booking. Nothing typed is ever cut: what is too long is said to be, and stays in its box."""

from __future__ import annotations

from typing import Any

from django import forms

from folkmoot.kit.text import NOTE, PARA, SHORT, over_by, tidy, tidy_lines
from folkmoot.people.models import PERSON_NAME_LIMIT, Language, Person, Sector
from folkmoot.programme.actions.booking import Wanted, WantedParty
from folkmoot.programme.models import Booking

NEEDS = (
    "Live captions",
    "BSL interpreter",
    "Slides the day before",
    "More time when writing",
    "A typing-only group",
    "Joining by phone call",
)
ORGANISATION_LIMIT = 120
PARTY_SIZES = (2, 12)
_ADDRESS_SIGNS = ("://", "www.", "@")


class Words(forms.CharField):
    """Typed text: tidied, and refused kindly when it is over its limit."""

    def __init__(self, limit: int, *, lines: bool = False, **kwargs: Any) -> None:
        self.limit, self.lines = limit, lines
        widget = forms.Textarea(attrs={"rows": 2}) if lines else forms.TextInput()
        # Django would strip and cut in ways of its own; `clean` tidies.
        super().__init__(strip=False, widget=kwargs.pop("widget", widget), **kwargs)

    def clean(self, value: Any) -> str:
        """The tidied text. Raises ValidationError when it is empty and needed, or too long."""
        text = tidy_lines(str(value or "")) if self.lines else tidy(str(value or ""))
        if over := over_by(text, self.limit):
            signs = "character" if over == 1 else "characters"
            raise forms.ValidationError(f"“{self.label}” is {over} {signs} over the {self.limit} that fit.")
        return str(super().clean(text))


class TellingForm(forms.Form):
    """What somebody tells with a booking, and may change later."""

    needs = forms.MultipleChoiceField(
        label="Tick anything that applies",
        choices=[(need, need) for need in NEEDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    help = Words(PARA - 200, lines=True, label="Anything else?", required=False)
    language = forms.ChoiceField(
        label="Language for our messages to you",
        choices=Language.choices,
        initial=Language.ENGLISH,
        widget=forms.RadioSelect,
    )
    hope = Words(NOTE, lines=True, label="What are you hoping for?", required=False)
    listed = forms.BooleanField(
        label="Others in the session may see my name and organisation",
        required=False,
        help_text="You can say no here and introduce yourself on the day.",
    )

    def access_note(self) -> str:
        """What would help, as one text: a line for each tick, then the words."""
        return "\n".join([*self.cleaned_data["needs"], self.cleaned_data["help"]]).strip()


class BookingForm(TellingForm):
    """Booking a place: who is coming, what would help, and with whom."""

    field_order = ("name", "email", "organisation", "sector")

    name = Words(
        PERSON_NAME_LIMIT,
        label="Your name",
        help_text="As you would like people to say it. A first name is enough.",
        error_messages={"required": "Type your name. A first name is enough."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="We send your joining link here, and reminders a week, a day and an hour before.",
        error_messages={
            "required": "Type your email address. Your joining link goes there.",
            "invalid": "Your email address needs an @ and a dot after it, as in nia@example.org",
            "max_length": "That is too long for an email address.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    organisation = Words(
        ORGANISATION_LIMIT,
        label="Organisation",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    sector = forms.ChoiceField(
        label="I am here from",
        choices=[("", "Choose one"), *Sector.choices],
        error_messages={"required": "Choose where you are here from. “Other” is fine."},
    )
    coming = forms.ChoiceField(
        label="How are you coming?",
        choices=[("alone", "On my own"), ("group", "With a group I work with")],
        initial="alone",
        required=False,
        widget=forms.RadioSelect,
    )
    party_name = Words(SHORT, label="Name of the group", required=False)
    party_size = forms.IntegerField(
        label="How many, with you?",
        required=False,
        min_value=PARTY_SIZES[0],
        max_value=PARTY_SIZES[1],
        error_messages={
            "invalid": "Type how many you are as a number.",
            "min_value": "A group is two people or more, you among them.",
            "max_value": "A group is at most twelve people. Write to us about a larger one.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    party_issue = Words(NOTE, lines=True, label="The issue you would bring", required=False)
    party_together = forms.BooleanField(label="Keep us together in small groups", required=False, initial=True)
    agreed = forms.BooleanField(label="I will keep to the ways of working", required=False)
    website = forms.CharField(
        label="Leave this empty", required=False, widget=forms.TextInput(attrs={"tabindex": "-1"})
    )

    def __init__(self, *args: Any, known: Person | None = None, joins_party: bool = False, **kwargs: Any) -> None:
        self.known = known
        kwargs.setdefault("initial", _remembered(known))
        super().__init__(*args, **kwargs)
        if joins_party:
            for name in ("coming", "party_name", "party_size", "party_issue", "party_together"):
                del self.fields[name]

    def clean_name(self) -> str:
        """A name, and no address: it is written into a mail."""
        name = str(self.cleaned_data["name"])
        if any(sign in name.lower() for sign in _ADDRESS_SIGNS):
            raise forms.ValidationError("Type your name here, not an address.")
        return name

    def clean(self) -> dict[str, Any]:
        """A group needs its name and size."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("coming") == "group":
            if not cleaned.get("party_name") and "party_name" not in self.errors:
                self.add_error("party_name", "Type a name for your group.")
            if not cleaned.get("party_size") and "party_size" not in self.errors:
                self.add_error("party_size", "Type how many of you there are, with you.")
        return cleaned

    @property
    def is_machine(self) -> bool:
        """Whether the box was filled that people do not see."""
        return bool(self.cleaned_data.get("website"))

    def wanted(self, party_code: str = "") -> Wanted:
        """What was typed, as the action wants it."""
        data = self.cleaned_data
        return Wanted(
            name=data["name"],
            email=data["email"],
            organisation=data["organisation"],
            sector=data["sector"],
            language=data["language"],
            access_note=self.access_note(),
            hope=data["hope"],
            listed=data["listed"],
            agreed=data["agreed"],
            party=self._party(),
            party_code=party_code,
        )

    def _party(self) -> WantedParty | None:
        data = self.cleaned_data
        if data.get("coming") != "group":
            return None
        return WantedParty(data["party_name"], data["party_size"], data["party_issue"], data["party_together"])


def _remembered(known: Person | None) -> dict[str, Any]:
    """What the device's person need not type again (WCAG 3.3.7)."""
    if known is None:
        return {}
    return {
        "name": known.name,
        "email": known.email,
        "organisation": known.organisation.name if known.organisation else "",
        "sector": known.sector,
        "language": known.language,
    }


def told(booking: Booking) -> dict[str, Any]:
    """What a booking tells, as the form shows it."""
    lines = booking.access_note.splitlines()
    return {
        "needs": [line for line in lines if line in NEEDS],
        "help": "\n".join(line for line in lines if line not in NEEDS),
        "language": booking.language,
        "hope": booking.hope,
        "listed": booking.listed,
    }
