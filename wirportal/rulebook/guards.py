"""Conditions that a table of roles and states can't hold: the reason why not, or None."""

from collections.abc import Callable

from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.roles import CARE, REACH, ROLES_IN, Role, Scope
from wirportal.rulebook.states import WAY_LABELS, InvitationState, OpinionState, Way
from wirportal.rulebook.timing import Timing
from wirportal.sentence import Sentence

Guard = Callable[[Case, Actor], Sentence | None]


def only_assigned(case: Case, actor: Actor) -> Sentence | None:
    """Who only contributes reaches the questions that were assigned, and no others."""
    if actor.roles - {Role.CONTRIBUTOR} or case.question in actor.questions:
        return None
    return Sentence("Diese Frage ist Ihnen nicht oder nicht mehr zugeordnet.")


def while_asked_for(case: Case, actor: Actor) -> Sentence | None:
    """Once handed in, only that is changed which the authority asks for."""
    if case.asked_for is None or not case.question or case.question in case.asked_for:
        return None
    return Sentence("Diese Frage gehört nicht zur Nachforderung.")


def only_what_is_asked_for(case: Case, actor: Actor) -> Sentence | None:
    """What is asked back is a question of the form, or a paper of the call."""
    if not case.asks_beside:
        return None
    return Sentence("Nachfordern können Sie nur Fragen des Formulars und Unterlagen des Aufrufs.")


def with_items(case: Case, actor: Actor) -> Sentence | None:
    """A Nachforderung asks for something."""
    return Sentence("Die Nachforderung hat noch keinen Punkt.") if case.items == 0 else None


def with_a_day_ahead(case: Case, actor: Actor) -> Sentence | None:
    """Whoever is asked has until tomorrow at least."""
    if case.day_ahead is not False:
        return None
    return Sentence("Bitte nennen Sie einen Tag ab morgen, bis zu dem Sie die Antwort erbitten.")


def once_answered(case: Case, actor: Actor) -> Sentence | None:
    """What was required is there: a changed text or a reply to each."""
    if not case.unanswered:
        return None
    if case.unanswered == 1:
        return Sentence("Ein Punkt der Nachforderung ist noch nicht beantwortet.")
    return Sentence(
        "{count} Punkte der Nachforderung sind noch nicht beantwortet.", count=case.unanswered
    )


def only_if_asked(case: Case, actor: Actor) -> Sentence | None:
    """An assignment is handed back by the person who was asked."""
    if case.asked is None or case.asked == actor.user_id:
        return None
    return Sentence("Diese Aufgabe gehört einer anderen Person.")


def only_members(case: Case, actor: Actor) -> Sentence | None:
    """Who is asked belongs to the organisation."""
    if case.asked_roles is None or case.asked_roles:
        return None
    return Sentence("Um Mitzeichnung bitten können Sie nur Personen Ihrer Organisation.")


def only_own_people(case: Case, actor: Actor) -> Sentence | None:
    """Who sees to a condition belongs to the organisation."""
    if case.asked_roles is None or case.asked_roles:
        return None
    return Sentence("Zuständig kann nur eine Person Ihrer Organisation sein.")


def keeps_an_administrator(case: Case, actor: Actor) -> Sentence | None:
    """Somebody must be left who can give roles."""
    if not case.last_administrator:
        return None
    return Sentence("Das ist die letzte Person mit der Aufgabe „Administration“.")


def without_errors(case: Case, actor: Actor) -> Sentence | None:
    """The check finds nothing that must be mended before it is signed."""
    if not case.errors:
        return None
    if case.errors == 1:
        return Sentence("Die Prüfung nennt noch einen Fehler. Bitte beheben Sie ihn zuerst.")
    return Sentence(
        "Die Prüfung nennt noch {count} Fehler. Bitte beheben Sie sie zuerst.", count=case.errors
    )


def with_required_papers(case: Case, actor: Actor) -> Sentence | None:
    """What the call asks for lies beside the concept."""
    if not case.papers_missing:
        return None
    return Sentence(
        "Es fehlen noch Unterlagen, die der Förderaufruf verlangt: {names}. "
        "Bitte fügen Sie sie unter „Anlagen“ hinzu.",
        names=", ".join(case.papers_missing),
    )


def once_checked(case: Case, actor: Actor) -> Sentence | None:
    """A worker has looked into every file at hand."""
    if not case.files_waiting:
        return None
    return Sentence(
        "Eine Datei wird noch geprüft. Bitte versuchen Sie es gleich noch einmal.",
    )


def without_refused_files(case: Case, actor: Actor) -> Sentence | None:
    """No file at hand was refused."""
    if not case.files_refused:
        return None
    return Sentence(
        "Eine Datei wurde bei der Prüfung abgewiesen. Bitte entfernen oder ersetzen Sie sie."
    )


def while_paper_is_asked_for(case: Case, actor: Actor) -> Sentence | None:
    """Once handed in, only those papers are changed which the authority asks for."""
    if case.asked_for is None or not case.question or case.question in case.asked_for:
        return None
    return Sentence("Diese Unterlage gehört nicht zur Nachforderung.")


def not_of_another_version(case: Case, actor: Actor) -> Sentence | None:
    """The text of the scan, where it has any, does not say that it is another version."""
    if not case.other_code:
        return None
    return Sentence(
        "Im Text des Scans steht „Fassung {code}“. Das ist nicht die Fassung, die gezeichnet wird. "
        "Bitte drucken Sie die richtige Fassung aus und lassen Sie sie unterschreiben.",
        code=case.other_code,
    )


def keeps_papers_in_use(case: Case, actor: Actor) -> Sentence | None:
    """What was sent in or asked for belongs to concepts already."""
    if not case.paper_in_use:
        return None
    return Sentence(
        "Eine Unterlage, die Sie streichen, liegt schon bei einem Konzept oder ist nachgefordert. "
        "Sie bleibt deshalb in der Liste; Sie können sie als freiwillig kennzeichnen."
    )


def keeps_rows_with_findings(case: Case, actor: Actor) -> Sentence | None:
    """What was found in earlier cases must stay readable."""
    if not case.row_in_use:
        return None
    return Sentence(
        "Zu einer Zeile, die Sie ändern oder streichen, gibt es schon ein Ergebnis. "
        "Sie bleibt deshalb in der Prüfliste, wie sie ist."
    )


def while_this_version(case: Case, actor: Actor) -> Sentence | None:
    """Nobody has taken back, and given again, what the person looks at."""
    if case.this_version is not False:
        return None
    return Sentence(
        "Diese Fassung wird nicht mehr gezeichnet. Bitte sehen Sie sich die neue Fassung an."
    )


def only_named(case: Case, actor: Actor) -> Sentence | None:
    """People sign in the place with their name, in the order of the form."""
    if case.named is not False:
        return None
    return Sentence("Die nächste Unterschrift gehört einer anderen Person.")


def while_unsigned(case: Case, actor: Actor) -> Sentence | None:
    """A signature is missing."""
    return Sentence("Es fehlt keine Unterschrift mehr.") if case.unsigned == 0 else None


def once_signed(case: Case, actor: Actor) -> Sentence | None:
    """Everybody has signed."""
    return Sentence("Es fehlen noch Unterschriften.") if case.unsigned else None


def if_allowed(way: Way) -> Guard:
    """The call takes signatures of this kind."""

    def guard(case: Case, actor: Actor) -> Sentence | None:
        if case.ways is None or way in case.ways:
            return None
        return Sentence(
            "Dieser Förderaufruf sieht „{way}“ nicht vor.", way=Sentence(WAY_LABELS[way])
        )

    return guard


def once_opened(case: Case, actor: Actor) -> Sentence | None:
    """There is a file."""
    if case.has_file is not False:
        return None
    return Sentence("Es gibt noch keine Akte. Bitte beginnen Sie zuerst die Prüfung.")


def only_officers(case: Case, actor: Actor) -> Sentence | None:
    """Who sees to a file is a case officer."""
    if case.is_officer is not False:
        return None
    return Sentence("Zuständig kann nur sein, wer die Aufgabe „Sachbearbeitung“ hat.")


def unless_opinion_is_open(case: Case, actor: Actor) -> Sentence | None:
    """The ministry is asked one thing at a time."""
    if case.opinion is not OpinionState.OPEN:
        return None
    return Sentence("Das Ministerium ist schon um eine Stellungnahme gebeten.")


def while_opinion_is_open(case: Case, actor: Actor) -> Sentence | None:
    """Somebody has asked for it, and nobody has given it or taken the request back."""
    return None if case.opinion is None else _OPINION_REASONS[case.opinion]


_OPINION_REASONS = {
    OpinionState.OPEN: None,
    OpinionState.GIVEN: Sentence("Diese Stellungnahme ist schon abgegeben."),
    OpinionState.CANCELLED: Sentence("Die Bitte um diese Stellungnahme ist zurückgezogen."),
}


def while_call_is_open(case: Case, actor: Actor) -> Sentence | None:
    """The call has begun and its time is not over, or it takes late concepts too."""
    return None if case.timing is None else _TIMING_REASONS[case.timing]


_TIMING_REASONS = {
    Timing.EARLY: Sentence("Der Förderaufruf hat noch nicht begonnen."),
    Timing.OPEN: None,
    Timing.LATE: None,
    Timing.CLOSED: Sentence("Die Frist des Förderaufrufs ist abgelaufen."),
}


def while_body_is_eligible(case: Case, actor: Actor) -> Sentence | None:
    """On the call's day the organisation counts as a body that may apply."""
    if case.eligible is None or case.eligible:
        return None
    return Sentence(
        "Ihre Organisation ist am Stichtag dieses Förderaufrufs nicht antragsberechtigt."
    )


def one_call_a_year(case: Case, actor: Actor) -> Sentence | None:
    """Each Haushaltsjahr has one call at most."""
    if not case.year_taken:
        return None
    return Sentence("Für dieses Haushaltsjahr gibt es schon einen Förderaufruf.")


def before_first_concept(case: Case, actor: Actor) -> Sentence | None:
    """What a concept was begun on stays as it was."""
    if not case.concepts:
        return None
    return Sentence(
        "Zu diesem Förderaufruf gibt es schon Konzepte. Haushaltsjahr, Formularfassung, Richtlinie "
        "und Stichtag bleiben deshalb, wie sie sind."
    )


# --- decisions ------------------------------------------------------------------------------------


def within_caps(case: Case, actor: Actor) -> Sentence | None:
    """No more is granted than the directive provides for."""
    for grant in case.grants:
        if grant.most is not None and grant.amount > grant.most:
            return Sentence(
                "„{label}“: Dafür sieht die Richtlinie höchstens {most} Euro vor.",
                label=grant.label,
                most=f"{grant.most:,.2f}".translate(_GERMAN),
            )
    return None


_GERMAN = str.maketrans(",.", ".,")


def while_unissued(case: Case, actor: Actor) -> Sentence | None:
    """What the municipality has got stays as it is."""
    if not case.issued:
        return None
    return Sentence("Der Bescheid ist erlassen und ändert sich nicht mehr.")


def while_written(case: Case, actor: Actor) -> Sentence | None:
    """The decision was not given to be countersigned yet."""
    if not case.given:
        return None
    return Sentence("Die Entscheidung liegt zur Mitzeichnung vor; ihr Text steht deshalb fest.")


def while_given(case: Case, actor: Actor) -> Sentence | None:
    """The decision was given to be countersigned."""
    if case.given is not False:
        return None
    return Sentence("Die Entscheidung liegt nicht zur Mitzeichnung vor.")


def says_everything(case: Case, actor: Actor) -> Sentence | None:
    """The text names all that is decided."""
    if not case.lacking:
        return None
    return Sentence("Im Text des Bescheids fehlt: {what}", what=case.lacking)


def not_own_words(case: Case, actor: Actor) -> Sentence | None:
    """Four eyes: who has written in the decision does not countersign it."""
    if not case.own_words:
        return None
    return Sentence(
        "Mitzeichnen muss eine andere Person als die, die den Vorschlag geschrieben hat."
    )


def once_countersigned(case: Case, actor: Actor) -> Sentence | None:
    """The second person has signed."""
    if case.countersigned is not False:
        return None
    return Sentence("Die Mitzeichnung der zweiten Person fehlt noch.")


# --- people and their roles -----------------------------------------------------------------------


def only_roles_in_their_care(case: Case, actor: Actor) -> Sentence | None:
    """Who looks after people gives and takes the roles that `CARE` names."""
    if case.role is None or any(case.role in CARE[role].roles for role in actor.roles):
        return None
    return Sentence("Diese Aufgabe vergibt nur die Administration.")


def only_roles_of_the_organisation(case: Case, actor: Actor) -> Sentence | None:
    """A municipality has no case officers, the authority no coordinators."""
    if case.role is None or not case.kind or case.role in ROLES_IN[case.kind]:
        return None
    return Sentence("Diese Aufgabe gibt es in dieser Organisation nicht.")


def only_for_who_has_the_role(case: Case, actor: Actor) -> Sentence | None:
    """A deputy is for a role that the other person has; single questions are asked of a person."""
    if case.role is None or case.represented is None:
        return None
    if REACH[case.role].scope is Scope.ASSIGNED:
        return Sentence("Für die Mitzeichnung gibt es keine Vertretung: Bitten Sie eine Person.")
    if case.role in case.represented:
        return None
    return Sentence("Wer vertreten werden soll, hat diese Aufgabe dort nicht.")


def while_invitation_waits(case: Case, actor: Actor) -> Sentence | None:
    """Nobody has accepted it or taken it back; it may have run out."""
    if case.invitation is InvitationState.EXPIRED:
        return None
    return while_invitation_is_open(case, actor)


def while_invitation_is_open(case: Case, actor: Actor) -> Sentence | None:
    """It can still be accepted."""
    return None if case.invitation is None else _INVITATION_REASONS[case.invitation]


_INVITATION_REASONS = {
    InvitationState.OPEN: None,
    InvitationState.EXPIRED: Sentence("Diese Einladung ist abgelaufen."),
    InvitationState.ACCEPTED: Sentence("Diese Einladung wurde schon angenommen."),
    InvitationState.WITHDRAWN: Sentence("Diese Einladung wurde zurückgezogen."),
}


def only_if_invited(case: Case, actor: Actor) -> Sentence | None:
    """An invitation is for one address."""
    if case.invited is not False:
        return None
    return Sentence("Diese Einladung gilt für eine andere Adresse als Ihre.")
