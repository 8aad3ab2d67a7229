"""Write down which characters our fonts show (`wirportal/documents/coverage.txt`).

Reading it back is quick and needs no font library where the portal runs; a test compares.
"""

from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib import TTFont

DOCUMENTS = Path(__file__).parent.parent / "wirportal" / "documents"
TARGET = DOCUMENTS / "coverage.txt"


def covered() -> list[int]:
    """Code points that some regular cut in `fonts` has a glyph for."""
    fonts = sorted((DOCUMENTS / "fonts").glob("*-Regular.ttf"))
    return sorted({code for font in fonts for code in TTFont(font, lazy=True).getBestCmap()})


def ranges(codes: list[int]) -> Iterator[str]:
    """Hexadecimal "20-7E" for each run of neighbours."""
    first = last = codes[0]
    for code in codes[1:]:
        if code != last + 1:
            yield f"{first:X}-{last:X}"
            first = code
        last = code
    yield f"{first:X}-{last:X}"


if __name__ == "__main__":
    TARGET.write_text("\n".join(ranges(covered())) + "\n")
