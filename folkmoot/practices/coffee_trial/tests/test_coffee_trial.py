"""A coffee trial: talk first, note in private, share only by choice."""

import pytest

from folkmoot.practice_kit.boards import Turns
from folkmoot.practice_kit.contract import Given, Seen
from folkmoot.practice_kit.fields import Refused, accept
from folkmoot.practices.coffee_trial.entries import LongerChat, OfferAsk, Settings
from folkmoot.practices.coffee_trial.practice import PRACTICE


def card(key: str, offer: str = "", ask: str = "") -> Seen:
    return Seen(key, "offer", {"offer": offer, "ask": ask})


def turns() -> Turns:
    (part,) = [part for part in PRACTICE.stage("talk").parts if isinstance(part, Turns)]
    return part


def test_turns_fill_a_quarter_of_an_hour_in_pairs_threes_and_fours() -> None:
    assert turns().seconds == {2: 420, 3: 300, 4: 225}
    assert all(size * seconds <= 15 * 60 for size, seconds in turns().seconds.items())


def test_the_four_prompts_stay_in_view_during_the_talk() -> None:
    assert turns().prompts == "prompts"
    assert len(Settings().prompts) == 4


def test_a_facilitator_may_change_the_prompts_but_not_have_six() -> None:
    assert accept(Settings, {"prompts": ["What made you smile today?"]})["prompts"] == ["What made you smile today?"]
    with pytest.raises(Refused, match="at most 5"):
        accept(Settings, {"prompts": ["One more"] * 6})


def test_what_people_put_off_has_no_field() -> None:
    asked = [f"{field.label} {field.hint}" for kind in PRACTICE.kinds for field in kind.fields()]
    assert any("put off" in prompt for prompt in Settings().prompts)
    assert not any("put off" in words for words in asked)
    assert all("talk" not in kind.written_in for kind in PRACTICE.kinds)


def test_a_note_is_shown_only_in_the_sharing_and_only_if_its_author_chooses() -> None:
    noticing = PRACTICE.kind("noticing")
    assert noticing.choose_audience
    assert noticing.shown_from == "share"
    assert noticing.attribution == "hidden"


def test_who_bea_would_like_longer_with_is_never_shown() -> None:
    longer = PRACTICE.kind("longer")
    assert longer.shown_from is None
    assert longer.seen_by == "private"
    assert accept(LongerChat, {"who": "The bus planner, about evenings"})


def test_an_offer_alone_or_an_ask_alone_is_enough_but_an_empty_card_is_not() -> None:
    for body in ({"offer": "A hall"}, {"ask": "A hall"}):
        assert PRACTICE.against("offer", accept(OfferAsk, body), (), Given()) is None
    refusal = PRACTICE.against("offer", accept(OfferAsk, {}), (), Given())
    assert refusal is not None
    assert "One is enough" in refusal


def test_an_empty_wall_says_nothing() -> None:
    assert PRACTICE.read((), Given()) == ()


def test_the_wall_counts_offers_and_asks() -> None:
    (wall,) = PRACTICE.read([card("a", offer="A kettle"), card("b", offer="A hall", ask="Some bunting")], Given())
    assert wall.text == "On the wall: 2 offers and 1 ask."


def test_an_offer_is_laid_beside_an_ask_that_shares_a_word() -> None:
    wall = [
        card("a", offer="A minibus on Tuesdays"),
        card("b", ask="Two minibuses or one minibus"),
        card("c", ask="Paint"),
    ]
    found = {finding.key: finding for finding in PRACTICE.read(wall, Given())}
    assert found["fits"].rows == (("A minibus on Tuesdays", "Two minibuses or one minibus"),)


def test_ones_own_offer_does_not_answer_ones_own_ask() -> None:
    found = PRACTICE.read([card("a", offer="Our minibus", ask="A second minibus")], Given())
    assert [finding.key for finding in found] == ["wall"]


def test_words_that_everybody_uses_are_no_fit() -> None:
    found = PRACTICE.read([card("a", offer="Some help with anything"), card("b", ask="Help from someone")], Given())
    assert [finding.key for finding in found] == ["wall"]
