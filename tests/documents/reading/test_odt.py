"""OpenDocument texts as the format means them: blanks, lists, fields, changes, tables."""

import io
import zipfile

import pytest

from tests.documents.reading.conftest import Read
from wirportal.documents.errors import UnreadableFile

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"))
)
MIMETYPE = "application/vnd.oasis.opendocument.text"
QUESTION = "<text:p>4.1. Was wurde umgesetzt (Stand der Maßnahmen), was fehlt (Bedarf)?</text:p>"
NEXT = "<text:p>4.2. Integrationsverständnis des Landkreises, der kreisfreien Stadt</text:p>"


def odt(content: str, styles: str = "", manifest: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "content.xml",
            f"<office:document-content {_SPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{content}</office:text>"
            "</office:body></office:document-content>",
        )
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("<text:p>eins\n   zwei</text:p>", "eins zwei"),
        ('<text:p>eins<text:s text:c="3"/>zwei<text:tab/>drei</text:p>', "eins   zwei\tdrei"),
        ("<text:p>eins<text:line-break/>zwei</text:p>", "eins\nzwei"),
        ("<text:p>e<text:span>in</text:span>s</text:p><text:h>zwei</text:h>", "eins\nzwei"),
        (
            "<text:tracked-changes><text:p>gelöscht</text:p></text:tracked-changes>"
            "<text:p>eins<office:annotation><text:p>?</text:p></office:annotation></text:p>",
            "eins",
        ),
        (
            '<text:list text:style-name="B"><text:list-item><text:p>a</text:p></text:list-item>'
            "<text:list-item><text:p>b</text:p></text:list-item></text:list>",
            "- a\n- b",
        ),
        (
            '<text:list text:style-name="N"><text:list-item><text:p>a</text:p></text:list-item>'
            "</text:list><text:p>und</text:p>"
            '<text:list text:style-name="N" text:continue-numbering="true"><text:list-item>'
            "<text:p>b</text:p></text:list-item></text:list>",
            "1. a\nund\n2. b",
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
            '<table:table-cell table:number-columns-repeated="2"><text:p>b</text:p>'
            "</table:table-cell></table:table-row></table:table>",
            "a\tb\tb",
        ),
        (
            "<text:p><text:text-input>4.2. Feld&#13;Zeile</text:text-input></text:p>",
            "4.2. Feld\nZeile",
        ),
    ],
)
def test_text_is_read_as_the_format_means_it(content: str, answer: str, read: Read) -> None:
    styles = (
        '<text:list-style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'style:name="N"><text:list-level-style-number text:level="1"/></text:list-style>'
    )
    assert read(odt(QUESTION + content + NEXT, styles)).answers == {"status": answer}


def test_footnote_is_kept_apart(read: Read) -> None:
    note = "<text:note><text:note-body><text:p>Stand: Mai</text:p></text:note-body></text:note>"
    imported = read(odt(f"{QUESTION}<text:p>eins{note}</text:p>{NEXT}"))
    assert (imported.answers, imported.unassigned) == ({"status": "eins"}, ("Stand: Mai",))


def test_locked_text_is_refused(read: Read) -> None:
    with pytest.raises(UnreadableFile, match="Passwort"):
        read(odt("", manifest="<manifest:encryption-data/>"))
