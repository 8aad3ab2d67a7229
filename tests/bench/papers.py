"""The full example as PDF: ours, Typst alone, WeasyPrint on our HTML, LibreOffice on our DOCX."""

import json
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import typst

from tests.bench.timing import Measured, Work, side_by_side
from tests.serve import EXAMPLE
from wirportal.documents import docx, html, pdf
from wirportal.documents.paper import Paper, from_json, to_json

TEMPLATE = Path(pdf.__file__).with_name("concept.typ")
FONTS = TEMPLATE.with_name("fonts")
TYPST = """
import json, sys, typst
template, fonts, inputs, output = sys.argv[1:]
typst.compile(
    template, output=output, font_paths=[fonts], ignore_system_fonts=True,
    sys_inputs=json.load(open(inputs)), pdf_standards=["a-3a", "ua-1"],
)
"""


def measure(data: Path, rounds: int) -> dict[str, list[Measured]]:
    """What is measured → ours, then the others."""
    paper = from_json(EXAMPLE.read_bytes())
    inputs = {"form": json.dumps(pdf._form(paper)), "file": to_json(paper).decode()}
    fresh = {name: [work] for name, work in _fresh(data, paper, inputs).items()}
    warm = {name: [work] for name, work in _warm(paper, inputs).items()}
    return {
        "PDF of the full example, a new process": side_by_side(fresh, rounds=rounds, count=1),
        "PDF of the full example, warm": side_by_side(warm, rounds=rounds, count=5),
    }


def _fresh(data: Path, paper: Paper, inputs: dict[str, str]) -> dict[str, Work]:
    """A process from its start to the file on disk."""
    files = {
        "in.json": to_json(paper),
        "in.html": html.render(paper).encode(),
        "in.docx": docx.write(paper),
        "typst.json": json.dumps(inputs).encode(),
    }
    for name, content in files.items():
        (data / name).write_bytes(content)
    python = (sys.executable, "-m")
    typst_alone = (sys.executable, "-c", TYPST, TEMPLATE, FONTS, data / "typst.json")
    works = {
        "ours": _process(
            *python, "wirportal.cli", "render", data / "in.json", "--format=pdf", "-o", data / "a"
        ),
        "Typst alone": _process(*typst_alone, data / "b.pdf"),
        "WeasyPrint": _process(*python, "weasyprint", data / "in.html", data / "c.pdf"),
    }
    if office := shutil.which("soffice"):
        profile = f"-env:UserInstallation=file://{data / 'office'}"
        works["LibreOffice"] = _process(
            *(office, profile, "--headless", "--convert-to", "pdf", "--outdir", data),
            data / "in.docx",
        )
        works["LibreOffice"]()  # the first start of a profile takes much longer
    else:
        print("LibreOffice is not installed here: it is left out.")
    return works


def _process(*command: str | Path) -> Work:
    return partial(subprocess.run, command, check=True, capture_output=True)


def _warm(paper: Paper, inputs: dict[str, str]) -> dict[str, Work]:
    """In this process, once everything has been loaded."""
    import weasyprint

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
    page = html.render(paper)

    def typst_alone() -> object:
        compiler = typst.Compiler(TEMPLATE, font_paths=fonts)
        return compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"])

    works: dict[str, Work] = {
        "ours": partial(pdf.render, paper),
        "Typst alone": typst_alone,
        "WeasyPrint": lambda: weasyprint.HTML(string=page).write_pdf(),
    }
    for work in works.values():
        work()
    return works
