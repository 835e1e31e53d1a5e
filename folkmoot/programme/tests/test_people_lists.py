"""Lists of people as somebody has them: with other people's columns, in any characters, with two of one name."""

import pytest

from folkmoot.matching.sheets.reading import NotUsable
from folkmoot.programme.people_lists import read_people, write_sheet


def read(raw: bytes | str) -> list[tuple[str, str, str]]:
    """Who is on a list."""
    return [(each.name, each.email, each.organisation) for each in read_people(raw, "people.csv").people]


def test_pasted_names() -> None:
    assert read("Bea Lowe\n\n  Dee Morgan \n🌻\n") == [("Bea Lowe", "", ""), ("Dee Morgan", "", ""), ("🌻", "", "")]


def test_names_with_addresses_in_any_order() -> None:
    bea = ("Bea Lowe", "bea@example.org", "")
    for line in (
        "Bea Lowe, bea@example.org",
        "bea@example.org; Bea Lowe",
        "Bea Lowe\tbea@example.org",
        "Bea Lowe <bea@example.org>",
    ):
        assert read(line) == [bea], line
    assert read("Bea Lowe, bea@example.org, Kettle Yard") == [("Bea Lowe", "bea@example.org", "Kettle Yard")]


def test_lines_of_several_hands_come_together() -> None:
    bea, ken = ("Bea Lowe", "bea@example.org", ""), ("Ken Price", "ken@example.org", "Kettle Yard")
    dee = ("Dee", "", "")
    assert read("Bea Lowe, bea@example.org\nKen Price; ken@example.org; Kettle Yard\nDee;") == [bea, ken, dee]
    assert read("Dee\nBea Lowe; bea@example.org\nKen Price\tken@example.org\tKettle Yard") == [dee, bea, ken]
    assert read("Price, Ken; ken@example.org\nDee (dee@example.org)") == [
        ("Price, Ken", "ken@example.org", ""),
        ("Dee", "dee@example.org", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Bea <bea@example.org>, Ken <ken@example.org>", "one person a line"),
        ("Bea, bea@example.org, ken@example.org", "one person a line"),
        ("Name,E-mail\nBea; bea@example.org", "one person a line"),
        ("bea@example.org", "no name beside bea@example.org"),
    ],
)
def test_an_address_in_the_wrong_place_is_told(typed: str, told: str) -> None:
    found = read_people(typed, "people.csv")
    assert found.people == []
    assert told in found.troubles[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_spreadsheets_list_in_any_characters(encoding: str) -> None:
    raw = "Surname;First Name;E-mail;Shoe size\nLoẃe;Bea;bea@example.org;38\n".replace("ẃ", "é")
    assert read(raw.encode(encoding)) == [("Bea Loée", "bea@example.org", "")]


def test_columns_that_nobody_needs_are_named() -> None:
    assert read_people("Name,Shoe size,Manager\nBea,38,Zed", "people.csv").left_out == ["Shoe size", "Manager"]


def test_a_list_of_other_things_says_what_it_has_and_what_is_missing() -> None:
    with pytest.raises(NotUsable, match=r"“Email”, “Shoe size”.*none of them is “name”"):
        read_people("Email,Shoe size\nbea@example.org,38", "people.csv")


def test_wrong_rows_are_told_and_the_others_stay() -> None:
    found = read_people("Name,E-mail\nBea,bea@example.org\nDee,not an address\n,ken@example.org", "people.csv")
    assert [each.name for each in found.people] == ["Bea"]
    assert [trouble.split(":")[0] for trouble in found.troubles] == ["Row 3", "Row 4"]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"PK\x03\x04 a workbook", b"\x00\x01\x02\xff"])
def test_what_is_no_list_is_told(raw: bytes) -> None:
    with pytest.raises(NotUsable):
        read_people(raw, "people.csv")


def test_a_formula_stays_text_and_comes_back_as_it_was() -> None:
    sheet = write_sheet(("name", "email"), [("=HYPERLINK(1)", "bea@example.org")])
    assert "\n'=HYPERLINK" in sheet
    assert read(sheet) == [("=HYPERLINK(1)", "bea@example.org", "")]
