"""The kind of entry of applying the learning: one private sheet a person."""

from typing import Annotated

from folkmoot.practice_kit.catalogue import BY_SLUG
from folkmoot.practice_kit.fields import NOTE, SHORT, Choice, Day, Flag, Shape, Text

TO_TRY = (
    "coffee_trial", "taking_stock", "complexity_sort", "push_back", "small_steps", "five_elements", "empathy_map",
    "breakout", "common_purpose", "balcony", "rich_picture", "cause_map", "actor_map", "reframing",
    "difficult_conversation",
)  # fmt: skip


class Application(Shape):
    """Where somebody will try what they have learned. Only its author ever receives it."""

    situation: Annotated[
        str,
        Text(
            "One thing you’re already in where this might help",
            limit=SHORT,
            hint="Roles, not names. Nothing told to you in confidence.",
            no_names=True,
        ),
    ]
    practice: Annotated[str, Choice("What you might try", {slug: BY_SLUG[slug].name for slug in TO_TRY})] = ""
    with_whom: Annotated[str, Text("With whom", limit=SHORT, hint="Roles.", no_names=True, later=True)] = ""
    first_move: Annotated[
        str, Text("What’s the first sentence you’d say, or the first thing you’d do?", limit=NOTE, later=True)
    ] = ""
    help_wanted: Annotated[str, Text("What would help you", limit=NOTE, no_names=True, later=True)] = ""
    by_when: Annotated[str, Day("By when", hint="If you like.", later=True)] = ""
    keep: Annotated[bool, Flag("Keep the first move as a step", hint="It goes on your own page.", later=True)] = False
