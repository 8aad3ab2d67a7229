"""Pictures of strangers' files: honest ones come out, hostile ones cost nothing but themselves."""

import io
import logging
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.documents import attachments as made
from tests.documents.test_letter import LETTER
from wirportal.documents import drawing, letter
from wirportal.documents.drawing import safely
from wirportal.documents.drawing.safely import ANSWER, BYTES, PAGES, picture_in

pytestmark = pytest.mark.documents

RED, BLUE = (255, 0, 0), (0, 0, 255)


def draw(data: bytes, media_type: str = made.PDF) -> list[Image.Image]:
    """The pictures, as whoever looks at them sees them."""
    drawn = drawing.draw_safely(data, media_type)
    shown = [Image.open(io.BytesIO(one.data)).convert("RGB") for one in drawn.pictures]
    assert [one.size for one in shown] == [(one.width, one.height) for one in drawn.pictures]
    return shown


def darkest(page: Image.Image) -> int:
    """0 is black, 255 is white."""
    return min(page.convert("L").tobytes())


def brightness(part: Image.Image) -> float:
    """On average: what has no grey is dotted."""
    grey = part.convert("L").tobytes()
    return sum(grey) / len(grey)


def pages(*sizes: tuple[int, int], rotate: int = 0) -> bytes:
    """PDF pages of these sizes in points, blue in their lower left quarter."""
    document = pikepdf.new()
    for width, height in sizes:
        page = document.add_blank_page(page_size=(200, 200))
        page.MediaBox = pikepdf.Array([0, 0, width, height])
        page.Rotate = rotate
        blue = f"0 0 1 rg 0 0 {width / 2:.3f} {height / 2:.3f} re f"
        page.Contents = document.make_stream(blue.encode())
    document.save(out := io.BytesIO())
    return out.getvalue()


def picture(format_: str, mode: str = "RGB", **how: Any) -> bytes:
    """40 × 20 pixels, red, with a blue quarter at the upper left."""
    image = Image.new("RGB", (40, 20), RED)
    image.paste(BLUE, (0, 0, 20, 10))
    image.convert(mode).save(out := io.BytesIO(), format_, **how)
    return out.getvalue()


def looped(document: pikepdf.Pdf) -> None:
    """A page that draws itself twice, and so on."""
    form = document.make_stream(b"/X Do /X Do")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 200, 200])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    page = document.add_blank_page(page_size=(200, 200))
    page.Resources, page.Contents = form.Resources, document.make_stream(b"/X Do")


def too_deep(document: pikepdf.Pdf) -> None:
    """A page that no stack is large enough for."""
    page = document.add_blank_page(page_size=(200, 200))
    page.Contents = document.make_stream(b"[" * 3_000_000)


# --- what people send -----------------------------------------------------------------------------


def test_the_first_pages_are_drawn_and_all_are_counted() -> None:
    drawn = drawing.draw_safely(pages(*[(595, 842)] * 7), made.PDF)
    assert (drawn.pages, len(drawn.pictures)) == (7, PAGES)
    assert (drawn.pictures[0].width, drawn.pictures[0].height) == (707, 1000)


def test_what_we_print_ourselves_can_be_drawn() -> None:
    (page,) = draw(letter.render(LETTER))
    assert page.size == (707, 1000)
    assert darkest(page) < 100  # something stands on it


def test_text_without_a_font_of_its_own_is_drawn() -> None:
    (page,) = draw(made.printed("Hallo"))
    assert darkest(page) < 100


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (pages((14_400, 14_400)), (1000, 1000)),
        (pages((10_000_000, 10_000_000)), (1000, 1000)),
        (pages((3, 3)), (12, 12)),
        (pages((14_400, 1)), (1000, 1)),
        (pages((400, 200), rotate=90), (500, 1000)),
    ],
    ids=["large", "endless", "tiny", "a line", "turned"],
)
def test_pages_of_any_size_fit(data: bytes, size: tuple[int, int]) -> None:
    (page,) = draw(data)
    assert page.size == size


def test_a_turned_page_is_drawn_as_it_is_read() -> None:
    (page,) = draw(pages((400, 200), rotate=90))
    assert page.getpixel((100, 100)) == BLUE


PICTURES = {
    "PNG": (picture("PNG"), made.PNG),
    "colour table": (picture("PNG", "P"), made.PNG),
    "black and white": (picture("PNG", "1"), made.PNG),
    "grey, see-through": (picture("PNG", "LA"), made.PNG),
    "300 dpi": (picture("PNG", dpi=(300, 300)), made.PNG),
    "JPEG": (picture("JPEG"), made.JPEG),
    "grey JPEG": (picture("JPEG", "L"), made.JPEG),
    "CMYK JPEG": (picture("JPEG", "CMYK"), made.JPEG),
    "JPEG in steps": (picture("JPEG", progressive=True), made.JPEG),
    "scan": (picture("PDF", resolution=300), made.PDF),
    "black and white scan": (picture("PDF", "1", resolution=300), made.PDF),
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_and_scans_are_drawn(name: str) -> None:
    (shown,) = draw(*PICTURES[name])
    assert shown.width == pytest.approx(2 * shown.height, abs=2)
    width, height = shown.size
    quarter = (width // 8, height // 8, width * 3 // 8, height * 3 // 8)
    red = (width * 5 // 8, 0, width, height)
    assert brightness(shown.crop(quarter)) < brightness(shown.crop(red))


def test_a_photo_taken_upright_is_shown_upright() -> None:
    upright = Image.Exif()
    upright[0x0112] = 6  # turn by 90° to the right
    (shown,) = draw(picture("JPEG", exif=upright), made.JPEG)
    assert shown.height > shown.width
    width, height = shown.size
    blue = shown.getchannel("B").crop((width * 5 // 8, 0, width * 7 // 8, height * 3 // 8))
    assert brightness(blue) > 200


def test_a_picture_with_too_many_bytes_gets_smaller() -> None:
    noise = Image.effect_noise((1400, 1400), 200)
    noise = Image.merge("RGB", [noise, noise.rotate(90), noise.rotate(180)])
    noise.save(out := io.BytesIO(), "JPEG")
    (shown,) = drawing.draw_safely(out.getvalue(), made.JPEG).pictures
    assert shown.width < 1000 and len(shown.data) <= BYTES


# --- what harms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n" + b"x" * 100, made.PDF),
        (made.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), made.PDF),
        (made.PNG.encode(), made.PNG),
        (picture("PNG")[:-30], made.PNG),
        (made.png(60_000, 60_000), made.PNG),
        (made.jpeg(), made.JPEG),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", made.JPEG),
    ],
    ids=["cut off", "locked", "no PNG", "cut-off PNG", "bomb", "empty JPEG", "page"],
)
def test_what_can_not_be_drawn_has_no_pictures(data: bytes, media_type: str) -> None:
    assert drawing.draw_safely(data, media_type).pictures == ()


def test_who_dies_on_the_way_has_not_drawn_in_vain(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        drawn = drawing.draw_safely(made.pdf(too_deep), made.PDF)
    assert (drawn.pages, len(drawn.pictures)) == (2, 1)
    assert "ended early" in caplog.text


def test_what_never_ends_is_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(safely, "SECONDS", 3)
    with caplog.at_level(logging.WARNING):
        drawn = drawing.draw_safely(made.pdf(looped), made.PDF)
    assert len(drawn.pictures) < 2
    assert "out of time" in caplog.text


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (b"", b""),
        (b"[]", b""),
        (b'{"pages": "a"}', b""),
        (b'{"pages": 1}' + b" " * 200, b""),
        (b'{"pages": 1}', b"<svg/>"),
        (b'{"pages": 1}', picture("PNG") + bytes(BYTES)),
        (b'{"pages": 1}', made.png(1002, 2)),
        (b'{"pages": 1}', made.png(0, 0)),
    ],
)
def test_nobody_trusts_what_the_process_leaves_behind(
    monkeypatch: pytest.MonkeyPatch, answer: bytes, left: bytes
) -> None:
    def run(_module: str, folder: str, *_: str, seconds: float) -> tuple[int, bytes]:
        room = Path(folder)
        (room / ANSWER).write_bytes(answer)
        picture_in(room, 1).write_bytes(left)
        return 0, b""

    monkeypatch.setattr("wirportal.documents.alone.run", run)
    assert drawing.draw_safely(b"%PDF-1.7", made.PDF).pictures == ()
