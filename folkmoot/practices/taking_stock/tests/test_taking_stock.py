"""Taking stock: written alone, shown at once, turned towards what we do ourselves."""

from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practices.taking_stock.entries import HEADINGS
from folkmoot.practices.taking_stock.practice import PRACTICE


def note(key: str, panel: str, theme: str = "") -> Seen:
    return Seen(key, "note", {"panel": panel, "text": f"Something about {panel}"}, theme=theme)


def by_key(entries: list[Seen], given: Given | None = None) -> dict[str, Finding]:
    return {finding.key: finding for finding in PRACTICE.read(entries, given or Given())}


def test_only_what_we_face_becomes_an_issue_never_what_we_notice_in_ourselves() -> None:
    kind = PRACTICE.kind("note")
    assert {panel: kind.makes_issue({"panel": panel, "text": "Something"}) for panel in HEADINGS} == {
        "change": False,
        "facing": True,
        "notice": False,
    }


def test_notes_are_counted_under_each_heading() -> None:
    found = by_key([note("a", "change"), note("b", "facing"), note("c", "facing")])
    assert found["notes"].text == "Notes: 3."
    assert [count for _, count in found["notes"].rows] == ["1", "2", "0"]


def test_a_room_that_wrote_nothing_about_itself_is_asked() -> None:
    others = [note(str(number), "change") for number in range(6)]
    assert "ourselves" in by_key(others)
    assert "ourselves" not in by_key(others[:5])
    assert "ourselves" not in by_key([*others, note("own", "notice")])


def test_facilitators_alone_hear_how_many_notes_have_no_theme_yet() -> None:
    entries = [note("a", "change", theme="t1"), note("b", "facing"), note("c", "facing")]
    loose = by_key(entries, Given(stage="group"))["loose"]
    assert (loose.text, loose.to) == ("In no theme yet: 2.", "facilitators")
    assert "loose" not in by_key(entries, Given(stage="read"))


def card(line: str, today: str = "2027-02-18") -> Finding | None:
    return by_key([], Given(settings={"context": [line]}, today=today)).get("card:1")


def test_a_context_card_wants_a_source_and_a_date() -> None:
    for line in (
        "Evenings",
        "Evenings | The bus is gone",
        "Evenings | Gone | Thornbury Buses",
        "Evenings | Gone 2027-01",
    ):
        found = card(line)
        assert found is not None, line
        assert found.text.startswith("“Evenings” shows no source or no date.")
        assert found.to == "facilitators"


def test_a_card_of_more_than_twelve_months_is_looked_at_again() -> None:
    assert card("Evenings | Gone | Thornbury Buses | 2026-02") is None
    found = card("Evenings | Gone | Thornbury Buses | 2026-01-31")
    assert found is not None
    assert found.text == "“Evenings” is more than a year old. Is it still so?"


def test_without_a_date_for_the_session_no_card_is_called_old() -> None:
    assert card("Evenings | Gone | Thornbury Buses | 1999-01", today="") is None
