"""Reasons and figures say why; private wishes appear in none of them (practice guide, 8b.1)."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.matching import (
    COFFEE,
    Apart,
    Effort,
    Form,
    Group,
    Manages,
    Meeting,
    Person,
    Proposal,
    Reason,
    Roster,
    Why,
    assess,
    move_options,
    place_late,
    propose_coffee,
    score,
    unmet_wishes,
)
from folkmoot.matching.tests.ashwell import groups, rosters

BEA = Person("bea", "Kettle Yard Youth", "voluntary", "swimmers", (("place", "Ashwell"),))
DEE = Person("dee", "Kettle Yard Youth", "voluntary")
KEN = Person("ken", "Thornbury Buses", "voluntary", "swimmers", (("place", "Ashwell"),))
SAM = Person("sam")


def test_each_thing_two_people_share_is_a_reason_that_names_them() -> None:
    roster = Roster(
        [BEA, DEE, KEN, SAM], [Meeting("dee", "bea", 4), Meeting("bea", "dee", 2)], together=[["sam", "ken"]]
    )
    assert score(groups("ken bea", "dee sam"), roster, COFFEE).reasons == (
        Reason(Why.SAME_PARTY, ("bea", "ken")),
        Reason(Why.SAME_SECTOR, ("bea", "ken")),
        Reason(Why.SAME_LABEL, ("bea", "ken"), "place"),
    )
    scored = score(groups("dee bea", "ken sam"), roster, COFFEE)
    assert scored.reasons == (
        Reason(Why.MET_BEFORE, ("bea", "dee"), "2"),
        Reason(Why.SAME_ORGANISATION, ("bea", "dee")),
        Reason(Why.SAME_SECTOR, ("bea", "dee")),
        Reason(Why.KEPT_TOGETHER, ("ken", "sam")),
    )
    assert scored.cost == 10_000 + 500 + 250 + 50 + 5
    assert (scored.repeats, scored.same_organisation, scored.parties_kept, scored.parties) == (1, 1, 1, 1)


def test_what_is_unknown_is_shared_with_nobody() -> None:
    roster = Roster([SAM, Person("ife")])
    assert score(groups("sam ife zed"), roster, COFFEE).reasons == ()


def test_says_in_words_what_to_know_before_sending() -> None:
    roster = Roster([BEA, DEE, KEN, SAM], [Meeting("bea", "dee")], together=[["sam", "ken"]])
    assert score(groups("dee bea", "ken sam"), roster, COFFEE).in_words() == (
        "2 pairs.",
        "1 pair has met before; nothing rules out fewer.",
        "1 pair of colleagues; nothing rules out fewer.",
        "1 of 1 booked groups kept together.",
    )
    assert score((), roster, COFFEE).in_words() == ("No groups.",)


def test_says_how_good_it_can_be_at_best() -> None:
    """Bea has met everybody, so she meets one of them again; Ken and Sam need not."""
    met = [Meeting("bea", other) for other in ("dee", "ken", "sam")]
    roster = Roster([BEA, DEE, KEN, SAM], [*met, Meeting("ken", "sam")])
    assert score(groups("bea dee", "ken sam"), roster, COFFEE).in_words()[1] == (
        "2 pairs have met before; fewer than 1 cannot be."
    )
    assert score(groups("bea ken", "dee sam"), roster, COFFEE).in_words()[1] == (
        "1 pair has met before; there is no way with fewer."
    )


def test_knows_when_colleagues_cannot_be_fewer_together() -> None:
    people = [Person(f"p{n}", "Northmoor") for n in range(8)] + [Person("x"), Person("y")]
    proposal = propose_coffee(Roster(people), seed=1, form=Form.PAIRS)
    assert (proposal.score.same_organisation, proposal.score.fewest_same_organisation) == (3, 3)
    assert proposal.score.best_there_is


def test_an_unmet_wish_is_told_to_its_maker_only() -> None:
    roster = Roster([BEA, DEE, KEN], apart=[Apart("dee", "ken"), Apart("bea", "zed")], managers=[Manages("bea", "dee")])
    assert unmet_wishes(groups("bea dee ken"), roster) == {"bea": ("dee",), "dee": ("ken",)}
    assert unmet_wishes(groups("bea ken", "dee"), roster) == {}


def everything_shown(proposal: Proposal, roster: Roster) -> str:
    """All that may reach a screen, a page, a file or a log."""
    options = [move_options(proposal, roster, person) for person in roster.ids]
    late = place_late(proposal.groups, ["p98", "p99"], roster)
    score_shown = (proposal.score, proposal.score.in_words(), proposal.score.best_there_is, proposal.remarks)
    return repr((proposal, score_shown, options, [option.reasons for option in late])) + json.dumps(
        proposal.explanation()
    )


@given(rosters(smallest=2), st.integers(0, 2**53))
@settings(deadline=None)
def test_whatever_is_shown_would_be_the_same_without_any_wish(roster: Roster, seed: int) -> None:
    proposal = propose_coffee(roster, seed=seed, effort=Effort(swaps=60, patience=20))
    without = replace(roster, apart=(), managers=())
    same_groups = assess(proposal.groups, without, proposal.terms, seed=seed)
    assert everything_shown(proposal, roster) == everything_shown(same_groups, without)


def test_neither_a_roster_nor_a_proposal_prints_its_wishes() -> None:
    roster = Roster([BEA, DEE], apart=[Apart("bea", "dee")], managers=[Manages("dee", "bea")])
    proposal = propose_coffee(roster, seed=1)
    assert proposal.unmet_wishes == {"bea": ("dee",), "dee": ("bea",)}
    assert "Apart" not in repr(roster)
    assert "Manages" not in repr(roster)
    assert "unmet" not in repr(proposal)
    assert "unmet" not in json.dumps(proposal.explanation())


def test_the_explanation_is_plain_json_with_seed_cost_and_reasons() -> None:
    proposal = propose_coffee(Roster([BEA, DEE]), seed=7)
    explained = proposal.explanation()
    assert json.loads(json.dumps(explained)) == explained
    assert (explained["method"], explained["seed"], explained["cost"]) == ("coffee_threes", 7, 55)
    assert explained["reasons"] == [
        {"code": "same_organisation", "people": ["bea", "dee"], "detail": ""},
        {"code": "same_sector", "people": ["bea", "dee"], "detail": ""},
    ]
    other = propose_coffee(Roster([BEA, KEN]), seed=7).explanation()
    assert other["input_hash"] != explained["input_hash"]


def test_the_move_menu_lists_every_other_group_the_best_first() -> None:
    roster = Roster([BEA, DEE, KEN, SAM, Person("ife"), Person("joel")], [Meeting("bea", "joel", 3)])
    proposal = assess(groups("bea sam", "dee ken", "ife joel", "zed"), roster, propose_coffee(roster, seed=1).terms)
    options = move_options(proposal, roster, "bea")
    assert [(option.number, option.size) for option in options] == [(4, 2), (2, 3), (3, 3)]
    assert [reason.code for reason in options[1].reasons] == [
        Why.SAME_ORGANISATION,
        Why.SAME_SECTOR,
        Why.SAME_PARTY,
        Why.SAME_SECTOR,
        Why.SAME_LABEL,
    ]
    assert options[2].reasons == (Reason(Why.MET_BEFORE, ("bea", "joel"), "3"),)
    assert proposal.group_of("zed") == Group(4, ("zed",))
