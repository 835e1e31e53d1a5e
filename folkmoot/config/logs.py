"""How the log is written: lines for people, or one JSON object a line; never what people wrote.

What a fault says of itself may hold a row of the database, and so somebody's words (P04): only its kind, and the place
where it happened, are written down.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Lines(logging.Formatter):
    """Time, level, logger and message."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatException(self, ei: Fault) -> str:  # noqa: N802  # the library's name
        """The kind of a fault and where it happened."""
        if ei[0] is None:
            return ""
        return f"Traceback (most recent call last):\n{''.join(traceback.format_tb(ei[2]))}{_kinds(ei[1])}"


class JsonLines(logging.Formatter):
    """The same as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = _kinds(record.exc_info[1])
            line["where"] = [
                f"{place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False)


def _kinds(fault: BaseException | None) -> str:
    """The kind of a fault, and of what brought it about."""
    kinds = []
    while fault is not None:
        kinds.append(type(fault).__name__)
        fault = fault.__cause__ or fault.__context__
    return " from ".join(kinds)
