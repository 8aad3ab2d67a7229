import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import PASTED, texts
from wirportal.editions.text import clean_line, clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  a  ", "a"),
        ("a\r\nb\rc\vd\fe\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("x\x00y\x07z", "xyz"),
        ("a\ud800b", "ab"),
        ("Mu\u0308ller, A\u0308rger", "Müller, Ärger"),
        ("\uf0b7 eins\n\u2003\uf0b7\tzwei", "- eins\n- zwei"),
        ("\ufeffzero\u200bwidth\u2060", "zerowidth"),
        ("gut\u202eschlecht\u202c", "gutschlecht\u202c"),
        ("שלום עולם", "שלום עולם"),
        ("👩‍👩‍👧 می‌خواهم", "👩‍👩‍👧 می‌خواهم"),
        ("a\tb\u00a0c", "a\tb\u00a0c"),
    ],
)
def test_text_is_kept_as_people_see_it(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


def test_line_is_one_line() -> None:
    assert clean_line(" a\n\tb\u00a0 c ") == "a b c"


@given(st.one_of(texts, st.text(alphabet=list("".join(PASTED) + "\uf0b7 \n\u2003"))))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    assert clean_text(clean_text(raw)) == clean_text(raw)
    assert clean_line(clean_line(raw)) == clean_line(raw)
