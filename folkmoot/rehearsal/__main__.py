"""`python -m folkmoot.rehearsal`: performs the script that comes on standard input as JSON, and prints the report."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress

from folkmoot.rehearsal.performance import Script, perform

with suppress(KeyboardInterrupt):
    report = asyncio.run(perform(Script(**json.load(sys.stdin))))
    print(report.words())
    sys.exit(1 if report.faults or report.gaps else 0)
