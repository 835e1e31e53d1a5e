"""A sort shows how differently people see an issue, and never makes a number of it."""

import re

from folkmoot.practice_kit.boards import Sort
from folkmoot.practice_kit.contract import Finding, Given, Seen
from folkmoot.practice_kit.fields import accept
from folkmoot.practice_kit.hints import hints
from folkmoot.practices.complexity_sort.entries import CORNERS, DOMAINS, AgreedPlacement, Placement, Probe
from folkmoot.practices.complexity_sort.practice import PRACTICE
from folkmoot.practices.complexity_sort.reading import CLIFF

GIRLS, FORM, BOILER = (Seen(key, "issue", {"title": key}) for key in ("girls", "form", "boiler"))


def placements(issue: Seen, **by_domain: int) -> list[Seen]:
    chosen = [domain for domain, count in by_domain.items() for _ in range(count)]
    return [
        Seen(f"{issue.id}{number}", "placement", {"domain": domain}, about=issue.id)
        for number, domain in enumerate(chosen)
    ]


def agreed(issue: Seen, domain: str) -> Seen:
    return Seen(f"agreed-{issue.id}", "agreed", {"domain": domain}, about=issue.id)


def treated(issue: Seen, how: str) -> Seen:
    return Seen(f"treated-{issue.id}", "treatment", {"how": how}, about=issue.id)


def read(*entries: Seen, present: int = 40, form: str = "quick", stage: str = "spread") -> list[Finding]:
    given = Given(present, issues=(GIRLS, FORM, BOILER), settings={"form": form}, stage=stage)
    return list(PRACTICE.read(entries, given))


def test_the_second_issue_of_scenario_a_is_told_as_counts_with_blanks() -> None:
    (found,) = read(*placements(BOILER, complicated=18, complex=17, confused=3))
    assert found.rows == (
        ("Clear", "0"),
        ("Complicated", "18"),
        ("Complex", "17"),
        ("Chaotic", "0"),
        ("Confused", "3"),
        ("Left blank", "2"),
    )
    assert found.text.endswith("“boiler”: 18 complicated, 17 complex and 3 confused; 2 left it blank.")
    assert found.about == "boiler"


def test_the_widest_spread_comes_first_and_is_marked() -> None:
    alike, split = placements(GIRLS, complex=4), placements(FORM, clear=2, complex=2)
    first, second = read(*alike, *split, present=4)
    assert (first.about, first.tone) == ("form", "look")
    assert first.text.startswith("Talk first about “form”: 2 ")
    assert (second.about, second.tone) == ("girls", "plain")


def test_where_all_agree_nothing_is_marked() -> None:
    assert [finding.tone for finding in read(*placements(GIRLS, clear=3), present=3)] == ["plain"]


def test_no_finding_shows_a_share_a_mean_or_a_score() -> None:
    found = read(*placements(GIRLS, clear=1, complex=2), *placements(FORM, chaotic=1, complicated=4), present=5)
    words = " ".join(
        [finding.text for finding in found] + [cell for finding in found for row in finding.rows for cell in row]
    )
    assert not re.search(r"\d[.,]\d|%|average|score", words)


def test_an_issue_that_nobody_placed_is_not_mentioned_nor_one_that_is_gone() -> None:
    gone = Seen("gone", "issue", {"title": "gone"})
    assert read(*placements(gone, clear=3)) == []


def test_complex_but_handled_as_if_it_could_be_specified_shows_the_cliff() -> None:
    for how in ("procedure", "expert_project", "avoidance"):
        (found,) = read(agreed(GIRLS, "complex"), treated(GIRLS, how))
        assert (found.text, found.tone, found.about) == (f"“girls”: {CLIFF}", "look", "girls")
    for how in ("trials", "emergency"):
        assert read(agreed(GIRLS, "complex"), treated(GIRLS, how)) == []


def test_clear_but_handled_by_trials_asks_to_just_do_it() -> None:
    (found,) = read(agreed(FORM, "clear"), treated(FORM, "trials"))
    assert found.text == "“form” is clear to you. Perhaps just do it well."


def test_a_mismatch_belongs_to_one_issue_alone() -> None:
    assert read(agreed(GIRLS, "complex"), treated(FORM, "procedure")) == []


def test_everything_complex_is_questioned() -> None:
    all_complex = [agreed(issue, "complex") for issue in (GIRLS, FORM, BOILER)]
    assert [finding.key for finding in read(*all_complex)] == ["all_complex"]
    assert read(*all_complex[:2]) == []
    assert read(*all_complex[:2], agreed(BOILER, "complicated")) == []


def test_split_is_a_result() -> None:
    assert accept(AgreedPlacement, {"domain": "split"})["domain"] == "split"


def test_sureness_and_reason_may_stay_blank() -> None:
    assert accept(Placement, {"domain": "complex"}) == {"domain": "complex", "sure": "", "reason": ""}


def test_placing_is_private_until_the_spread_and_never_names_anybody() -> None:
    placement = PRACTICE.kind("placement")
    assert (placement.shown_from, placement.attribution, placement.each) == ("spread", "hidden", 1)


def test_the_experienced_form_hides_the_names_until_issues_are_placed() -> None:
    sorts = {stage.key: [part for part in stage.parts if isinstance(part, Sort)] for stage in PRACTICE.stages}
    for key in ("place", "spread"):
        assert [(sort.when, sort.experienced) for sort in sorts[key]] == [
            ({"form": "quick"}, False),
            ({"form": "experienced"}, True),
        ]
    assert all(not sort.experienced for sort in sorts["agree"])
    assert CORNERS.keys() == DOMAINS.keys()


def test_the_experienced_spread_is_told_in_descriptions_and_later_in_names() -> None:
    entries = placements(GIRLS, complex=3)
    (hidden,) = read(*entries, present=3, form="experienced")
    assert (hidden.text, hidden.rows[2]) == (
        "“girls”: 3 “only hindsight will tell”.",
        ("Only hindsight will tell", "3"),
    )
    (named,) = read(*entries, present=3, form="experienced", stage="agree")
    assert named.text == "“girls”: 3 complex."


def test_a_small_trial_becomes_a_step_with_what_would_stop_it() -> None:
    step = PRACTICE.kind("probe").step
    assert step is not None
    draft = step(accept(Probe, {"text": "Sit in the shelter", "dampen_if": "they leave", "by_when": "2027-03-02"}))
    assert draft is not None
    assert (draft.title, draft.by_when) == ("Sit in the shelter", "2027-03-02")
    assert draft.why == "A small trial. We stop if: they leave"


def test_a_giant_trial_is_asked_for_its_first_hour() -> None:
    assert [hint.message for hint in hints(Probe, {"text": "Roll out a strategy"})] == [
        "What is the first hour of that?"
    ]
