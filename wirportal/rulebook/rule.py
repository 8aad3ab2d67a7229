"""What can be done, and what a row of the table of rules says about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from wirportal.rulebook.guards import Guard
from wirportal.rulebook.roles import CARE, Role
from wirportal.rulebook.states import AssignmentState, State


class Action(StrEnum):
    CREATE = "concept.create"
    READ = "concept.read"
    READ_DRAFT = "concept.read_draft"
    READ_HISTORY = "answer.history"
    SAVE = "answer.save"
    IMPORT = "answer.import"
    EXPORT = "draft.export"
    SEE_LEDGER = "ledger.read"
    SEE_ASSIGNMENTS = "assignment.list"
    ASK = "assignment.ask"
    ASK_GUEST = "assignment.ask_guest"
    HAND_BACK = "assignment.hand_back"
    ACCEPT = "assignment.accept"
    ASK_AGAIN = "assignment.ask_again"
    CANCEL = "assignment.cancel"
    READ_COMMENTS = "comment.read"
    COMMENT = "comment.write"
    RESOLVE = "comment.resolve"
    REOPEN = "comment.reopen"
    SEAL = "seal.make"
    UNSEAL = "seal.break"
    SIGN = "seal.sign"
    SIGN_ON_PAPER = "seal.sign_on_paper"
    SIGN_BY_FILE = "seal.sign_by_file"
    SUBMIT = "concept.submit"
    SEE_BROKEN_SEALS = "seal.see_broken"
    SEE_ATTACHMENTS = "attachment.list"
    ATTACH = "attachment.add"
    DETACH = "attachment.remove"
    TAKE_UPLOAD = "upload.take"
    REFUSE_UPLOAD = "upload.refuse"
    READ_MESSAGES = "message.read"
    WRITE_MESSAGE = "message.write"
    SEE_CASE = "case.see"
    OPEN_CASE = "case.open"
    SEE_DESK = "desk.see"
    ARRANGE = "desk.arrange"
    SAVE_FINDINGS = "finding.save"
    REMARK = "finding.remark"
    READ_NOTES = "note.read"
    WRITE_NOTE = "note.write"
    ASK_OPINION = "opinion.ask"
    MOVE_OPINION = "opinion.move"
    CANCEL_OPINION = "opinion.cancel"
    GIVE_OPINION = "opinion.give"
    SEE_TEXT_BLOCKS = "text_block.see"
    CHANGE_TEXT_BLOCKS = "text_block.change"
    SEE_CHECKLISTS = "checklist.see"
    CHANGE_CHECKLIST = "checklist.change"
    SEE_REQUESTS = "request.see"
    WRITE_REQUEST = "request_draft.write"
    SEND_REQUEST = "request.send"
    REPLY = "reply.write"
    JUDGE_REPLY = "request_draft.judge"
    SEE_PROPOSAL = "proposal.see"
    PROPOSE = "proposal.write"
    WORD = "proposal.word"
    GIVE_PROPOSAL = "proposal.give"
    SEND_BACK = "proposal.send_back"
    COUNTERSIGN = "proposal.countersign"
    APPROVE = "decision.approve"
    DECLINE = "decision.decline"
    SEE_DECISION = "decision.see"
    OPEN_DECISION = "decision.open"
    OBJECT = "decision.object"
    WITHDRAW = "concept.withdraw"
    SEE_CONDITIONS = "condition.see"
    CHANGE_CONDITION = "condition.change"
    CHANGE_LETTERHEAD = "organisation.letterhead"
    GIVE_OUT_FILE = "file.give_out"
    ACCOUNT = "account.see"
    CREDENTIALS = "account.credentials"
    SESSIONS = "account.sessions"
    SIGN_IN = "account.sign_in"
    NOTICES = "notice.read"
    DEADLINES = "call.remind"
    CALENDAR = "calendar.link"
    OWN_DATA = "account.data"
    TAKE_DATA = "account.take_data"
    LEAVE = "account.delete"
    SEE_ORGANISATIONS = "organisation.see"
    CHANGE_ORGANISATION = "organisation.change"
    IMPORT_BODIES = "organisation.import"
    SEE_CALLS = "call.see"
    CREATE_CALL = "call.create"
    CHANGE_CALL = "call.change"
    CHANGE_CALL_GROUNDS = "call.change_grounds"
    SEE_DIRECTIVES = "directive.see"
    CREATE_DIRECTIVE = "directive.create"
    CHANGE_DIRECTIVE = "directive.change"
    SEE_DENIALS = "ledger.denials"
    ERASE = "person.erase"
    SEE_RETENTION = "retention.see"
    SET_RETENTION = "retention.set"
    PRUNE = "retention.prune"
    SEE_MEMBERS = "membership.list"
    FIND_PERSON = "person.find"
    GIVE = "membership.give"
    RESCHEDULE = "membership.reschedule"
    REVOKE = "membership.revoke"
    INVITE = "invitation.send"
    SEE_LINK = "invitation.see_link"
    RENEW_INVITATION = "invitation.renew"
    WITHDRAW_INVITATION = "invitation.withdraw"
    JOIN = "invitation.accept"


@dataclass(frozen=True)
class Rule:
    """Who may do it (roles), when (states; None: it is no matter of a concept's state), to what
    end."""

    action: Action
    label: str
    roles: frozenset[Role]
    states: frozenset[State] | None
    requests: frozenset[AssignmentState] | None = None
    """How the request for Mitzeichnung at hand must stand; None: it is about no request."""
    to: State | AssignmentState | Mapping[State, State] | None = None
    """What the concept, or the request, is afterwards, by what it was before where that matters;
    None: as before."""
    guards: tuple[Guard, ...] = ()
    """What else must be true of the person."""
    when: tuple[Guard, ...] = ()
    """What else must be true of the time: the same person may on another day."""
    writes: bool = True
    """Whether it leaves an event in the ledger."""
    fresh: bool = False
    """Whether the person must have shown just now who they are."""
    told: str = ""
    """What is said of its event: {who} did it; with {person}, {code}, {note}, {what} where the
    event has them. After a colon the questions follow."""
    two_factors: bool = False
    """Whether a second factor is needed, whatever the person's roles ask for."""

    def after(self, state: State) -> State | AssignmentState:
        """What the concept, or the request, is once this was done; AssertionError where nothing
        is said of it."""
        to = self.to[state] if isinstance(self.to, Mapping) else self.to
        assert to
        return to

    @property
    def ends(self) -> frozenset[State | AssignmentState]:
        """Every state that it leads to."""
        if isinstance(self.to, Mapping):
            return frozenset(self.to.values())
        return frozenset({self.to} if self.to else ())


MUNICIPAL = frozenset({Role.COORDINATOR, Role.SIGNATORY, Role.LEADERSHIP})
STATE = frozenset({Role.OFFICER, Role.APPROVER, Role.MINISTRY})
COORDINATOR = frozenset({Role.COORDINATOR})
WRITERS = COORDINATOR | {Role.CONTRIBUTOR}
EVERYBODY = frozenset(Role)
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
CARERS = frozenset(CARE)
DRAFT = frozenset({State.DRAFT})
SEALED = frozenset({State.SEALED, State.RESEALED})
WRITABLE = frozenset({State.DRAFT, State.RETURNED})
"""The municipality writes: everything at first, later what was asked for."""
ANSWERING = frozenset({State.RETURNED, State.RESEALED})
"""The municipality answers a Nachforderung."""
AT_AUTHORITY = frozenset({State.SUBMITTED, State.IN_REVIEW})
UNDECIDED = AT_AUTHORITY | ANSWERING
"""The authority has it, and nobody has decided yet."""
DECIDED = frozenset({State.APPROVED, State.DECLINED})
DECIDABLE = DECIDED | {State.IN_REVIEW}
"""The authority decides, or corrects what it has decided."""
AUTHORITY = frozenset({Role.OFFICER, Role.APPROVER})
OFFICER = frozenset({Role.OFFICER})
MINISTRY = frozenset({Role.MINISTRY})
ANY = frozenset(State)
OPEN = frozenset({AssignmentState.OPEN})
HANDED_BACK = frozenset({AssignmentState.HANDED_BACK})
