"""What goes into a file that is given out: a function for each part, see `FILED` at the end.

Only what both sides have made known to one another, and what is the authority's own: no drafts of
the municipality, none of requests or decisions. Bytes are read when they are written, one paper at
a time; what each function costs besides is the same however much the file holds.
"""

from collections.abc import Callable

from django.db.models import Prefetch

from wirportal.concepts.models import Concept, Submission, Upload
from wirportal.documents.casefile import Enclosed, Facts, Record
from wirportal.review.handed_in import Records, name_of, only, stored, submissions, uploaded
from wirportal.review.models import (
    Condition,
    Decision,
    Finding,
    Message,
    Note,
    Opinion,
    Remark,
    Request,
    RequestItem,
)

# --- between the two sides ------------------------------------------------------------------------


def requests(concept: Concept) -> Records:
    """What was asked back, with the letter; replies once they were handed in. Four queries."""
    last = Submission.objects.filter(seal__concept=concept).order_by("-at").first()
    items = RequestItem.objects.select_related("paper", "reply_by", "judged_by")
    sent = (
        Request.objects.filter(file__concept=concept, sent_at__isnull=False)
        .defer("letter")
        .select_related("sent_by", "answered_with__call")
        .prefetch_related(Prefetch("items", items))
    )
    for one in sent:
        assert last and one.sent_at
        facts: Facts = {
            "number": one.number,
            "sent_by": name_of(one.sent_by),
            "sent_at": one.sent_at,
            "due": one.due,
            "answered_with": one.answered_with.code if one.answered_with else None,
            "text": one.text,
        }
        path = f"nachforderung-{one.number}/schreiben.pdf"
        data = stored(only(Request, one.pk), "letter")
        yield Record(
            str(one),
            facts,
            (Enclosed(path, "letter", str(one), data, one.letter_sha256),),
            [_item(concept, item, is_answered=last.at > one.sent_at) for item in one.items.all()],
        )


def _item(concept: Concept, item: RequestItem, *, is_answered: bool) -> Record:
    asked: Facts = {
        "question": _question(concept, item.question),
        "paper": item.paper.name if item.paper else None,
        "required": item.required,
        "text": item.text,
    }
    if not is_answered:
        return Record(f"Punkt {item.place}", asked)
    answer: Facts = {
        "reply": item.reply,
        "reply_by": name_of(item.reply_by),
        "reply_at": item.reply_at,
        "outcome": item.get_state_display(),
        "judged_by": name_of(item.judged_by),
        "judged_at": item.judged_at,
    }
    return Record(f"Punkt {item.place}", asked | answer)


def _question(concept: Concept, question_id: str) -> str | None:
    question = concept.edition.questions.get(question_id)
    return question.short if question else question_id or None


def messages(concept: Concept) -> Records:
    """What both sides wrote, with the files that came with it; four queries."""
    said = (
        Message.objects.filter(concept=concept)
        .select_related("by")
        .prefetch_related(
            Prefetch("uploads__upload", Upload.objects.defer("data")), "uploads__upload__by"
        )
    )
    for number, message in enumerate(said, start=1):
        facts: Facts = {
            "from_authority": message.from_authority,
            "by": message.by.name,
            "at": message.at,
            "text": message.text,
        }
        files = [
            uploaded(one.upload, f"nachricht-{number}/datei-{place}")
            for place, one in enumerate(message.uploads.all(), start=1)
        ]
        yield Record(f"Nachricht {number}", facts, (), files)


# --- the authority's own --------------------------------------------------------------------------


def opinions(concept: Concept) -> Records:
    """What the ministry was asked, and what it says; one query."""
    asked = Opinion.objects.filter(file__concept=concept)
    for one in asked.select_related("asked_by", "moved_by", "cancelled_by", "given_by"):
        facts: Facts = {
            "asked_by": one.asked_by.name,
            "asked_at": one.asked_at,
            "question": one.question,
            "due": one.due,
            "moved_by": name_of(one.moved_by),
            "moved_at": one.moved_at,
            "moved_why": one.moved_why,
            "cancelled_by": name_of(one.cancelled_by),
            "cancelled_at": one.cancelled_at,
            "cancelled_why": one.cancelled_why,
            "given_by": name_of(one.given_by),
            "given_at": one.given_at,
            "text": one.text,
        }
        yield Record("Stellungnahme", facts)


def findings(concept: Concept) -> Records:
    """The checklist as far as somebody has said something; one query."""
    found = Finding.objects.filter(file__concept=concept).select_related("row", "by")
    for one in found:
        facts: Facts = {
            "part": one.row.get_part_display(),
            "rests_on": one.row.rests_on,
            "question": _question(concept, one.row.question),
            "outcome": one.get_outcome_display(),
            "remark": one.remark,
            "by": one.by.name,
            "at": one.at,
        }
        yield Record(one.row.text, facts)


def remarks(concept: Concept) -> Records:
    """What there is to say about questions of the form; one query."""
    for one in Remark.objects.filter(file__concept=concept).select_related("by"):
        facts: Facts = {"text": one.text, "by": one.by.name, "at": one.at}
        yield Record(_question(concept, one.question) or one.question, facts)


def notes(concept: Concept) -> Records:
    """The authority's private notes; one query."""
    for one in Note.objects.filter(file__concept=concept).select_related("by"):
        yield Record("Notiz", {"text": one.text, "by": one.by.name, "at": one.at})


def decisions(concept: Concept) -> Records:
    """What was issued, each version with all that hangs on it; five queries."""
    done = Condition.objects.select_related("owner", "done_by")
    issued = (
        Decision.objects.filter(file__concept=concept, issued_at__isnull=False)
        .defer("pdf")
        .select_related("by", "countersigned_by", "issued_by", "opened_by")
        .prefetch_related(
            "amounts",
            Prefetch("conditions", done.prefetch_related(_PROOF, "proof__by")),
            "objections__by",
        )
        .order_by("version")
    )
    for one in issued:
        folder = f"bescheid-{one.version}"
        data = stored(only(Decision, one.pk), "pdf")
        paper = Enclosed(f"{folder}/bescheid.pdf", "letter", "Bescheid", data, one.pdf_sha256)
        yield Record(
            f"Bescheid, Fassung {one.version}",
            _decided(one),
            (paper,),
            (*_amounts(one), *_conditions(one, folder), *_objections(one)),
        )


_PROOF = Prefetch("proof", Upload.objects.defer("data"))


def _decided(one: Decision) -> Facts:
    return {
        "result": one.get_result_display(),
        "period_from": one.period_from,
        "period_to": one.period_to,
        "text": one.text,
        "why": one.why,
        "by": one.by.name,
        "at": one.at,
        "countersigned_by": name_of(one.countersigned_by),
        "countersigned_at": one.countersigned_at,
        "issued_by": name_of(one.issued_by),
        "issued_at": one.issued_at,
        "opened_first_by": name_of(one.opened_by),
        "opened_first_at": one.opened_at,
    }


def _amounts(decision: Decision) -> Records:
    for one in decision.amounts.all():
        facts: Facts = {"quantity": one.quantity, "amount": one.amount}
        yield Record(
            one.label, facts | {"cap": one.cap, "unit": one.unit, "cap_verified": one.verified}
        )


def _conditions(decision: Decision, folder: str) -> Records:
    """What was done about a condition is told once the municipality calls it done."""
    for one in decision.conditions.all():
        facts: Facts = {"text": one.text, "due": one.due}
        files = []
        if one.done_at:
            facts |= {
                "owner": name_of(one.owner),
                "note": one.note,
                "done_by": name_of(one.done_by),
                "done_at": one.done_at,
            }
            files = [uploaded(one.proof, f"{folder}/nachweis-{one.place}")] if one.proof else []
        yield Record(f"Auflage {one.place}", facts, (), files)


def _objections(decision: Decision) -> Records:
    for one in decision.objections.all():
        facts: Facts = {
            "received_on": one.received_on,
            "text": one.text,
            "by": one.by.name,
            "at": one.at,
        }
        yield Record("Widerspruch", facts)


FILED: dict[str, Callable[[Concept], Records]] = {
    "submissions": submissions,
    "requests": requests,
    "messages": messages,
    "opinions": opinions,
    "findings": findings,
    "remarks": remarks,
    "notes": notes,
    "decisions": decisions,
}
"""By the id of the part."""
