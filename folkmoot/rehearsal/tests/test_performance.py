"""How long a rehearsal goes on."""

import asyncio
import math

import pytest

from folkmoot.rehearsal.performance import until_closed


async def test_people_go_home_when_nobody_leads_but_patient_ones_wait() -> None:
    """Whoever tries the demo may read for ten minutes before they open the room: it is not empty then."""
    taking_part = asyncio.create_task(asyncio.sleep(60))
    try:
        await asyncio.wait_for(until_closed([], [taking_part], 0.1), 20)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(until_closed([], [taking_part], math.inf), 3)
    finally:
        taking_part.cancel()
