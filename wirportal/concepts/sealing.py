"""The verbs from the finished draft to the authority: seal, sign, take back, submit.

They stand apart from `actions`, which drafts: a file for both would be too long to read. A verb
that finds its work done returns what was done the first time.
"""

import hashlib
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wirportal.concepts.actions import freeze
from wirportal.concepts.attachments import seal_with
from wirportal.concepts.beside import attachments_of, facts_beside
from wirportal.concepts.harm import require_no_virus
from wirportal.concepts.models import Call, Concept, Scan, Seal, Signature, SignedFile, Submission
from wirportal.concepts.previews import ask_for_preview
from wirportal.concepts.queries import answers_of, paper_of_revision, unsigned_of
from wirportal.concepts.steps import locked, move
from wirportal.concepts.tasks import judge_signed_file
from wirportal.concepts.telling import tell_of_step
from wirportal.documents import pdf, receipt
from wirportal.documents.inspecting import codes_in
from wirportal.documents.signatures import Verdict
from wirportal.editions.checks import check
from wirportal.editions.text import clean_line
from wirportal.ledger.actions import record
from wirportal.ledger.models import Event
from wirportal.people.models import Membership, User
from wirportal.rulebook.decide import decide, require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import RULES, Action
from wirportal.rulebook.states import State, Way
from wirportal.rulebook.timing import Timing


@transaction.atomic
def seal(*, concept_id: UUID, by: User, unanswered: int = 0) -> Seal:
    """Freeze the present answers and the PDF that is signed. Refused while the check finds errors.

    The PDF is drawn while the concept is locked: nobody can save in between.

    Args:
        unanswered: how many required items of a Nachforderung are; see `review.requesting.seal`.
    """
    concept = locked(concept_id)
    if whole := unsubmitted(concept):
        return whole
    answers = answers_of(concept)
    errors = sum(problem.severity == "error" for problem in check(concept.edition, answers))
    beside = facts_beside(concept)
    case = replace(concept.case, errors=errors, unanswered=unanswered, **beside)
    require(Action.SEAL, case, concept.actor(by))
    revision = freeze(concept=concept, answers=answers, by=by)
    data = pdf.render(paper_of_revision(concept, revision, draft=False))
    number = 1 + concept.seals.filter(submission__isnull=False).count()
    made = Seal.objects.create(
        concept=concept,
        revision=revision,
        round=number,
        pdf=data,
        pdf_sha256=hashlib.sha256(data).hexdigest(),
        by=by,
        at=timezone.now(),
    )
    signs = number == 1 or concept.call.signs_again
    Signature.objects.bulk_create(
        Signature(seal=made, place=place, name=row["name"], function=row.get("function") or "")
        for place, row in enumerate(answers["signatories"] if signs else (), start=1)
    )
    seal_with(made)
    _move(Action.SEAL, concept, by, made)
    return made


@transaction.atomic
def unseal(*, concept_id: UUID, by: User, reason: str) -> None:
    """Go back to drafting: the seal is broken, its signatures are void, and stay to be seen."""
    concept = locked(concept_id)
    if concept.state in RULES[Action.UNSEAL].ends:
        return
    require(Action.UNSEAL, concept.case, concept.actor(by))
    broken = break_seal(concept, by, clean_line(reason)[:500])
    assert broken
    _move(Action.UNSEAL, concept, by, broken, reason=broken.broken_why)


def break_seal(concept: Concept, by: User, why: str) -> Seal | None:
    """Void what is being signed, where there is something; the caller has locked the concept."""
    if broken := unsubmitted(concept):
        broken.broken_by, broken.broken_at, broken.broken_why = by, timezone.now(), why
        broken.save()
    return broken


@transaction.atomic
def sign(*, concept_id: UUID, seal_id: UUID, by: User) -> Signature:
    """The person whose turn it is declares, in the portal, that they sign this version."""
    concept = locked(concept_id)
    mine = concept.seals.filter(pk=seal_id, signatures__way=Way.PORTAL, signatures__by=by)
    if mine.exists():
        return Signature.objects.get(seal_id=seal_id, way=Way.PORTAL, by=by)
    case = signing_case(concept, seal_id, by)
    require(Action.SIGN, case, concept.actor(by))
    signature = unsigned_of(seal_id)[0]
    role = signs_for(by, signature, concept.organisation_id)
    signature.way, signature.by, signature.at = Way.PORTAL, by, timezone.now()
    signature.as_deputy = bool(role and role.deputy_for_id)
    signature.save()
    event = _record(Action.SIGN, concept, by, signature.seal, f"{signature.place}")
    tell_of_step(Action.SIGN, concept, by, event)
    return signature


def sign_on_paper(
    *, concept_id: UUID, seal_id: UUID, data: bytes, media_type: str, by: User
) -> Scan:
    """Enter the signatures that are missing from a scan of the printed version.

    Somebody has looked at the scan and confirmed that it is this version; who, is kept. A scan
    with text in it that names another version is refused all the same. Raises UnreadableFile.
    """
    require_no_virus(data)  # this and the next take a while: not while the concept is locked
    codes = codes_in(data, media_type)
    with transaction.atomic():
        return _take_scan(locked(concept_id), seal_id, data, media_type, codes, by)


def _take_scan(
    concept: Concept,
    seal_id: UUID,
    data: bytes,
    media_type: str,
    codes: frozenset[str],
    by: User,
) -> Scan:
    sha256 = hashlib.sha256(data).hexdigest()
    if known := Scan.objects.filter(signatures__seal=seal_id, sha256=sha256).first():
        return known
    missing = unsigned_of(seal_id)
    own = missing[0].seal.revision.code if missing else ""
    other = "" if own in codes else min(codes, default="")
    case = replace(signing_case(concept, seal_id, by), other_code=other)
    require(Action.SIGN_ON_PAPER, case, concept.actor(by))
    scan = Scan.objects.create(
        data=data, sha256=sha256, media_type=media_type, code_found=own in codes
    )
    now = timezone.now()
    for signature in missing:
        signature.way, signature.by, signature.at, signature.scan = Way.PAPER, by, now, scan
    Signature.objects.bulk_update(missing, ("way", "by", "at", "scan"))
    places = ", ".join(str(signature.place) for signature in missing)
    _record(Action.SIGN_ON_PAPER, concept, by, missing[0].seal, places)
    ask_for_preview(scan)
    return scan


def send_signed(*, concept_id: UUID, seal_id: UUID, data: bytes, by: User) -> SignedFile:
    """Keep a signed PDF and have a worker judge it; the size is the caller's to limit. Raises
    UnreadableFile."""
    require_no_virus(data)
    with transaction.atomic():
        return _keep_signed(locked(concept_id), seal_id, data, by)


def _keep_signed(concept: Concept, seal_id: UUID, data: bytes, by: User) -> SignedFile:
    sha256 = hashlib.sha256(data).hexdigest()
    if known := SignedFile.objects.filter(seal=seal_id, sha256=sha256).first():
        return known
    require(Action.SIGN_BY_FILE, signing_case(concept, seal_id, by), concept.actor(by))
    sent = SignedFile.objects.create(
        seal_id=seal_id, data=data, sha256=sha256, by=by, at=timezone.now()
    )
    judge_signed_file.enqueue(str(sent.pk))
    return sent


@transaction.atomic
def judge(*, file_id: UUID, verdict: Verdict) -> None:
    """Keep what was found in a signed PDF; where it counts, its signatures fill the next places.

    Nothing where it was judged before, or where the version is signed otherwise by now.
    """
    sent = SignedFile.objects.select_related("seal__revision", "by").get(pk=file_id)
    concept = locked(sent.seal.concept_id)
    if not SignedFile.objects.filter(pk=file_id, verdict__isnull=True).update(
        verdict=verdict.as_json()
    ):
        return
    case = signing_case(concept, sent.seal_id, sent.by)
    if verdict.accepted and decide(Action.SIGN_BY_FILE, case, concept.actor(sent.by)):
        filled = unsigned_of(sent.seal_id)[: len(verdict.signers)]
        for signature in filled:
            signature.way, signature.file = Way.FILE, sent
            signature.by, signature.at = sent.by, sent.at
        Signature.objects.bulk_update(filled, ("way", "file", "by", "at"))
    event = record(
        chain=concept.pk,
        actor_id=sent.by_id,
        action=Action.SIGN_BY_FILE,
        object=f"revision {sent.seal.revision.number}",
        after=sent.sha256,
        reason=verdict.quality,
    )
    tell_of_step(Action.SIGN_BY_FILE, concept, None, event)


def issued_before(sent: SignedFile) -> bytes:
    """What a signed PDF must begin with: the last one that counted, else the sealed PDF itself."""
    counted = SignedFile.objects.filter(seal=sent.seal_id, signatures__isnull=False)
    last = counted.exclude(pk=sent.pk).order_by("-at").first()
    return bytes(last.data if last else sent.seal.pdf)


@transaction.atomic
def submit(*, concept_id: UUID, seal_id: UUID, by: User) -> Submission:
    """Hand the signed version in, once: number, instant, receipt.

    The call is locked: that makes numbers follow one another, and lets one clock decide on time.
    """
    concept = locked(concept_id)
    if done := Submission.objects.select_related("call").filter(seal_id=seal_id).first():
        return done
    call = Call.objects.select_for_update().get(pk=concept.call_id)
    now = timezone.now()
    timing = None if concept.state == State.RESEALED else call.timing(now)
    case = replace(signing_case(concept, seal_id, by), timing=timing)
    require(Action.SUBMIT, case, concept.actor(by))
    last = Submission.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    made = Submission(
        seal=concept.seals.select_related("revision").get(pk=seal_id),
        call=call,
        number=last + 1,
        by=by,
        at=now,
        late=timing is Timing.LATE,
    )
    made.receipt = receipt.render(receipt_of(concept, made))
    made.save(force_insert=True)
    _move(Action.SUBMIT, concept, by, made.seal, number=made.code)
    return made


def receipt_of(concept: Concept, submission: Submission) -> receipt.Receipt:
    """What the confirmation says; a query each for body, signatures, attachments and submitter."""
    sealed = submission.seal
    return receipt.Receipt(
        programme=concept.edition.programme,
        body=concept.organisation.legal_name,
        budget_year=concept.budget_year,
        number=submission.code,
        at=submission.at,
        late=submission.late,
        by=submission.by.name,
        revision=sealed.revision.code,
        sha256=sealed.pdf_sha256,
        signatures=tuple(
            receipt.Signed(_signed_by(one), one.function, one.get_way_display(), one.at)
            for one in sealed.signatures.select_related("by")
            if one.at
        ),
        attachments=tuple(
            receipt.Attached(str(one.paper or ""), one.upload.name, one.upload.sha256)
            for one in attachments_of(concept, sealed)
        ),
    )


def _signed_by(signature: Signature) -> str:
    """Whose signature it is, and who stood in."""
    if not signature.as_deputy:
        return signature.name
    return f"{signature.name}, in Vertretung {signature.by}"


def signing_case(concept: Concept, seal_id: UUID, by: User) -> Case:
    """The facts about a version that is being signed; two queries."""
    whole = concept.seals.filter(pk=seal_id, broken_at=None, submission=None).exists()
    missing = unsigned_of(seal_id)
    return replace(
        concept.case,
        this_version=whole,
        ways=concept.call.ways,
        unsigned=len(missing),
        named=bool(signs_for(by, missing[0], concept.organisation_id)) if missing else None,
    )


def signs_for(user: User, signature: Signature, organisation_id: int) -> Membership | None:
    """The role in which the place is the user's: by their own name, or that of whom they stand in
    for. On the form the name may say more, such as a title."""
    printed = set(signature.name.casefold().split())
    for membership in user.held:
        if membership.role == Role.SIGNATORY and membership.organisation_id == organisation_id:
            person = membership.deputy_for or user
            if set(person.name.casefold().split()) <= printed:
                return membership
    return None


def unsubmitted(concept: Concept) -> Seal | None:
    """What is being signed now; one query."""
    return concept.seals.filter(broken_at=None, submission=None).first()


def _move(
    action: Action, concept: Concept, by: User, sealed: Seal, *, reason: str = "", **facts: str
) -> None:
    move(action, concept, by, f"revision {sealed.revision.number}", reason=reason, **facts)


def _record(action: Action, concept: Concept, by: User, sealed: Seal, places: str) -> Event:
    return record(
        chain=concept.pk,
        actor_id=by.pk,
        action=action,
        object=f"revision {sealed.revision.number} place {places}",
        after=sealed.pdf_sha256,
    )
