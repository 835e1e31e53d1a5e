"""Hostile frames by somebody who knows the protocol: real operations with wrong, foreign, huge and odd values."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from folkmoot.practice_kit.wire.base import Op
from folkmoot.practice_kit.wire.ops import AnyOp

KINDS: tuple[type[Op], ...] = get_args(get_args(AnyOp)[0])

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 2**70, 1e308, float("nan"), "", " ", "\x00", "\ud800", "\u202e", "x" * 5_000, "🛶" * 400,
    "../../etc", "'; DROP TABLE record_entry; --", "<script>", [], [[]], {}, {"": ""}, {"text": {"text": "deep"}},
    ["a"] * 500, {str(n): n for n in range(300)}, [[[[[[[[[[]]]]]]]]]],
)  # fmt: skip
WHOLE: tuple[str, ...] = (
    "", " ", "{", "[]", "null", "0", '"op"', '{"t":"op"}', '{"t":"hello"}', '{"t":"hello","cursors":{"session":-1}}',
    '{"t":"snapshot"}', '{"t":"op","kind":"arrive","op_id":"a"}', '{"t":"op","op_id":"a","op_id":"b","kind":"hand"}',
    '{"t":"ping","sent":1e400}', '{"t":"here","hidden":3}', "{" * 900, "[" * 60_000, "\u2028",
    '{"t":"op","kind":"enter"}',
)  # fmt: skip


class Fuzzer:
    """`known` are ids and words of the session that is attacked, by the field in which they make sense."""

    def __init__(self, seed: int, known: Mapping[str, Sequence[str]]) -> None:
        self.random, self.known = random.Random(seed), known
        self.all = [word for words in known.values() for word in words]
        self._count = 0

    def frame(self) -> str:
        """The next one."""
        if self.random.random() < 0.1:
            return self.random.choice(WHOLE)
        kind = self.random.choice(KINDS)
        self._count += 1
        again = self.random.random() < 0.1
        frame = {"t": "op", "op_id": f"fuzz-{1 if again else self._count}", "kind": kind.model_fields["kind"].default}
        for name, about in kind.model_fields.items():
            if name not in frame and self.random.random() < 0.9:
                frame[name] = self._value(name, str(about.annotation))
        text = json.dumps(frame)
        return self._cut(text) if self.random.random() < 0.05 else text

    def _value(self, name: str, annotation: str) -> Any:
        if self.random.random() < 0.25:
            return self.random.choice(ODD)
        if "dict" in annotation:
            return {
                self.random.choice(("text", "panel", "size", "kind", "what")): self._scalar("", "") for _ in range(2)
            }
        if "list" in annotation:
            return [self._scalar(name, "") for _ in range(self.random.randrange(4))]
        if "Literal" in annotation:
            return self.random.choice(re.findall(r"'(\w+)'", annotation))
        return self._scalar(name, annotation)

    def _scalar(self, name: str, annotation: str) -> Any:
        if "bool" in annotation:
            return self.random.random() < 0.5
        if "int" in annotation or "float" in annotation:
            return self.random.choice((-5, 0, 1, 3, 60, 10**9))
        return self.random.choice(self.known.get(name, self.all) if self.random.random() < 0.8 else self.all)

    def _cut(self, text: str) -> str:
        place = self.random.randrange(len(text))
        return text[:place] + self.random.choice(("", "\\", '"', "\x01")) + text[place + 1 :]
