"""Slides, files and links of an agenda item: taking uploads in safely, and every write of them.

Pictures are decoded and written anew, so that nothing but the picture is kept: no place, camera, author or hidden
content. A PDF is kept as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from folkmoot.kit.ids import new_id
from folkmoot.kit.text import over_by, tidy, tidy_lines
from folkmoot.practice_kit.fields import Refused
from folkmoot.programme import agenda_tree as tree
from folkmoot.programme.agenda import Agenda, Item, Slide, find_item
from folkmoot.programme.agenda_actions import change_agenda, checked_title
from folkmoot.programme.models import PARA, SHORT, AgendaChange, Session

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 10_000_000
"""The largest file that is taken: 10 MB."""
MOST_PIXELS = 50_000_000
"""The largest picture that is decoded; a small file can hold a picture that fills the memory."""
LONG_SIDE = 2560
"""Pixels of the long side to which larger pictures are scaled."""
MOST_SLIDES = 60

CONTENT_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "pdf": "application/pdf"}
_PICTURES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}

Where = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be stored: what kind of resource it is, its content, and how its name ends."""

    kind: Literal["slide", "file"]
    content: bytes
    ending: str


def check_upload(upload: UploadedFile[bytes]) -> Checked:
    """Decide what a file is by its content, whatever its name says, and clean it. Raises Refused."""
    if (upload.size or 0) > MOST_BYTES:
        raise Refused("too_large", f"This file has {(upload.size or 0) / 1e6:.1f} MB; up to 10 MB fit.", "file")
    content = upload.read(MOST_BYTES + 1)
    if not content:
        raise Refused("empty", "This file is empty. Choose another one.", "file")
    if content.startswith(b"%PDF-"):
        return Checked("file", content, "pdf")
    return _picture(content)


def _picture(content: bytes) -> Checked:
    from PIL import Image, UnidentifiedImageError  # 7 MB that few servers need on most days

    try:
        picture = Image.open(BytesIO(content), formats=tuple(_PICTURES))
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused(
                "too_many_pixels", "This picture has more than 50 million points. Make it smaller first.", "file"
            )
        ending = _PICTURES[str(picture.format)]
        return Checked("slide", _written_anew(picture, ending), ending)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as trouble:
        words = "This is not a picture or PDF that can be read. Use PNG, JPEG, WebP or PDF."
        raise Refused("not_a_picture", words, "file") from trouble


def _written_anew(picture: Image.Image, ending: str) -> bytes:
    """Draw the picture into a fresh one, upright, without anything that came beside it."""
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(picture)
    mode = "RGB" if ending == "jpg" else "RGBA" if upright.mode in {"RGBA", "LA", "PA", "P"} else "RGB"
    fresh = upright.convert(mode)
    fresh.thumbnail((LONG_SIDE, LONG_SIDE))
    fresh.info.clear()
    out = BytesIO()
    if ending == "png":
        fresh.save(out, "PNG", optimize=True)
    else:
        fresh.save(out, "JPEG" if ending == "jpg" else "WEBP", quality=88)
    return out.getvalue()


def add_upload(session: Session, item_id: str, upload: UploadedFile[bytes], slide: Slide) -> AgendaChange | None:
    """Store a file with an item. `slide` brings title, alternative, minutes and cue; its kind is found out."""
    slide = _worded(slide, needs_alternative=True)
    checked = check_upload(upload)
    name = default_storage.save(f"resources/{new_id()}{new_id()}.{checked.ending}", ContentFile(checked.content))
    stored = replace(slide, id=new_id(), kind=checked.kind, file=name, url="")
    try:
        return _add(session, item_id, stored)
    except Refused:
        default_storage.delete(name)
        raise


def add_link(session: Session, item_id: str, slide: Slide) -> AgendaChange | None:
    """Add a link to an item. `slide` brings its title, address, minutes and cue."""
    if not slide.url.startswith(("https://", "http://")):
        raise Refused("not_a_link", "Write the whole address, beginning with https://", "url")
    return _add(session, item_id, replace(_worded(slide, needs_alternative=False), id=new_id(), kind="link", file=""))


def _add(session: Session, item_id: str, slide: Slide) -> AgendaChange | None:
    def added(agenda: Agenda) -> Agenda:
        item = find_item(agenda, item_id)
        if len(item.resources) >= MOST_SLIDES:
            raise Refused("too_many", f"An item holds at most {MOST_SLIDES} slides and links.", "file")
        return tree.edit(agenda, item_id, {"resources": (*item.resources, slide)})

    return change_agenda(session, lambda before, now: f"“{slide.title}” is added.", added)


def edit_slide(session: Session, slide: Slide) -> AgendaChange | None:
    """Change the words, minutes or cue of a slide, file or link; its content stays."""

    def edited(item: Item) -> tuple[Slide, ...]:
        return tuple(_reworded(each, slide) if each.id == slide.id else each for each in item.resources)

    return _change_item_of(session, slide.id, edited, f"“{slide.title}” is changed.")


def _reworded(old: Slide, new: Slide) -> Slide:
    words = replace(old, title=new.title, alternative=new.alternative, minutes=new.minutes, cue=new.cue)
    return _worded(words, needs_alternative=old.kind != "link")


def move_slide(session: Session, slide_id: str, where: Where) -> AgendaChange | None:
    """Move a slide one place up or down within its item; at the ends nothing happens."""

    def moved(item: Item) -> tuple[Slide, ...]:
        slides = list(item.resources)
        at = next(index for index, slide in enumerate(slides) if slide.id == slide_id)
        to = at - 1 if where == "up" else at + 1
        if 0 <= to < len(slides):
            slides[at], slides[to] = slides[to], slides[at]
        return tuple(slides)

    return _change_item_of(session, slide_id, moved, "A slide has moved.")


def remove_slide(session: Session, slide_id: str) -> AgendaChange | None:
    """Take a slide, file or link away; undo brings it back."""
    return _change_item_of(
        session,
        slide_id,
        lambda item: tuple(slide for slide in item.resources if slide.id != slide_id),
        "A slide is removed.",
    )


def _change_item_of(
    session: Session, slide_id: str, change: Callable[[Item], tuple[Slide, ...]], what: str
) -> AgendaChange | None:
    def changed(agenda: Agenda) -> Agenda:
        item = holder_of(agenda, slide_id)
        return tree.edit(agenda, item.id, {"resources": change(item)})

    return change_agenda(session, lambda before, now: what, changed)


def holder_of(agenda: Agenda, slide_id: str) -> Item:
    """Find the item that holds a slide. Raises KeyError when none does."""
    for item in (each for top in agenda for each in (top, *top.parts)):
        if any(slide.id == slide_id for slide in item.resources):
            return item
    raise KeyError(slide_id)


def _worded(slide: Slide, *, needs_alternative: bool) -> Slide:
    alternative, cue = tidy_lines(slide.alternative), tidy(slide.cue)
    if needs_alternative and not alternative:
        words = "Say what somebody who cannot see it needs to know. One sentence is often enough."
        raise Refused("empty", words, "alternative")
    for text, limit, name in ((alternative, PARA, "alternative"), (cue, SHORT, "cue")):
        if over := over_by(text, limit):
            raise Refused("too_long", f"{over} characters over the {limit} that fit.", name)
    return replace(slide, title=checked_title(slide.title), alternative=alternative, cue=cue)
