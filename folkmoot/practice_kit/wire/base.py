"""What every operation has, and how large a frame may be."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(max_length=16)]
OpId = Annotated[str, Field(min_length=6, max_length=40)]
FRAME_LIMIT = 64 * 1024  # bytes; the longest text is 6,000 characters, at most 24 kB in UTF-8


class Op(BaseModel):
    """Base of all operations. `op_id` makes resending safe: the same one is applied once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    t: Literal["op"] = "op"
    op_id: OpId
