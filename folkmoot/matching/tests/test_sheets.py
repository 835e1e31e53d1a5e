"""Reading lists as people have them: any export, kind headings, and words that name the row and the way out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.matching.sheets.lists import (
    LARGEST_GROUP,
    OF_PEOPLE,
    People,
    Wishes,
    headings_of_sets,
    people_of,
    present_of,
    size_of,
    wishes_of,
)
from folkmoot.matching.sheets.past import OF_HISTORY, History, history_of
from folkmoot.matching.sheets.reading import NotUsable, read_sheet

THREE = "name,organisation\nBea Lowe,Kettle Yard\nSiân Ely,Riverside\nKen Price,Thornbury\n"


def people(text: str | bytes) -> People:
    return people_of(read_sheet(text, "people.csv", OF_PEOPLE))


def names(text: str | bytes) -> list[str]:
    return [one.name for one in people(text).people]


def history(text: str, listed: str = THREE) -> History:
    return history_of(read_sheet(text, "met.csv", OF_HISTORY), people(listed).people)


def groups_of(met: History, place: int, listed: str = THREE) -> list[list[str]]:
    """The groups of a round by name, as the table of it says."""
    found: dict[int, list[str]] = {}
    for one, group in zip(people(listed).people, met.groups[:, place].tolist(), strict=True):
        if group >= 0:
            found.setdefault(group, []).append(one.name)
    return list(found.values())


def wishes(text: str, listed: str = THREE) -> Wishes:
    everybody = people(listed).people
    return wishes_of(read_sheet(text, "pairs.csv", headings_of_sets(everybody)), everybody)


def refused(text: str | bytes) -> str:
    with pytest.raises(NotUsable) as trouble:
        people(text)
    return str(trouble.value)


# ── However it was saved ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_export_gives_the_same_people(encoding: str, delimiter: str, line_end: str) -> None:
    read = people(THREE.replace(",", delimiter).replace("\n", line_end).encode(encoding))
    assert [one.name for one in read.people] == ["Bea Lowe", "Siân Ely", "Ken Price"]
    assert [one.labels["organisation"] for one in read.people] == ["Kettle Yard", "Riverside", "Thornbury"]
    assert read.notes == ()


def test_a_first_line_that_says_the_delimiter_is_believed() -> None:
    assert names("sep=;\nname;organisation\nBea, who leads;Kettle Yard\n") == ["Bea, who leads"]


def test_cells_in_quotation_marks_may_hold_anything() -> None:
    listed = people('name,organisation\n"Lowe, Bea","The ""Yard""\nKettle Street"\nDee,\n')
    assert [one.name for one in listed.people] == ["Lowe, Bea", "Dee"]
    assert listed.people[0].labels == {"organisation": 'The "Yard" Kettle Street'}
    assert listed.people[1].row == 3


LETTERS = st.characters(categories=["L", "N"], max_codepoint=0x17F)


@given(st.lists(st.text(LETTERS, min_size=1), min_size=1, unique_by=str.casefold))
def test_whatever_names_are_written_are_read_again(written: list[str]) -> None:
    text = "name\n" + "".join(f'"{name}"\n' for name in written)
    for encoding in ("utf-8", "utf-16"):
        assert names(text.encode(encoding)) == written


@pytest.mark.parametrize("raw", [b"PK\x03\x04\x14", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1"])
def test_a_workbook_is_refused_with_the_way_out(raw: bytes) -> None:
    assert "save it as “CSV UTF-8”" in refused(raw)


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "is not text" in refused(bytes(range(128, 256)) + b"\x00\x01\x02")
    assert "row 2" in refused(b"name\nBea\x81\x9d\xb2\n")


def test_letters_of_a_mac_are_guessed_and_that_is_said() -> None:
    written = ["Zoë Núñez", "Siân Ely", "René", "Jürgen", "François", "Björn", "Ángel Peña", "Cathy O’Brien"]
    read = people("\r".join(["name", *written]).encode("mac_roman"))
    assert [one.name for one in read.people] == written
    assert "save the list as “CSV UTF-8”" in read.notes[0]


@pytest.mark.parametrize("name", ["Cathy O’Brien", "Ann–Marie Ely", "ZOË ELY", "Łukasz", "Ångström", "Bea “Bee” Lowe"])
def test_what_windows_writes_is_not_taken_for_anything_else(name: str) -> None:
    encoding = "utf-8" if "Ł" in name else "cp1252"
    read = people(f"name\n{name}\nSiân\n".encode(encoding))
    assert (read.people[0].name, read.people[1].name, read.notes) == (name, "Siân", ())


def test_letters_that_make_no_sense_are_read_with_a_word_of_doubt() -> None:
    assert "they were guessed" in people("name\nŁukasz Żółw\n".encode("cp1250")).notes[0]


def test_a_quotation_mark_that_is_never_closed_is_found() -> None:
    assert 'people.csv, row 3: a quotation mark (")' in refused('name,organisation\nBea,x\n"Dee,y\nKen,z\n')


# ── Headings, kindly ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("heading", ["name", " NAME ", "Full name", "full_name", "Participant", "Enw", "Name*"])
@pytest.mark.parametrize("where", ["Organisation", "organization", " ORG ", "Employer"])
def test_headings_are_matched_kindly(heading: str, where: str) -> None:
    listed = people(f"{where},{heading}\nKettle Yard,Bea\n").people
    assert (listed[0].name, listed[0].labels) == ("Bea", {"organisation": "Kettle Yard"})


def test_first_and_last_names_are_one_name() -> None:
    assert names("Surname,First name\nLowe,Bea\n,Dee\n") == ["Bea Lowe", "Dee"]


def test_a_list_of_names_alone_needs_no_heading() -> None:
    assert names("Bea\nDee\n") == ["Bea", "Dee"]


def test_without_headings_the_second_column_is_the_organisation_and_that_is_said() -> None:
    listed = people("Bea\tKettle Yard\nDee\tRiverside\n")
    assert [one.labels["organisation"] for one in listed.people] == ["Kettle Yard", "Riverside"]
    assert "no headings" in listed.notes[0]


def test_other_columns_keep_their_heading() -> None:
    listed = people("name,Job title\nBea,Nurse\n")
    assert listed.people[0].labels == {"job title": "Nurse"}
    assert listed.headings == {"job title": "Job title"}


@pytest.mark.parametrize(("said", "leads"), [("Yes", True), ("x", True), ("ie", True), ("no", False), ("", False)])
def test_who_facilitates_is_a_yes(said: str, leads: bool) -> None:
    assert people(f"name,Facilitator\nBea,{said}\n").people[0].facilitator is leads


# ── Bad lists ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_name_twice_is_refused_with_both_rows() -> None:
    said = refused("name\nBea Lowe\nDee\nbea  lowe\n")
    assert "people.csv, row 4" in said
    assert "in row 2" in said
    assert "take a row out" in said


def test_blank_rows_are_left_out_and_named() -> None:
    listed = people("name,organisation\nBea,\n,\n\nDee,\n\n\n")
    assert [one.name for one in listed.people] == ["Bea", "Dee"]
    assert listed.notes == ("people.csv: rows 3 and 4 are blank and were left out.",)
    assert listed.people[1].row == 5


def test_a_row_without_a_name_is_refused() -> None:
    assert "row 3 has no name" in refused("name,organisation\nBea,Kettle\n,Riverside\n")


@pytest.mark.parametrize("text", ["", "\n\n", "name,organisation\n", "\ufeff"])
def test_a_list_with_nobody_is_refused(text: str) -> None:
    assert "nobody in it" in refused(text)


def test_a_list_without_a_column_of_names_is_told_what_it_has() -> None:
    assert "no column “name”, only “Organisation”, “Post”" in refused("Organisation,Post\nKettle,Nurse\n")


def test_cells_to_the_right_of_the_last_heading_are_told() -> None:
    listed = people("name,organisation\nLowe, Bea,Kettle\nDee,Kettle,\n")
    assert listed.notes[0].startswith("people.csv, row 2: there are more cells than headings")
    assert "quotation marks" in listed.notes[0]


def test_two_columns_of_one_name_are_refused() -> None:
    assert "two columns are called “Name”" in refused("name,Name\nBea,Dee\n")


def test_a_facilitator_who_is_neither_yes_nor_no_is_refused() -> None:
    assert "row 2: “maybe”" in refused("name,facilitator\nBea,maybe\n")


# ── Past rounds ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_rounds_are_put_in_order_by_number_not_as_text() -> None:
    met = history("round,group,name\n10,1,Bea Lowe\n10,1,Ken Price\n9,1,Bea Lowe\n9,1,Siân Ely\n")
    assert met.rounds == ["9", "10"]
    assert groups_of(met, 1) == [["Bea Lowe", "Ken Price"]]
    assert met.notes == ()


def test_rounds_are_put_in_order_by_day() -> None:
    met = history("Date,Group,Name\n3/2/2027,a,Bea Lowe\n20/1/2027,a,Bea Lowe\n")
    assert met.rounds == ["20/1/2027", "3/2/2027"]


def test_rounds_of_other_names_are_taken_as_they_stand_and_that_is_said() -> None:
    met = history("round,group,name\nspring,a,Bea Lowe\nautumn,a,Ken Price\n")
    assert met.rounds == ["spring", "autumn"]
    assert "“autumn” as the latest" in met.notes[0]


def test_past_rounds_without_headings_are_refused_in_plain_words() -> None:
    with pytest.raises(NotUsable, match=r"row 1: there is no line of headings. Past rounds need"):
        history("1,1,Bea Lowe\n1,1,Ken Price\n")


def test_an_unknown_person_in_history_is_named_with_the_row_and_a_guess() -> None:
    met = history("round,group,name\n1,1,Bea Low\n1,1,Ken Price\n1,1,Zed\n")
    assert groups_of(met, 0) == [["Ken Price"]]
    assert "“Bea Low” (row 2) (did you mean “Bea Lowe”?)" in met.notes[0]
    assert "“Zed” (row 4)" in met.notes[0]


def test_somebody_in_two_groups_of_a_round_is_refused_with_both_rows() -> None:
    with pytest.raises(NotUsable, match=r"row 3: “ken price” is in two groups of round 1 \(see row 2\)"):
        history("round,group,name\n1,1,Ken Price\n1,2,ken price\n")


def test_somebody_twice_in_one_group_is_refused_with_both_rows() -> None:
    with pytest.raises(NotUsable, match=r"row 4: “Ken Price” stands twice in round 1 \(see row 2\). Take one"):
        history("round,group,name\n1,1,Ken Price\n1,1,Bea Lowe\n1,1,Ken Price\n")


def test_somebody_without_a_group_was_absent() -> None:
    met = history("round,group,name\n1,,Ken Price\n1,1,Bea Lowe\n")
    assert groups_of(met, 0) == [["Bea Lowe"]]


def test_who_has_left_still_counts_in_the_size_of_the_group_they_were_in() -> None:
    pairs_and_a_three = "1,a,Bea Lowe\n1,a,Gone\n1,a,Away\n1,b,Siân Ely\n1,b,Left\n1,c,Ken Price\n1,c,Moved\n"
    assert history("round,group,name\n" + pairs_and_a_three).odd.tolist() == [[True], [False], [False]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,group\nBea Lowe,1\n", "no column “round”"),
        ("round,group\n1,1\n", "no column “name”"),
        ("round,group,name\n,1,Bea Lowe\n", "row 2 has no round"),
        ("round,group,name\n1,1,\n", "row 2 has no name"),
    ],
)
def test_history_that_lacks_something_is_refused(text: str, said: str) -> None:
    with pytest.raises(NotUsable, match=said):
        history(text)


# ── Wishes, and who is here ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "Bea Lowe,Ken Price\n",
        "one,other\nbea lowe;ken price\n".replace(";", ","),
        "group,name\n1,Bea Lowe\n1,Ken Price\n",
    ],
)
def test_sets_are_a_row_each_or_a_group_each(text: str) -> None:
    assert [wish.names for wish in wishes(text).sets] == [("Bea Lowe", "Ken Price")]


def test_a_name_that_sounds_like_a_heading_is_a_name() -> None:
    listed = "name\nPerson 1\nPerson 2\nA\n"
    assert [wish.names for wish in wishes("Person 1,Person 2\nA,Person 1\n", listed).sets] == [
        ("Person 1", "Person 2"),
        ("A", "Person 1"),
    ]


def test_a_wish_says_where_it_stands() -> None:
    assert wishes("Bea Lowe,Ken Price\n").sets[0].where == "pairs.csv, row 1"
    assert wishes("group,name\n1,Bea Lowe\n2,Siân Ely\n1,Ken Price\n").sets[0].where == "pairs.csv, rows 2 and 4"


def test_a_wish_about_a_stranger_or_about_one_is_told() -> None:
    read = wishes("Bea Lowe,Ken Prise\nKen Price\n")
    assert read.sets == ()
    assert any("row 1: “Ken Prise”" in note and "(did you mean “Ken Price”?). Mend" in note for note in read.notes)
    assert any("row 2: one name alone" in note for note in read.notes)


def test_of_very_many_unknown_names_some_are_named_and_the_others_counted() -> None:
    read = wishes("".join(f"Bea Lowe,Stranger {n}\n" for n in range(500)))
    assert len(read.notes) == 7
    assert "494 other names are not on the list of people either" in read.notes[-1]


def test_who_is_here_is_read_in_the_order_of_the_list() -> None:
    listed = people(THREE).people
    here = present_of(read_sheet("ken price\nBea Lowe\n", "names.txt", OF_PEOPLE), listed)
    assert [one.name for one in here] == ["Bea Lowe", "Ken Price"]


def test_a_stranger_who_is_here_is_refused_since_they_would_have_no_group() -> None:
    listed = people(THREE).people
    with pytest.raises(NotUsable, match=r"names.txt, row 2: “Zed” is not on the list"):
        present_of(read_sheet("Ken Price\nZed\n", "names.txt", OF_PEOPLE), listed)


@pytest.mark.parametrize("first", ["email,phone", "Join time,Leave time,User", "E-mail address;Ticket"])
def test_another_program_s_headings_are_no_people(first: str) -> None:
    with pytest.raises(NotUsable, match="there is no column “name”, only “"):
        people(f"{first}\na@b.example,1\n")


def test_a_group_has_a_largest_size() -> None:
    assert size_of(str(LARGEST_GROUP)).target == LARGEST_GROUP
    with pytest.raises(NotUsable, match="at most 500 people"):
        size_of(f"3-{LARGEST_GROUP + 1}")
