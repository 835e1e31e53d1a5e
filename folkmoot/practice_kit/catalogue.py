"""The practices by number: the one place where number, slug and name are decided.

Thirty have a number of their own; what belongs to one of them and is run by itself has its number and a point.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Listed:
    """A practice's number, slug (its folder, if built) and the name on screen."""

    number: str
    slug: str
    name: str
    one_line: str
    minutes: int


CATALOGUE: tuple[Listed, ...] = (
    Listed("P01", "booking", "Booking", "Find a session and book a place.", 3),
    Listed("P02", "run_of_show", "Run of show", "Hold a session to its shape.", 120),
    Listed("P02.1", "statements", "Statements to react to", "Hold a talk against one’s own experience, in private.", 5),
    Listed("P03", "ways_of_working", "Ways of working", "Six promises that make it easier to be honest.", 5),
    Listed("P04", "confidentiality", "Confidentiality", "What may leave the room, and how.", 1),
    Listed("P05", "coffee_trial", "Coffee trial", "Two or three people who would not normally meet, talk.", 30),
    Listed("P06", "taking_stock", "Taking stock", "Say together what we are facing.", 15),
    Listed("P07", "complexity_sort", "Complexity sort", "Know what kind of thing you are dealing with.", 20),
    Listed("P08", "push_back", "Push-back and loss", "See the push-back, and the loss underneath.", 15),
    Listed("P09", "reflexes", "Four responses to avoid", "Catch our own reflexes, in private.", 5),
    Listed("P10", "small_steps", "Small steps", "Small actions that add up.", 5),
    Listed("P11", "five_elements", "Five elements", "A shared check on any joint effort.", 20),
    Listed("P12", "empathy_map", "Empathy map", "What is it like to be on the receiving end of us?", 20),
    Listed("P13", "breakout", "Groups and feedback", "Talk in small groups, then share the gist.", 20),
    Listed("P14", "common_purpose", "Common purpose", "What, why and who benefits, in up to forty words.", 50),
    Listed("P15", "applying", "Where might you use this?", "Take it to something you are already in.", 25),
    Listed("P16", "one_thing", "One practical thing", "Leave with one small thing you will do.", 5),
    Listed("P17", "balcony", "Balcony and dancefloor", "Step back, see the pattern, step in again.", 30),
    Listed("P18", "future_scene", "Looking back from the future", "Stand in the future and look back.", 45),
    Listed("P19", "rich_picture", "Rich picture", "Draw how it is, feelings included.", 30),
    Listed("P20", "root_cause", "Five whys and fishbone", "Look deeper than the first answer.", 20),
    Listed("P21", "cause_map", "Cause map", "Show how many causes combine.", 35),
    Listed("P22", "actor_map", "Actor map", "Who is in the system, and how they connect.", 30),
    Listed("P23", "reframing", "Reframing", "Same facts, another way to see them.", 30),
    Listed("P24", "public_narrative", "Story: self, us, now", "Move people who owe you nothing.", 60),
    Listed("P25", "difficult_conversation", "Difficult conversation", "Prepare for a talk you have put off.", 60),
    Listed("P26", "resilience", "Uncertainty and resilience", "Keep going, and keep well.", 40),
    Listed("P27", "your_system", "Understanding your system", "A team works on its own issue.", 120),
    Listed("P28", "neighbourhood_plan", "Neighbourhood plan", "What partners can do in one place.", 50),
    Listed("P29", "strategy_frame", "Strategy frame", "See small things against one direction.", 10),
    Listed("P30", "ripple_map", "Ripple map", "What grew out of small steps.", 90),
)

BY_NUMBER = {listed.number: listed for listed in CATALOGUE}
BY_SLUG = {listed.slug: listed for listed in CATALOGUE}
