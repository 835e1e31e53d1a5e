"""The fictional people of the demo: a ward called Ashwell, and those who work for its health (guide, appendix D)."""

from __future__ import annotations

from dataclasses import dataclass

BUSINESS = ("Thornbury Buses", "business")
"""An organisation whose people wait for a place: it adds an eighth sector."""


@dataclass(frozen=True)
class Team:
    """Somebody who runs sessions."""

    name: str
    email: str
    role: str


TEAM = (
    Team("Nia Rees", "nia@ashwellactive.example", "lead"),
    Team("Tom Okafor", "tom@thornbury.example", "producer"),
    Team("Asha Verma", "asha@northmoor.example", "co_facilitator"),
    Team("Joel Lind", "joel@kettleyard.example", "co_facilitator"),
)
LEAD, PRODUCER = TEAM[0], TEAM[1]

WAITING = ("Lou", "Mei", "Noor")
"""Three who wait for one."""
