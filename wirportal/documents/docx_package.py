"""The Word file around the content: styles, language, properties, footer, equal bytes."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from wirportal.documents.paper import Paper
from wirportal.documents.wordml import FIELD, W

_FONT = "Arial"
_EPOCH = datetime(2014, 1, 1, tzinfo=UTC)  # for papers without a stamp
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_GREY, _INK, _LINE, _PROMPT = "55606A", "1B2733", "9AA5AF", "66717B"

# name: size, bold, colour, space before and after (pt), keep with the next paragraph
_STYLES: dict[str, tuple[float, bool, str, float, float, bool]] = {
    "Normal": (10, False, _INK, 0, 4, False),
    "Title": (16, True, _INK, 10, 2, True),
    "Subtitle": (12, True, _INK, 0, 2, True),
    "Heading 1": (12, True, _INK, 18, 6, True),
    "Heading 2": (10, True, _INK, 8, 3, True),
    "Caption": (9, True, _GREY, 6, 3, True),
    "WIR Hinweis": (9, False, _GREY, 0, 10, False),
    "WIR Klammer": (8.5, False, _GREY, 0, 4, True),
    "WIR Vorsatz": (10, False, _GREY, 10, 4, True),
    "WIR Zeile": (10, False, _INK, 4, 4, False),
    "WIR Rechts": (10, False, _INK, 0, 8, False),
    "WIR Antwort": (10, False, _INK, 0, 0, False),
    "WIR Abstand": (4, False, _INK, 0, 4, False),
    "WIR Kopfzeile": (8, True, _INK, 2, 2, True),
    "WIR Zelle": (8.5, False, _INK, 2, 2, False),
}
_BORDERED = {"Heading 1": "E9EDF0", "WIR Hinweis": "FFFFFF", "WIR Antwort": FIELD}
_FOOTER = (
    '<w:p xmlns:w="{w}"><w:pPr><w:pStyle w:val="Footer"/>'
    '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs></w:pPr>'
    '<w:r><w:t xml:space="preserve">{text}</w:t></w:r><w:r><w:tab/><w:t xml:space="preserve">'
    'Seite </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> von </w:t></w:r>'
    '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
)


def package(content: Any, paper: Paper) -> bytes:
    """The .docx bytes of a w:document element."""
    word = docx.Document()
    _style(word)
    _set_language(word)
    _set_properties(word, paper)
    _set_page(word, paper)
    content.find(qn("w:body")).append(word.element.body.sectPr)
    word.part._element = content
    _drop_leftovers(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return _without_clock(buffer.getvalue())


def _style(word: Document) -> None:
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
    known = {style.name for style in word.styles}
    for name in _STYLES:
        style: Any = (
            word.styles[name]
            if name in known
            else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        _set_style(style, name)
    _character_styles(word)
    footer: Any = word.styles["Footer"]
    for tabs in footer.element.findall(f".//{qn('w:tabs')}"):
        tabs.getparent().remove(tabs)


def _set_style(style: Any, name: str) -> None:
    size, bold, colour, before, after, keep = _STYLES[name]
    if style.element.rPr is not None:  # the template's italics, spacing and colours
        style.element.remove(style.element.rPr)
    style.font.size, style.font.bold = Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(colour)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.15
    form.keep_with_next = keep
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    if name == "WIR Rechts":
        form.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if name in _BORDERED:
        form.left_indent = form.right_indent = Pt(6)
        _frame(properties, _BORDERED[name])


def _frame(properties: Any, fill: str) -> None:
    """A box with a filled ground; neighbours of the same style share it."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="5" w:color="{_LINE}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    box = parse_xml(f'<w:pBdr xmlns:w="{W}">{sides}</w:pBdr>')
    shade = parse_xml(f'<w:shd xmlns:w="{W}" w:val="clear" w:color="auto" w:fill="{fill}"/>')
    properties.insert_element_before(
        box, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
    properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _character_styles(word: Document) -> None:
    prompt: Any = word.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    prompt.font.color.rgb = RGBColor.from_string(_PROMPT)
    field: Any = word.styles.add_style("WIR Feld", WD_STYLE_TYPE.CHARACTER)
    for style in (prompt, field):
        style.element.get_or_add_rPr().append(
            parse_xml(f'<w:shd xmlns:w="{W}" w:val="clear" w:color="auto" w:fill="{FIELD}"/>')
        )


def _set_language(word: Document) -> None:
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "de-DE")
    settings = word.settings.element
    settings.find(qn("w:defaultTabStop")).addnext(parse_xml(f'<w:autoHyphenation xmlns:w="{W}"/>'))
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "de-DE")
    settings.find(qn("w:decimalSymbol")).set(qn("w:val"), ",")
    settings.find(qn("w:listSeparator")).set(qn("w:val"), ";")
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")  # below that Word adds no rows to a repeating section


def _set_properties(word: Document, paper: Paper) -> None:
    core = word.core_properties
    core.title, core.author, core.language = paper.edition.title, paper.body.name, "de-DE"
    core.subject, core.comments, core.last_modified_by = paper.edition.programme, "", ""
    core.created = core.modified = (paper.stamp or _EPOCH).astimezone(UTC).replace(tzinfo=None)
    values = {"wir.edition": paper.edition.id, "wir.revision": paper.revision}
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(values.items(), start=2)
    )
    blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_PROPERTIES}/custom-properties" '
        f'xmlns:vt="{_PROPERTIES}/docPropsVTypes">{entries}</Properties>'
    ).encode()
    package = word.part.package
    assert package is not None
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, blob, package)
    package.relate_to(part, f"{_PROPERTIES}/relationships/custom-properties")


def _set_page(word: Document, paper: Paper) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    page.footer.is_linked_to_previous = False
    old = page.footer.paragraphs[0]._p
    year = paper.answers.get("budget_year", "")
    text = " · ".join(str(part) for part in ("„WIR“-Koordination", paper.body.name, year) if part)
    old.addnext(parse_xml(_FOOTER.format(w=W, text=escape(text))))
    old.getparent().remove(old)


def _drop_leftovers(word: Document) -> None:
    """What python-docx's template brings along and nobody needs, such as a picture of it."""
    package = word.part.package
    assert package is not None
    for source in (package.rels, word.part.rels):
        for key, relation in list(source.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                del source[key]


def _without_clock(data: bytes) -> bytes:
    """The same zip with its entries dated alike."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name, blob in _entries(old):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, blob)
    return buffer.getvalue()


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in archive.namelist():
        yield name, archive.read(name)
