"""The dice fall the same on every machine."""

from collections import Counter

import pytest

from folkmoot.matching import Dice, new_seed


def test_gives_the_published_stream_of_splitmix64() -> None:
    dice = Dice(1234567)
    assert [dice.next() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_a_shuffle_is_repeatable_and_loses_nobody() -> None:
    people = list("abcdefghij")
    assert Dice(7).shuffle(list(people)) == Dice(7).shuffle(list(people))
    assert Dice(7).shuffle(list(people)) != Dice(8).shuffle(list(people))
    assert sorted(Dice(7).shuffle(list(people))) == people


def test_every_order_is_about_as_likely() -> None:
    dice = Dice(1)
    count = Counter(tuple(dice.shuffle([1, 2, 3])) for _ in range(6_000))
    assert len(count) == 6
    assert all(880 < times < 1_120 for times in count.values())


def test_below_stays_below() -> None:
    dice = Dice(-1)
    assert {dice.below(3) for _ in range(100)} == {0, 1, 2}
    with pytest.raises(ValueError, match="under 1"):
        dice.below(0)


def test_a_new_seed_is_exact_in_every_json_reader() -> None:
    assert all(0 <= new_seed() < 2**53 for _ in range(100))
