"""Put what a reader found to the questions of an edition."""

import re

from wirportal.documents.reading import head_and_foot
from wirportal.documents.reading.anchors import GUESS, Region, regions
from wirportal.documents.reading.desk import Desk, is_blank
from wirportal.documents.reading.flow import flowing
from wirportal.documents.reading.imported import Imported
from wirportal.documents.reading.printed import is_placeholder
from wirportal.documents.reading.prompts import Prompt, foot_labels, prompts
from wirportal.documents.reading.source import END, FIELD, Source, unmarked
from wirportal.documents.reading.tables import take_tables
from wirportal.editions.model import Edition
from wirportal.editions.text import clean_text

_BY_TAG, _BY_FIELD, _BY_HEADING = 1.0, 0.95, 0.9


def placed(source: Source, edition: Edition) -> Imported:
    """Everything the source holds: at its question, or unassigned."""
    desk = Desk(source, edition)
    for question_id, value in source.tagged.items():
        desk.put(question_id, value, _BY_TAG, source.origin)
    _place_text(desk, prompts(edition))
    body = desk.body()
    order = list(edition.questions)
    return Imported(
        answers={q: desk.answers[q] for q in order if q in desk.answers},
        findings=tuple(desk.findings[q] for q in order if q in desk.findings),
        unassigned=tuple(desk.unassigned),
        body=body,
        revision=source.revision,
        edition=source.edition or edition.id,
    )


def _place_text(desk: Desk, all_prompts: tuple[Prompt, ...]) -> None:
    text = desk.source.text
    pieces = regions(text, all_prompts)
    foot = [n for n, p in enumerate(all_prompts) if p.label in foot_labels(desk.edition)]
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        content = _taken(desk, all_prompts, piece, text[piece.start : piece.end])
        if piece.index is None or piece.index < 0 or piece.index > foot[0]:
            desk.leave(content)
        elif piece.index == foot[0]:
            _put_place_and_date(desk, content)
        else:
            following_index = following.index if following else None
            _put_below(desk, all_prompts, piece, following_index, content, foot[0])


def _taken(desk: Desk, all_prompts: tuple[Prompt, ...], piece: Region, content: str) -> str:
    prompt = all_prompts[piece.index] if piece.index is not None and piece.index >= 0 else None
    return take_tables(desk, content, (prompt.rest or prompt.target) if prompt else "")


def _put_below(
    desk: Desk,
    all_prompts: tuple[Prompt, ...],
    piece: Region,
    following: int | None,
    content: str,
    foot: int,
) -> None:
    prompt = all_prompts[piece.index or 0]
    skipped = all_prompts[(piece.index or 0) + 1 : foot if following is None else following]
    if prompt.inline:
        content = _put_line(desk, prompt, content)
    if following == foot and not _answerable(skipped):
        content = _put_applicant(desk, content)
    target = prompt.rest if prompt.inline else prompt.target
    is_certain = piece.score >= GUESS and following is not None and not _answerable(skipped)
    if target and is_certain:
        _put_answer(desk, target, content, piece.score)
    else:
        desk.leave(content)


def _answerable(skipped: tuple[Prompt, ...]) -> bool:
    """Whether prompts with an answer of their own were not found there."""
    return any(prompt.rest or (prompt.target and not prompt.inline) for prompt in skipped)


def _put_answer(desk: Desk, question_id: str, content: str, score: float) -> None:
    outside = re.sub(f"{FIELD}.*?{END}", "", content, flags=re.DOTALL)
    in_fields = outside != content and not outside.strip()
    trust, origin = (_BY_FIELD, "form-field") if in_fields else (_BY_HEADING, "heading")
    text = flowing(unmarked(content), desk.source.width)
    if desk.source.tagged.get(question_id):
        desk.leave(text)
    elif not is_blank(text) and not is_placeholder(text):
        desk.put(question_id, text, trust * score, origin)


def _put_line(desk: Desk, prompt: Prompt, content: str) -> str:
    """Answer a one-line question; what remains below the line."""
    line, _, below = content.lstrip(" \t").partition("\n")
    line = unmarked(line)
    question = desk.edition.questions.get(prompt.target)
    if question and question.printed:
        line, _, behind = line.partition(question.printed.partition("{}")[2] or "\n")
        below = behind + "\n" + below
    line = "" if is_placeholder(line) else line
    line = clean_text(line.replace(question.hint, "") if question and question.hint else line)
    if question and question.kind == "date":
        date, before = head_and_foot.german_date(line)
        line = date or before
    if prompt.body_type and not is_blank(line):
        desk.put_body(line, prompt.body_type)
    elif prompt.target and not is_blank(line):
        desk.put(prompt.target, line, _BY_HEADING, "heading")
    return below


def _put_applicant(desk: Desk, content: str) -> str:
    """Answer the applicant's line above its label; what remains is the last question's."""
    marked = list(re.finditer(f"{FIELD}(.*?){END}", content, re.DOTALL))
    if len(marked) > 1:
        last = marked[-1]
        desk.put("applicant", last[1], _BY_FIELD, "form-field")
        return content[: last.start()] + content[last.end() :]
    parted = head_and_foot.last_answer(unmarked(content))
    desk.put("applicant", parted.applicant, _BY_HEADING, "heading")
    desk.leave(parted.doubtful)
    return parted.answer


def _put_place_and_date(desk: Desk, content: str) -> None:
    place, date = head_and_foot.place_and_date(unmarked(content))
    for question_id, text in (("place", place), ("date", date)):
        if not is_blank(text):
            desk.put(question_id, text, _BY_HEADING, "heading")
