"""Fictional people and organisations of a ward called Ashwell (practice guide, appendix D)."""

from __future__ import annotations

ORGANISATIONS = {
    "Ashwell Active": "sport",
    "Thornbury Council": "local_government",
    "Northmoor Health Partnership": "nhs",
    "Ashwell Community School": "education",
    "Kettle Yard Youth": "voluntary",
    "Riverside Homes": "housing",
    "Ashwell Residents’ Voice": "resident",
    "Northmoor Hospital": "nhs",
    "Ashwell Surgery": "nhs",
    "Thornbury Parks": "local_government",
    "Ashwell Swimming Club": "sport",
    "Northmoor College": "education",
    "The Lantern Café": "voluntary",
    "Thornbury Carers": "voluntary",
    "Mill Lane Housing": "housing",
    "Ashwell Allotments": "resident",
    "Ashwell Library": "local_government",
}
"""Seventeen organisations in seven sectors, by name, with the sector's code."""

FIRST_NAMES = (
    "Bea", "Dee", "Ife", "Ken", "Sam", "Ada", "Ben", "Cara", "Dan", "Ella", "Finn", "Gwen", "Hal", "Iris", "Jack",
    "Kit", "Lena", "Max", "Nell", "Omar", "Pia", "Quin", "Rosa", "Seth", "Tess", "Uma", "Vic", "Wren", "Yan", "Zoe",
    "Alun", "Bryn", "Carys", "Dilys", "Evan", "Fay", "Glyn", "Hope", "Ivo", "June",
)  # fmt: skip
"""Forty people by first name; the first five are in every story."""

LAST_NAMES = (
    "Lowe", "Morgan", "Adeyemi", "Price", "Hart", "Bell", "Cole", "Dunn", "Ellis", "Ford", "Gale", "Hill", "Ives",
    "Jones", "Kerr", "Lane", "Moss", "Nash", "Owen", "Park", "Quick", "Reed", "Shaw", "Todd", "Vale", "West", "York",
)  # fmt: skip


def whole_name(place: int, first: str = "") -> str:
    """A first name, theirs or the one of this place, with a plain last one."""
    return f"{first or FIRST_NAMES[place % len(FIRST_NAMES)]} {LAST_NAMES[place % len(LAST_NAMES)]}"


def works_for(place: int) -> tuple[str, str]:
    """The organisation and its sector of the person of this place."""
    return list(ORGANISATIONS.items())[place % len(ORGANISATIONS)]
