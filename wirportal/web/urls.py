"""Every address of the portal, by subject: German for people, English names for us."""

from django.urls import include, path, re_path, register_converter
from django.urls.converters import StringConverter
from django.views.i18n import set_language

from wirportal.web.access import public
from wirportal.web.views import (
    account,
    assignments,
    attachments,
    bodies,
    calls,
    case,
    checking,
    checklists,
    comments,
    concepts,
    decisions,
    delivered,
    desk,
    factors,
    file,
    findings,
    history,
    imports,
    invitations,
    ledger,
    letterheads,
    members,
    messages,
    notices,
    opinions,
    organisations,
    pages,
    papers,
    people,
    previews,
    privacy,
    reading,
    requests,
    retention,
    rows,
    section,
    signing,
    start,
    text_blocks,
    uploads,
)


class RowOperation(StringConverter):
    """An operation on the rows of a table."""

    regex = "|".join(rows.OPS)


register_converter(RowOperation, "row-operation")

SIGN_IN = [
    path("anmelden/", people.sign_in, name="sign-in"),
    path("anmelden/", people.sign_in, name="account_login"),  # as allauth calls it
    path("anmelden/zweiter-faktor/", people.second_factor, name="mfa_authenticate"),
    path("anmelden/passkey/", people.passkey_sign_in, name="mfa_login_webauthn"),
    path(
        "anmelden/organisation/<slug:provider_id>/",
        organisations.to_organisation,
        name="openid_connect_login",
    ),
    path(
        "anmelden/organisation/<slug:provider_id>/zurueck/",
        organisations.from_organisation,
        name="openid_connect_callback",
    ),
    path("passwort/", account.reset_password, name="reset-password"),
    path("passwort/unterwegs/", account.reset_sent, name="account_reset_password_done"),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        account.new_password,
        name="account_reset_password_from_key",
    ),
    path("abmelden/", people.sign_out, name="sign-out"),
    path("demo/<int:person>/", people.demo_sign_in, name="demo-sign-in"),
    path("sprache/", public("POST")(set_language), name="set_language"),
]

ACCOUNT = [
    path("", account.account, name="account"),
    path("bestaetigen/", people.confirm_person, name="confirm-person"),
    path("passwort/", account.change_password, name="change-password"),
    path("e-mail/", account.ask_new_email, name="change-email"),
    path("e-mail/<str:token>/", account.confirm_email, name="confirm-email"),
    path("anmeldungen/", account.sessions, name="sessions"),
    path("anmeldungen/andere-beenden/", account.end_other_sessions, name="end-other-sessions"),
    path("anmeldungen/<int:session>/beenden/", account.end_session, name="end-session"),
    path("verlauf/", ledger.account_ledger, name="account-ledger"),
    path("benachrichtigungen/", notices.preferences, name="notice-preferences"),
    path("kalender/", notices.calendar_link, name="calendar-link"),
    path("zweiter-faktor/", factors.factors, name="mfa_index"),
    path("zweiter-faktor/app/", factors.add_app, name="add-app"),
    path("zweiter-faktor/passkey/", factors.add_passkey, name="add-passkey"),
    path("zweiter-faktor/ersatzcodes/", factors.recovery_codes, name="recovery-codes"),
    path("zweiter-faktor/<int:factor>/entfernen/", factors.remove_factor, name="remove-factor"),
    path("daten/", privacy.own_data, name="own-data"),
    path("daten/herunterladen/", privacy.take_data, name="take-data"),
    path("loeschen/", privacy.delete_account, name="delete-account"),
]

RETENTION = [
    path("", retention.overview, name="retention"),
    path("<int:proposal>/", retention.proposal, name="proposal"),
    path("fristen/", retention.periods, name="periods"),
    path("fristen/<int:call>/", retention.call_periods, name="call-periods"),
]

WRITE = [
    path("", concepts.overview, name="concept"),
    path("abschnitt/<slug:section>/", section.section_page, name="section"),
    path("frage/<slug:question>/zeile/<row-operation:op>/", rows.change_rows, name="change-rows"),
    path("frage/<slug:question>/verlauf/", history.history, name="history"),
    path("pruefen/", checking.check, name="check"),
    path("lesen/", reading.read, name="read"),
    path("verlauf/", ledger.concept_ledger, name="ledger"),
]

TOGETHER = [
    path("abschnitt/<slug:section>/anwesend/", section.who_is_here, name="here"),
    path("mitzeichnung/", assignments.overview, name="assignments"),
    path("mitzeichnung/<int:assignment>/annehmen/", assignments.accept, name="accept"),
    path("mitzeichnung/<int:assignment>/zurueckziehen/", assignments.cancel, name="cancel"),
    path("mitzeichnung/<int:assignment>/noch-einmal/", assignments.ask_again, name="ask-again"),
    path("frage/<slug:question>/bitten/", assignments.ask, name="ask"),
    path("frage/<slug:question>/einladen/", invitations.ask_guest, name="ask-guest"),
    path("frage/<slug:question>/zurueckgeben/", assignments.hand_back, name="hand-back"),
    path("frage/<slug:question>/kommentare/", comments.discussion, name="comments"),
    path(
        "frage/<slug:question>/kommentare/<uuid:comment>/erledigt/",
        comments.resolve,
        name="resolve-comment",
    ),
    path(
        "frage/<slug:question>/kommentare/<uuid:comment>/offen/",
        comments.reopen,
        name="reopen-comment",
    ),
]

PAPERS = [
    path("konzept.pdf", papers.concept_pdf, name="pdf"),
    path("vorschau/", papers.preview, name="preview"),
    path("vorschau/<int:page>.png", papers.preview_page, name="preview-page"),
    path("ausgeben/<slug:ending>/", papers.give_out, name="give-out"),
    path("einlesen/", imports.bring_file, name="import"),
    path("einlesen/<uuid:imported>/", imports.imported_file, name="imported"),
]

ADMINISTRATION = [
    path("abgewiesen/", ledger.denial_list, name="denials"),
]

SIGNING = [
    path("zeichnung/", signing.signing, name="signing"),
    path("zeichnung/beginnen/", signing.seal, name="seal"),
    path("zeichnung/abbrechen/", signing.unseal, name="unseal"),
    path("zeichnung/<uuid:seal>/zeichnen/", signing.sign, name="sign"),
    path("zeichnung/<uuid:seal>/papier/", signing.sign_on_paper, name="sign-on-paper"),
    path("zeichnung/<uuid:seal>/signieren/", signing.sign_by_file, name="sign-by-file"),
    path("zeichnung/<uuid:seal>/signiert/<uuid:file>/", signing.signed_file, name="signed-file"),
    path("zeichnung/<uuid:seal>/einreichen/", signing.submit, name="submit"),
    path("zeichnung/<uuid:seal>/fassung.pdf", signing.sealed_pdf, name="sealed-pdf"),
    path("zeichnung/<uuid:seal>/scan/", signing.scan, name="scan"),
    path("zeichnung/<uuid:seal>/scan/vorschau/", previews.scan_preview, name="scan-preview"),
    path(
        "zeichnung/<uuid:seal>/scan/vorschau/<int:page>.png",
        previews.scan_picture,
        name="scan-picture",
    ),
    path("eingangsbestaetigung.pdf", signing.receipt, name="receipt"),
    path("zeichnung/<uuid:seal>/eingang.pdf", signing.receipt_of, name="receipt-of"),
]

CASE = [
    path("akte/", case.case, name="case"),
    path("akte/beginnen/", case.open_case, name="open-case"),
    path("akte/zustaendigkeit/", desk.arrange, name="arrange-case"),
    path("akte/frage/<slug:question>/bemerken/", findings.remark, name="remark"),
    path("akte/bemerkung/<int:remark>/entfernen/", findings.take_back, name="take-back-remark"),
    path("akte/notizen/", findings.notes, name="notes"),
    path("akte/stellungnahme/", opinions.opinions, name="opinions"),
    path("akte/stellungnahme/bitten/", opinions.ask, name="ask-opinion"),
    path("akte/stellungnahme/<int:opinion>/tag/", opinions.move, name="move-opinion"),
    path("akte/stellungnahme/<int:opinion>/zurueckziehen/", opinions.cancel, name="cancel-opinion"),
    path("akte/stellungnahme/<int:opinion>/abgeben/", opinions.give, name="give-opinion"),
]

DESK = [
    path("", desk.desk, name="desk"),
    path("suche/", desk.search, name="desk-search"),
    path("ansichten/<int:view>/loeschen/", desk.delete_view, name="delete-view"),
    path("<int:call>/", desk.desk, name="desk-call"),
    path("<int:call>/eingang.xlsx", desk.export, name="desk-export"),
]

CHECKLISTS = [
    path("", checklists.all_checklists, name="checklists"),
    path("<int:directive>/", checklists.checklist, name="checklist"),
    path("<int:directive>/aendern/", checklists.change_checklist, name="change-checklist"),
]

TEXT_BLOCKS = [
    path("", text_blocks.block_list, name="text-blocks"),
    path("neu/", text_blocks.new_block, name="new-text-block"),
    path("<int:block>/", text_blocks.change_block, name="change-text-block"),
    path("<int:block>/loeschen/", text_blocks.delete_block, name="delete-text-block"),
]

DECIDING = [
    path("entscheidung/", decisions.desk, name="proposal-desk"),
    path("entscheidung/vorschlag/", decisions.propose, name="propose"),
    path("entscheidung/<int:version>/text/", decisions.word, name="word-decision"),
    path("entscheidung/<int:version>/entwurf.pdf", decisions.draft_pdf, name="decision-draft"),
    path("entscheidung/<int:version>/geben/", decisions.give, name="give-proposal"),
    path("entscheidung/<int:version>/zurueckgeben/", decisions.send_back, name="send-back"),
    path("entscheidung/<int:version>/mitzeichnen/", decisions.countersign, name="countersign"),
    path("entscheidung/<int:version>/bewilligen/", decisions.approve, name="approve"),
    path("entscheidung/<int:version>/ablehnen/", decisions.decline, name="decline"),
    path("entscheidung/<int:version>/widerspruch/", decisions.object_to, name="object"),
    path("bescheid/", delivered.decision, name="decision"),
    path("bescheid/<int:version>.pdf", delivered.decision_pdf, name="decision-pdf"),
    path("auflagen/", delivered.conditions, name="conditions"),
    path("auflagen/<int:place>/", delivered.condition, name="condition"),
    path("zurueckziehen/", delivered.withdraw, name="withdraw"),
]

BESIDE = [
    path("anlagen/", attachments.attachments_page, name="attachments"),
    path("anlagen/<int:attachment>/entfernen/", attachments.detach, name="detach"),
    path("dateien/<uuid:upload>/", uploads.upload, name="upload"),
    path("dateien/<uuid:upload>/vorschau/", previews.upload_preview, name="upload-preview"),
    path(
        "dateien/<uuid:upload>/vorschau/<int:page>.png",
        previews.upload_picture,
        name="upload-picture",
    ),
    path("nachrichten/", messages.messages_page, name="messages"),
]

FILE = [
    path("akte/ausgeben/", file.give_out_file, name="give-out-file"),
]

REQUESTS = [
    path("nachforderungen/", requests.requests, name="requests"),
    path("nachforderungen/entwurf/", requests.write, name="write-request"),
    path("nachforderungen/entwurf/verwerfen/", requests.drop, name="drop-request"),
    path("nachforderungen/entwurf/senden/", requests.send, name="send-request"),
    path("nachforderungen/entwurf/vorschau.pdf", requests.preview, name="request-preview"),
    path("nachforderungen/<int:round>/", requests.one_request, name="request"),
    path("nachforderungen/<int:round>/schreiben.pdf", requests.letter, name="request-letter"),
    path(
        "nachforderungen/<int:round>/punkte/<int:place>/beurteilen/",
        requests.judge,
        name="judge-reply",
    ),
]

CONCEPT = [*WRITE, *TOGETHER, *PAPERS, *SIGNING, *BESIDE, *CASE, *REQUESTS, *DECIDING, *FILE]

PEOPLE = [
    path("", members.people, name="people"),
    path("suche/", members.persons, name="persons"),
    path("organisation/<int:organisation>/", members.members, name="members"),
    path("organisation/<int:organisation>/aufgabe-geben/", members.give, name="give-role"),
    path("organisation/<int:organisation>/einladen/", invitations.invite, name="invite"),
    path("aufgabe/<int:membership>/", members.membership, name="membership"),
    path("aufgabe/<int:membership>/wegnehmen/", members.take, name="take-role"),
    path("einladung/<int:invitation>/erneuern/", invitations.renew, name="renew-invitation"),
    path(
        "einladung/<int:invitation>/zurueckziehen/",
        invitations.withdraw,
        name="withdraw-invitation",
    ),
]

FOR_EVERYBODY = [
    path("kalender/<str:key>.ics", notices.calendar, name="calendar"),
    path("formular/leer.docx", papers.empty_form, name="empty-form"),
    path("schema/<slug:edition>.json", papers.schema, name="schema"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("impressum/", pages.imprint, name="imprint"),
]

GROUNDS = [
    path("aufrufe/", calls.call_list, name="calls"),
    path("aufrufe/neu/", calls.new_call, name="new-call"),
    path("aufrufe/<int:call>/", calls.call, name="call"),
    path("aufrufe/<int:call>/aendern/", calls.change_call, name="change-call"),
    path("richtlinien/", calls.directive_list, name="directives"),
    path("richtlinien/neu/", calls.new_directive, name="new-directive"),
    path("richtlinien/<int:directive>/", calls.directive, name="directive"),
    path("richtlinien/<int:directive>/aendern/", calls.change_directive, name="change-directive"),
    path("organisationen/", bodies.organisation_list, name="organisations"),
    path("organisationen/liste/", bodies.bring, name="import-bodies"),
    path("organisationen/liste/<uuid:body_list>/", bodies.body_list, name="body-list"),
    path("organisationen/<int:organisation>/", bodies.organisation, name="organisation"),
    path(
        "organisationen/<int:organisation>/aendern/",
        bodies.change,
        name="change-organisation",
    ),
    path("organisationen/<int:organisation>/briefkopf/", letterheads.letterhead, name="letterhead"),
]

urlpatterns = [
    path("", start.start, name="start"),
    *SIGN_IN,
    *FOR_EVERYBODY,
    path("einladung/<str:token>/", invitations.join, name="join"),
    *GROUNDS,
    path("konto/", include(ACCOUNT)),
    path("verwaltung/", include(ADMINISTRATION)),
    path("mitteilungen/", notices.inbox, name="notices"),
    path("mitteilungen/gelesen/", notices.read_all, name="notices-read"),
    path("mitteilungen/<int:notice>/", notices.notice, name="notice"),
    path("verwaltung/aufbewahrung/", include(RETENTION)),
    path("verwaltung/personen/<int:person>/loeschen/", privacy.erase_person, name="erase-person"),
    path("textbausteine/", include(TEXT_BLOCKS)),
    path("prueflisten/", include(CHECKLISTS)),
    path("personen/", include(PEOPLE)),
    path("eingang/", include(DESK)),
    path("konzepte/", concepts.concept_list, name="concepts"),
    path("konzepte/neu/", concepts.new_concept, name="new-concept"),
    path("konzepte/<uuid:concept>/", include(CONCEPT)),
]

handler400 = "wirportal.web.views.pages.bad_request"
handler429 = "wirportal.web.views.pages.too_often"
