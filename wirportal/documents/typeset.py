"""Typst in this process: a template and its data in, PDF/A-3a with PDF/UA-1 or pictures out."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

_FONTS = Path(__file__).with_name("fonts")
PDF: Mapping[str, Any] = {"format": "pdf", "pdf_standards": ["a-3a", "ua-1"]}


def typeset(
    template: Path, inputs: Mapping[str, str], stamp: datetime, **how: Any
) -> tuple[Any, list[Any]]:
    """What Typst makes of a template, and its warnings; `inputs` reach it as data, never as markup.

    Args:
        stamp: aware; the file's date, so that equal papers give equal bytes.
        how: `PDF`, or a picture's format and `ppi`.
    """
    # a compiler serves one thread, its fonts serve all
    compiler = typst.Compiler(template, font_paths=_fonts())
    made: tuple[Any, list[Any]] = compiler.compile_with_warnings(
        sys_inputs=dict(inputs), timestamp=stamp.replace(microsecond=0), **how
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONTS)]
    )
