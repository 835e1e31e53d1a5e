"""Uploaded slides: only what can be seen is kept, with words for those who cannot see it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from folkmoot.practice_kit.fields import Refused
from folkmoot.programme import agenda_slides as slides
from folkmoot.programme.agenda import Slide
from folkmoot.programme.models import Resource, Session
from folkmoot.programme.tests.planning import a_session, named, plan

pytestmark = pytest.mark.django_db

MARKER = b"taken in Ashwell by Bea"


@pytest.fixture
def session(settings: Any, tmp_path: Any) -> Session:
    settings.MEDIA_ROOT = tmp_path
    return plan(a_session())


def picture(form: str, size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture that says in its metadata where and by whom it was taken, and that it lies on its side."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = MARKER.decode()
    exif[0x0112] = 6
    Image.new("RGB", size, "#1d6a58").save(out, form, exif=exif)
    return out.getvalue()


def upload(content: bytes, name: str = "five.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def slide(title: str = "Five kinds", alternative: str = "A ring of five words.", **more: Any) -> Slide:
    return Slide(id="", kind="slide", title=title, alternative=alternative, **more)


def add(session: Session, content: bytes, **more: Any) -> Resource:
    slides.add_upload(session, named(session, "talk").id, upload(content), slide(**more))
    return Resource.objects.order_by("-position")[0]


class TestPictures:
    @pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
    def test_a_picture_is_kept_without_its_metadata_and_stands_upright(self, session: Session, form: str) -> None:
        original = picture(form)
        assert MARKER in original
        with add(session, original).file.open() as file:
            content = file.read()
        assert MARKER not in content
        with Image.open(BytesIO(content)) as kept:
            assert kept.format == form
            assert kept.size == (20, 40)
            assert not kept.getexif()

    def test_a_huge_picture_is_scaled_down(self, session: Session) -> None:
        with add(session, picture("JPEG", (4000, 3000))).file.open() as file, Image.open(file) as kept:
            assert max(kept.size) == slides.LONG_SIDE

    def test_the_content_decides_and_not_the_name(self, session: Session) -> None:
        slides.add_upload(session, named(session, "talk").id, upload(picture("JPEG"), "../../evil.html"), slide())
        name = str(Resource.objects.get().file.name)
        assert name.startswith("resources/")
        assert name.endswith(".jpg")
        assert "evil" not in name

    @pytest.mark.parametrize(
        "content",
        [
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"<html>",
            b"GIF89a",
            b"\x89PNG\r\n\x1a\nbroken",
            picture("PNG")[:60],
        ],
    )
    def test_anything_else_is_refused_with_what_to_use(self, session: Session, content: bytes) -> None:
        with pytest.raises(Refused, match="Use PNG, JPEG, WebP or PDF"):
            add(session, content)
        assert not Resource.objects.exists()

    def test_an_empty_file_is_refused(self, session: Session) -> None:
        with pytest.raises(Refused, match="empty"):
            add(session, b"")

    def test_a_file_over_the_limit_is_refused_with_the_limit(self, session: Session) -> None:
        with pytest.raises(Refused, match=r"10\.0 MB; up to 10 MB"):
            add(session, b"%PDF-" + b"x" * slides.MOST_BYTES)

    def test_a_small_file_with_a_monstrous_picture_is_never_decoded(self, session: Session) -> None:
        out = BytesIO()
        Image.new("1", (9000, 9000)).save(out, "PNG")
        assert len(out.getvalue()) < 100_000
        with pytest.raises(Refused, match="50 million"):
            add(session, out.getvalue())


class TestFilesAndLinks:
    def test_a_pdf_is_a_file(self, session: Session) -> None:
        stored = add(session, b"%PDF-1.7 worksheet", title="Worksheet")
        assert (stored.kind, str(stored.file.name).endswith(".pdf")) == ("file", True)

    def test_a_link_has_a_cue_point(self, session: Session) -> None:
        link = slide("A podcast", "", url="https://podcast.example/7", cue="Listen from 45 minutes in", minutes=15)
        slides.add_link(session, named(session, "talk").id, link)
        stored = Resource.objects.get()
        assert (stored.kind, stored.cue, stored.minutes) == ("link", "Listen from 45 minutes in", 15)

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "podcast.example", "", "data:text/html,x"])
    def test_a_link_is_a_web_address(self, session: Session, url: str) -> None:
        with pytest.raises(Refused, match="https://"):
            slides.add_link(session, named(session, "talk").id, slide(url=url))


class TestWords:
    def test_a_slide_needs_words_for_those_who_cannot_see_it(self, session: Session) -> None:
        with pytest.raises(Refused, match="cannot see it"):
            add(session, picture("PNG"), alternative="  ")

    def test_a_slide_needs_a_title(self, session: Session) -> None:
        with pytest.raises(Refused, match="Give it a title"):
            add(session, picture("PNG"), title="")

    def test_words_too_long_are_counted(self, session: Session) -> None:
        with pytest.raises(Refused, match="3 characters over the 1200"):
            add(session, picture("PNG"), alternative="x" * 1203)

    def test_words_can_be_changed_later_and_the_picture_stays(self, session: Session) -> None:
        stored = add(session, picture("PNG"))
        slides.edit_slide(session, Slide(id=stored.id, kind="", title="Five", alternative="Five words in a ring."))
        changed = Resource.objects.get()
        assert (changed.title, changed.alternative, changed.file.name) == (
            "Five",
            "Five words in a ring.",
            stored.file.name,
        )


class TestOrder:
    def test_slides_move_and_go(self, session: Session) -> None:
        first, second = add(session, picture("PNG"), title="One"), add(session, picture("PNG"), title="Two")
        slides.move_slide(session, second.id, "up")
        assert [each.title for each in named(session, "talk").resources.all()] == ["Two", "One"]
        slides.move_slide(session, second.id, "up")
        slides.remove_slide(session, first.id)
        assert [each.title for each in named(session, "talk").resources.all()] == ["Two"]

    def test_there_is_an_end_to_adding_and_no_file_is_left_behind(self, session: Session, monkeypatch: Any) -> None:
        monkeypatch.setattr(slides, "MOST_SLIDES", 1)
        add(session, picture("PNG"))
        with pytest.raises(Refused, match="at most 1"):
            add(session, picture("PNG"))
        assert len(default_storage.listdir("resources")[1]) == 1
