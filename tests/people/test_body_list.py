"""The official list as a file: what is read, and what is refused with its line."""

from datetime import date

import pytest

from wirportal.people.bodies import BODIES
from wirportal.people.body_list import HEAD, MAX_BYTES, MAX_LINES, Unfit, read_list

LIST = BODIES.read_bytes()
HANAU = "06415000,064150000000,Hanau,Kreisfreie Stadt,Hanau,Darmstadt,101364,2026-01-01,"


def listed(*lines: str) -> bytes:
    return "\n".join([",".join(HEAD), *lines]).encode()


def faults(data: bytes) -> list[str]:
    with pytest.raises(Unfit) as unfit:
        read_list(data)
    return [str(fault) for fault in unfit.value.faults]


def test_the_shipped_list_is_read() -> None:
    rows = read_list(LIST)
    assert len(rows) == 34
    assert (rows[0].line, rows[0].name) == (2, "Landkreis Bergstraße")
    assert rows[0].valid_from == date(2014, 1, 1)


def test_it_may_come_out_of_a_german_spreadsheet() -> None:
    german = LIST.replace(b",", b";").replace(b"\n", b"\r\n").replace(b"2026-01-01", b"01.01.2026")
    assert read_list(b"\xef\xbb\xbf" + german) == read_list(LIST)


def test_empty_lines_do_not_count() -> None:
    assert [row.line for row in read_list(listed("", HANAU, ""))] == [3]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (HANAU.replace("06415000,", "6415000,"), "Spalte ags passt „6415000“ nicht"),
        (HANAU.replace("064150000000", "64150000000"), "Spalte ars"),
        (HANAU.replace("Kreisfreie Stadt", "Stadt"), "Kreisfreie Stadt oder Sonderstatusstadt"),
        (HANAU.replace("101364", "101.364"), "Spalte population_2023 passt „101.364“ nicht"),
        (HANAU.replace("101364", "-1"), "Spalte population_2023"),
        (HANAU.replace("101364", "١٠١"), "Spalte population_2023"),
        (HANAU.replace("2026-01-01", "2026-02-30"), "Spalte valid_from passt „2026-02-30“ nicht"),
        (HANAU.replace("2026-01-01", "1.1.26"), "Spalte valid_from"),
        (HANAU + "morgen", "Spalte valid_to"),
        (HANAU + "2025-12-31", "Der letzte Tag liegt vor dem ersten"),
        (HANAU.replace(",Hanau,Kreis", ",,Kreis"), "Spalte name passt „“ nicht"),
        (HANAU.replace(",Hanau,Kreis", ",Ha\x00nau,Kreis"), "Spalte name"),
        (HANAU.replace("Kreisfreie Stadt", "Landkreis"), "hat 5 Ziffern, sonst 8"),
        (HANAU.replace("064150000000", "064160000000"), "passen nicht zueinander"),
        (HANAU + ",mehr", "10 Spalten statt 9"),
        ("Hanau", "1 Spalten statt 9"),
        ('"Hanau', "Anführungszeichen"),
    ],
)
def test_a_line_that_does_not_fit_is_named(line: str, says: str) -> None:
    (fault,) = faults(listed(HANAU, line))
    assert fault.startswith("Zeile 3: ")
    assert says in fault


def test_all_faults_are_said_at_once() -> None:
    wrong = HANAU.replace("101364", "viele").replace("2026-01-01", "bald")
    assert [fault[:8] for fault in faults(listed(wrong, HANAU, wrong))] == [
        *("Zeile 2:", "Zeile 2:"),
        *("Zeile 4:", "Zeile 4:"),
    ]


def test_another_encoding_is_refused_with_its_line() -> None:
    (fault,) = faults(LIST.decode().encode("cp1252"))
    assert fault.startswith("Zeile 2: Die Datei ist nicht in UTF-8")


@pytest.mark.parametrize(
    "head",
    [
        ",".join(HEAD[:-1]),
        ",".join([*HEAD, "more"]),
        ",".join([HEAD[1], HEAD[0], *HEAD[2:]]),
        "|".join(HEAD),
    ],
)
def test_other_columns_are_refused(head: str) -> None:
    (fault,) = faults(f"{head}\n{HANAU}".encode())
    assert fault.startswith("Zeile 1: Die Spalten müssen genau so heißen: ags, ars, name")


def test_an_empty_list_is_refused() -> None:
    assert faults(listed()) == ["Die Liste ist leer."]
    assert faults(b"")[0].startswith("Zeile 1:")


def test_too_much_is_refused() -> None:
    assert "Kilobyte" in faults(b"x" * (MAX_BYTES + 1))[0]
    assert "Zeilen" in faults(listed(*["x"] * MAX_LINES))[0]
