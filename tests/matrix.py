"""Who gets what: every address of the board, for every role, for GET and POST. ``python -m tests.matrix`` asserts and counts.

A line names the pattern as the resolver has it, the object that stands in it (of ``tests.matrix_world``, each with an
owner), whose data that is, and one letter per role for GET and for POST. The roles, in the groups in which they are
written:

    anonymous, suspended | candidate, other candidate | owner, recruiter, viewer | other employer | staff without
    rights, moderator, superuser

The objects belong to the candidate, or to the organization of owner, recruiter and viewer; the suspended person is a second
owner of it. One letter alone stands for all roles.

    P page   S to the sign-in   R redirect elsewhere   A page or redirect   N not found   F forbidden   X method not
    allowed   U refused with a sentence (422)   G gone   I no sign-in in the API (401)

S, N, F and I on a line with an object promise more than the status: the answer is, letter by letter, that of an id that
does not exist. Where a role may know of the object but not do this, the letter is small (s, n, f), and only the status is
asserted. A POST that is answered with anything but P, R or A changes no row, and every POST without the token against forgery
is refused.

To add an address: add a line (a new kind of object gets its entry in ``tests.matrix_world``). Think of what each role is
to get, then run ``python -m pytest tests/test_matrix.py -k part-of-the-address``; an address without a line fails, and so
does a line whose address is gone. ``writes`` names the tables that a GET changes; only sessions, counters and logs may
stand there. A model that is registered in the admin has one line in ``ADMIN``, with who may view, add, change and delete.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

ROLES = (
    "anonymous", "suspended", "candidate", "other candidate", "owner", "recruiter", "viewer", "other employer",
    "staff without rights", "moderator", "superuser",
)  # fmt: skip
HIDDEN = frozenset("SNFI")
REFUSED = frozenset("SNFIXUGnf")

NOBODY, EVERYBODY, OWN, CANDIDATE, ORGANIZATION, BOARD = (
    "nobody's", "public", "one's own", "the candidate's", "the organization's", "the board's",
)  # fmt: skip

EVERYONE = "PP PP PPP P PPP"
MEMBERS = "SS PP PPP P PPP"  # everybody who is signed in


@dataclass(frozen=True, slots=True)
class Line:
    pattern: str
    on: str
    whose: str
    get: str
    post: str
    data: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    fill: Mapping[str, str] = field(default_factory=dict)
    writes: frozenset[str] = frozenset()
    signed: bool = False  # the address carries the key that a page of the person would add to it
    opens: bool = False  # a link of a letter: whoever holds it is let in, and one that opens nothing says so on a page
    takes_foreign_posts: bool = False  # no token against forgery is asked for

    def __post_init__(self) -> None:
        for letters in (self.get, self.post):
            if len(letters.replace(" ", "")) not in {1, len(ROLES)}:
                raise ValueError(f"{self.pattern}: {letters} has not one letter for each role")

    def expected(self, method: str) -> dict[str, str]:
        letters = (self.get if method == "GET" else self.post).replace(" ", "")
        return dict(zip(ROLES, letters * len(ROLES) if len(letters) == 1 else letters, strict=True))

    @property
    def name(self) -> str:
        return f"{self.pattern or 'home'} {self.on}".strip()


def to(name: str) -> dict[str, str]:
    return {"name": name}


SESSION = frozenset({"accounts_session"})
LOOKS = frozenset({"postings_applicationevent"})
CACHE = frozenset({"shared_cache"})  # the example of the home page
LOG = frozenset({"postings_moderationevent", "postings_moderationwords"})  # what is noted of looks and exports

# fmt: off
LINES = [
    # pattern, object, whose data, GET, POST
    Line("", "", EVERYBODY, EVERYONE, "X", writes=CACHE),
    Line("jobs/", "", EVERYBODY, EVERYONE, "X"),
    Line("jobs/feed.rss", "", EVERYBODY, EVERYONE, "X"),
    Line("jobs/feed.atom", "", EVERYBODY, EVERYONE, "X"),
    Line("jobs/feed.json", "", EVERYBODY, EVERYONE, "X"),
    Line("jobs/suggest/", "", EVERYBODY, EVERYONE, "X", query="q=py"),
    Line("sitemap.xml", "", EVERYBODY, EVERYONE, "X"),
    Line("sitemap-jobs-<int:chunk>.xml", "open", EVERYBODY, EVERYONE, "X"),
    Line("sitemap-skills-<int:chunk>.xml", "asked skill", EVERYBODY, EVERYONE, "X"),
    Line("sitemap-pages-<int:chunk>.xml", "", EVERYBODY, EVERYONE, "X", fill={"chunk": "0"}),
    Line("sitemap-companies-<int:chunk>.xml", "team", EVERYBODY, EVERYONE, "X"),
    Line("jobs/<slug:slug>-<uuid:uid>/", "open", EVERYBODY, EVERYONE, "X"),
    Line("jobs/<slug:slug>-<uuid:uid>/", "closed", EVERYBODY, EVERYONE, "X"),
    Line("jobs/<slug:slug>-<uuid:uid>/", "draft", ORGANIZATION, "NN NN PPP N NPP", "X"),
    Line("jobs/<slug:slug>-<uuid:uid>/", "pending", ORGANIZATION, "NN NN PPP N NPP", "X"),
    Line("jobs/<slug:slug>-<uuid:uid>/", "removed", ORGANIZATION, "GG GG GGG G GPP", "X"),  # it was public; the page says so
    Line("jobs/<uuid:uid>/save/", "open", OWN, "X", "R", {"saved": "1"}),
    Line("jobs/<uuid:uid>/save/", "draft", ORGANIZATION, "X", "NN NN RRR N NRR", {"saved": "1"}),
    Line("jobs/<uuid:uid>/save/", "removed", ORGANIZATION, "X", "NN NN RRR N NRR", {"saved": "1"}),
    Line("jobs/<uuid:uid>/hide/", "open", OWN, "X", "R", {"hidden": "1"}),
    Line("jobs/<uuid:uid>/hide/", "draft", ORGANIZATION, "X", "NN NN RRR N NRR", {"hidden": "1"}),
    Line("jobs/<uuid:uid>/card.png", "open", EVERYBODY, EVERYONE, "X"),
    Line("jobs/<uuid:uid>/card.png", "draft", ORGANIZATION, "N", "X"),
    Line("jobs/compare/", "", EVERYBODY, EVERYONE, "X"),
    Line("jobs/<uuid:uid>/report/", "open", EVERYBODY, EVERYONE, "R", {"reason": "wrong"}),
    Line("jobs/<uuid:uid>/report/", "draft", ORGANIZATION, "NN NN PPP N NPP", "NN NN RRR N NRR", {"reason": "wrong"}),
    Line("jobs/<uuid:uid>/report/", "removed", ORGANIZATION, "NN NN PPP N NPP", "NN NN RRR N NRR", {"reason": "wrong"}),
    # Only the candidate has a resume to send; what is sent a second time is refused with a sentence.
    Line("jobs/<uuid:uid>/apply/", "open", OWN, MEMBERS, "SS UU UUU U UUU", {"message": "Hello."}),
    Line("jobs/<uuid:uid>/apply/", "bare", OWN, MEMBERS, "SS RU UUU U UUU", {"message": "Hello."}),
    Line("jobs/<uuid:uid>/apply/", "draft", ORGANIZATION, "SS NN NNN N NNN", "SS NN NNN N NNN", {"message": "Hello."}),
    Line("jobs/<uuid:uid>/apply/", "closed", EVERYBODY, "SS NN NNN N NNN", "SS NN NNN N NNN", {"message": "Hello."}),
    Line("jobs/<uuid:uid>/apply/elsewhere/", "open", EVERYBODY, "R", "X"),  # it has no link elsewhere: back to its page
    Line("jobs/<uuid:uid>/apply/elsewhere/", "draft", ORGANIZATION, "NN NN NNN N NNN", "X"),
    # Whoever holds the link uploads a letter, once, and learns nothing but two names.
    Line("letters/<str:token>/", "letter link", CANDIDATE, EVERYONE, "UU UU UUU U UUU", opens=True),
    Line("me/applications/<uuid:uid>/", "application", CANDIDATE, "SS PN NNN N NNN", "X"),
    Line("me/applications/<uuid:uid>/preview/", "unsent", CANDIDATE, "SS PN NNN N NNN", "SS RN NNN N NNN"),
    Line("me/applications/<uuid:uid>/discard/", "unsent", CANDIDATE, "X", "SS RN NNN N NNN"),
    Line("me/jobs/", "", OWN, EVERYONE, "X"),
    Line("me/jobs.csv", "", OWN, MEMBERS, "X"),
    Line("me/jobs/<uuid:uid>/", "open", CANDIDATE, "X", "SS RN NNN N NNN", {"stage": "interview", "note": "Call back."}),
    Line("me/applications/<uuid:uid>/withdraw/", "application", CANDIDATE, "X", "SS RN NNN N NNN"),
    Line("me/visibility/", "", OWN, MEMBERS, "SS RR RRR R RRR", {"level": "applied"}),
    Line("me/visibility/block/", "", OWN, "X", "SS RR RRR R RRR", {"name": "Quarrel Partners"}),
    Line("me/visibility/<int:pk>/unblock/", "block", CANDIDATE, "X", "SS RN NNN N NNN"),
    # The candidate lets employers look that they have applied to; each look is noted.
    Line("hire/resumes/<uuid:uid>/", "second", CANDIDATE, "SS NN PPP N NNN", "X", writes=LOG),
    Line("companies/", "", EVERYBODY, EVERYONE, "X"),
    Line("companies/<slug:slug>/", "team", EVERYBODY, EVERYONE, "X"),
    Line("companies/<slug:slug>/logo/", "pictured", EVERYBODY, EVERYONE, "X"),
    Line("companies/<slug:slug>/logo/", "blocked", BOARD, "NN NN NNN N NNN", "X"),
    Line("companies/<slug:slug>/hide/", "team", OWN, "X", "R", {"hidden": "1"}),
    Line("companies/<slug:slug>/hide/", "blocked", BOARD, "X", "NN NN NNN N NNN", {"hidden": "1"}),
    Line("companies/<slug:slug>/", "blocked", BOARD, "NN NN NNN N NNN", "X"),
    Line("skills/", "", EVERYBODY, EVERYONE, "X"),
    Line("skills/<slug:slug>/", "asked skill", EVERYBODY, EVERYONE, "X"),
    Line("pay/", "", EVERYBODY, EVERYONE, "X"),
    Line("hire/", "", OWN, MEMBERS, "X"),
    Line("hire/organization/", "", OWN, MEMBERS, "SS RR RRR R RRR", {"name": "Quite New Works"}),
    Line("hire/organization/", "", OWN, MEMBERS, "SS UU UUU U UUU", {"name": "Imported Freight"}),
    Line("hire/organization/<uuid:uid>/", "team", ORGANIZATION, "SS NN PPN N NNN", "SS NN RRN N NNN", {"overview": "We plan ferries."}),
    Line("hire/postings.csv", "", OWN, MEMBERS, "X"),
    Line("hire/new/", "", OWN, "SS RR PPR P RRR", "SS RR RRR R RRR", {"text": "Ferry Master\n\nWe look for a master."}),
    # A form that does not say which text it showed is refused; a closed posting cannot be edited, says a message.
    Line("hire/<uuid:uid>/", "open", ORGANIZATION, "SS NN PPN N NNN", "SS NN UUN N NNN", {"title": "Ferry Master"}),
    Line("hire/<uuid:uid>/", "draft", ORGANIZATION, "SS NN PPN N NNN", "SS NN UUN N NNN", {"title": "Ferry Master"}),
    Line("hire/<uuid:uid>/", "closed", ORGANIZATION, "SS NN RRN N NNN", "SS NN RRN N NNN", {"title": "Ferry Master"}, writes=SESSION),
    Line("hire/<uuid:uid>/text/", "draft", ORGANIZATION, "SS NN PPN N NNN", "SS NN UUN N NNN", {"text": "Ferry Master\n\nSail."}),
    Line("hire/<uuid:uid>/text/", "closed", ORGANIZATION, "SS NN RRN N NNN", "SS NN RRN N NNN", {"text": "Ferry Master\n\nSail."}, writes=SESSION),
    Line("hire/<uuid:uid>/closing/", "open", ORGANIZATION, "SS NN PPN N NNN", "SS NN UUN N NNN", {"reason": "enough"}),
    Line("hire/<uuid:uid>/closing/", "closed", ORGANIZATION, "SS NN RRN N NNN", "SS NN RRN N NNN", {"reason": "enough"}, writes=SESSION),
    Line("hire/<uuid:uid>/closing/", "draft", ORGANIZATION, "SS NN PPN N NNN", "SS NN RRN N NNN"),  # it is thrown away
    Line("hire/<uuid:uid>/day/", "draft", ORGANIZATION, "SS NN PPN N NNN", "SS NN RRN N NNN", {"questions": "Can you sail?"}),
    # Whoever holds the link of the letter acts as the editor whom it was sent to.
    Line("hire/ways/<str:token>/", "ways", ORGANIZATION, EVERYONE, EVERYONE, {"way": "open"}, opens=True),
    Line("hire/<uuid:uid>/preview/", "draft", ORGANIZATION, "SS NN PPN N NNN", "X"),
    Line("hire/<uuid:uid>/applicants/", "open", ORGANIZATION, "SS NN PPP N NNN", "X"),
    Line("hire/<uuid:uid>/applicants.csv", "open", ORGANIZATION, "SS NN PPP N NNN", "X"),
    Line("hire/applicants/", "", OWN, MEMBERS, "X"),
    Line("hire/applicants/answer/", "", OWN, "X", "SS RR RRR R RRR", {"text": "Hello."}),  # nothing is ticked
    # Whoever hires and looks leaves a line in the log of the application, for the candidate to see.
    Line("hire/applications/<uuid:uid>/", "application", CANDIDATE, "SS NN PPP N NNN", "X", writes=LOOKS | LOG),
    Line("hire/applications/<uuid:uid>/", "unsent", CANDIDATE, "SS NN NNN N NNN", "X"),
    Line("hire/applications/<uuid:uid>/answer/", "application", CANDIDATE, "X", "SS NN RRf N NNN", {"text": "Come in."}),
    Line("hire/applications/<uuid:uid>/stage/", "application", CANDIDATE, "X", "SS NN RRf N NNN", {"stage": "interview"}),
    Line("hire/applications/<uuid:uid>/note/", "application", CANDIDATE, "X", "SS NN RRf N NNN", {"note": "Ask for May."}),
    Line("hire/applications/<uuid:uid>/match/", "application", CANDIDATE, "SS NN PPP N NNN", "X", writes=LOOKS | LOG),
    Line("hire/attachments/<uuid:uid>/", "attachment", CANDIDATE, "SS NN PPP N NNN", "X", signed=True),
    Line("hire/attachments/<uuid:uid>/", "attachment", CANDIDATE, "SS NN fff N NNN", "X"),
    Line("hire/applications/<uuid:uid>/resume/", "application", CANDIDATE, "SS NN PPP N NNN", "X", signed=True, writes=LOOKS | LOG),
    Line("hire/applications/<uuid:uid>/resume/", "application", CANDIDATE, "SS NN fff N NNN", "X"),
    Line("hire/<uuid:uid>/<slug:name>/", "open", ORGANIZATION, "X", "SS NN RRN N NNN", fill=to("pause")),
    Line("hire/<uuid:uid>/<slug:name>/", "open", ORGANIZATION, "X", "SS NN RRN N NNN", fill=to("close")),
    Line("hire/<uuid:uid>/<slug:name>/", "draft", ORGANIZATION, "X", "SS NN RRN N NNN", fill=to("submit")),
    Line("hire/<uuid:uid>/<slug:name>/", "pending", ORGANIZATION, "X", "SS NN nnN N NNN", fill=to("publish")),  # no step of theirs
    Line("match/", "", OWN, EVERYONE, "UU UU UUU U UUU"),
    Line("match/forget/", "", OWN, "X", "R"),
    Line("match/keep/", "", OWN, "X", "SS RR RRR R RRR"),
    Line("match/gaps/", "", OWN, EVERYONE, "X"),
    # An open posting is public; who has no resume gets a page that says so, with a 404.
    Line("match/<uuid:uid>/", "open", CANDIDATE, "nn Pn nnn n nnn", "X"),
    Line("match/<uuid:uid>/", "draft", ORGANIZATION, "NN NN nnn N Nnn", "X"),
    Line("match/<uuid:uid>/show/", "open", CANDIDATE, "X", "SS UU UUU U UUU"),
    Line("match/<uuid:uid>/show/", "draft", ORGANIZATION, "X", "SS NN UUU N NUU"),
    Line("match/<uuid:uid>/take-back/", "open", CANDIDATE, "X", "SS RR RRR R RRR"),
    Line("match/<uuid:uid>/take-back/", "draft", ORGANIZATION, "X", "SS NN RRR N NRR"),
    Line("match/<uuid:uid>/receipt.json", "open", CANDIDATE, "nn Pn nnn n nnn", "X"),
    Line("match/<uuid:uid>/receipt.json", "draft", ORGANIZATION, "NN NN nnn N Nnn", "X"),
    Line("me/", "", OWN, MEMBERS, "X"),
    Line("me/preferences/", "", OWN, MEMBERS, "SS RR RRR R RRR"),
    Line("me/preferences/count/", "", OWN, "X", MEMBERS),
    Line("me/export/", "", OWN, MEMBERS, "X", writes=LOG),
    Line("me/alerts/", "", OWN, MEMBERS, "SS RR RRR R RRR", {"frequency": "daily", "min_score": "80"}),
    Line("me/searches/", "", OWN, MEMBERS, "SS RR RRR R RRR", {"query": "q=ferry"}),
    Line("me/searches/<int:pk>/remove/", "search", CANDIDATE, "X", "SS RN NNN N NNN"),
    # Whoever holds the link of a letter may stop that mail; a mail program sends the POST without a page.
    Line("unsubscribe/<str:token>/", "recipient", CANDIDATE, EVERYONE, EVERYONE, opens=True, takes_foreign_posts=True),
    Line("how-matching-works/", "", EVERYBODY, EVERYONE, "X"),
    Line("how-good-is-the-matching/", "", EVERYBODY, EVERYONE, "X"),
    Line("me/account/", "", OWN, MEMBERS, "SS RR RRR R RRR", {"name": "Another Name"}),
    Line("me/account/delete/", "", OWN, "X", "SS RR RRR R RRR", {"password": "{password}"}),
    Line("me/resume/", "", OWN, "PP RP PPP P PPP", "X"),
    Line("me/resume/<uuid:uid>/", "resume", CANDIDATE, "SS PN NNN N NNN", "X"),
    Line("me/resume/<uuid:uid>/fact/", "resume", CANDIDATE, "SS PN NNN N NNN", "SS RN NNN N NNN", {"kind": "skill", "name": "Go"}, "kind=skill"),
    Line("me/resume/<uuid:uid>/fact/<slug:name>/", "resume", CANDIDATE, "X", "SS RN NNN N NNN", {"kind": "skill"}, fill=to("confirm-all")),
    Line("me/resume/<uuid:uid>/fact/<slug:name>/", "resume", CANDIDATE, "X", "SS RN NNN N NNN", {"kind": "skill", "key": "rust"}, fill=to("delete")),
    Line("me/resume/<uuid:uid>/rename/", "resume", CANDIDATE, "X", "SS RN NNN N NNN", {"title": "Another"}),
    Line("me/resume/<uuid:uid>/choose/", "resume", CANDIDATE, "X", "SS RN NNN N NNN"),
    Line("me/resume/<uuid:uid>/delete/", "second", CANDIDATE, "X", "SS RN NNN N NNN"),
    Line("me/resume/<uuid:uid>/file/", "resume", CANDIDATE, "SS PN NNN N NNN", "X", signed=True),
    Line("me/resume/<uuid:uid>/file/", "resume", CANDIDATE, "SS fN NNN N NNN", "X"),
    Line("me/resume/<uuid:uid>/export.json", "resume", CANDIDATE, "SS PN NNN N NNN", "X"),
    Line("hire/team/<uuid:uid>/", "team", ORGANIZATION, "SS NN PPP N NNN", "X"),
    Line("hire/team/<uuid:uid>/invite/", "team", ORGANIZATION, "X", "SS NN Rff N NNN", {"email": "new@people.example", "role": "viewer"}),
    Line("hire/team/<uuid:uid>/invitations/<uuid:invitation>/take-back/", "invitation", ORGANIZATION, "X", "SS NN Rff N NNN"),
    Line("hire/team/<uuid:uid>/members/<int:member>/role/", "team", ORGANIZATION, "X", "SS NN Rff N NNN", {"role": "viewer"}),
    Line("hire/team/<uuid:uid>/members/<int:member>/hand-over/", "team", ORGANIZATION, "X", "SS NN Rff N NNN"),
    Line("hire/team/<uuid:uid>/members/<int:member>/remove/", "team", ORGANIZATION, "X", "SS NN Rff N NNN"),
    Line("hire/team/<uuid:uid>/leave/", "team", ORGANIZATION, "X", "SS NN RRR N NNN"),
    # Whoever holds the link but not the address learns that it is for another address.
    Line("hire/invitations/<str:token>/", "invitation", CANDIDATE, "SS Pf fff f fff", "SS Rf fff f fff"),
    Line("hire/claim/<uuid:uid>/", "imported", EVERYBODY, MEMBERS, "SS UR RRR R RRR", {"message": "I work there."}),
    Line("hire/claims/<uuid:uid>/withdraw/", "claim", CANDIDATE, "X", "SS RN NNN N NNN"),
    Line("pages/<slug:slug>/", "page", EVERYBODY, EVERYONE, "X"),

    Line("accounts/login/", "", OWN, "PP RR RRR R RRR", "PP RR RRR R RRR"),
    Line("accounts/logout/", "", OWN, "RR PP PPP P PPP", "R"),
    Line("accounts/inactive/", "", EVERYBODY, EVERYONE, "X"),
    Line("accounts/signup/", "", OWN, "PP RR RRR R RRR", "PP RR RRR R RRR"),
    Line("accounts/reauthenticate/", "", OWN, "SS PP PPP P PPP", "SS PP PPP P PPP"),
    Line("accounts/email/", "", OWN, MEMBERS, "SS RR RRR R RRR"),
    Line("accounts/confirm-email/", "", EVERYBODY, EVERYONE, "X"),
    Line("accounts/password/change/", "", OWN, MEMBERS, MEMBERS),
    Line("accounts/password/set/", "", OWN, "SS RR RRR R RRR", "SS RR RRR R RRR"),
    Line("accounts/password/reset/", "", OWN, EVERYONE, EVERYONE),
    Line("accounts/login/code/confirm/", "", OWN, "SS RR RRR R RRR", "SS RR RRR R RRR"),
    # Whoever holds the link of a letter may confirm the address, or set the password.
    Line(r"accounts/^confirm-email/(?P<key>[-:\w]+)/$", "confirmation", CANDIDATE, EVERYONE, "ss Rs sss s sss", writes=SESSION, opens=True),
    Line("accounts/password/reset/key/done/", "", EVERYBODY, EVERYONE, "X"),
    Line("accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "reset", CANDIDATE, "A", "A", opens=True),
    Line("accounts/password/reset/done/", "", EVERYBODY, EVERYONE, "X"),
    Line("accounts/2fa/", "", OWN, MEMBERS, "SS XX XXX X XXX"),
    Line("accounts/2fa/authenticate/", "", OWN, "SS RR RRR R RRR", "SS RR RRR R RRR"),
    Line("accounts/2fa/reauthenticate/", "", OWN, "SS RP RRR R RRR", "SS RP RRR R RRR"),
    # The candidate has an address that is not confirmed, the other candidate a second factor.
    Line("accounts/2fa/totp/activate/", "", OWN, "SS RR PPP P PPP", "SS RR PPP P PPP", writes=SESSION),
    Line("accounts/2fa/totp/deactivate/", "", OWN, "SS NP NNN N NNN", "SS NR NNN N NNN"),
    Line("accounts/2fa/recovery-codes/", "", OWN, "SS NN NNN N NNN", "SS XX XXX X XXX"),
    Line("accounts/2fa/recovery-codes/generate/", "", OWN, "SS PP PPP P PPP", "SS PR PPP P PPP"),
    Line("accounts/2fa/recovery-codes/download/", "", OWN, "SS NN NNN N NNN", "SS NN NNN N NNN"),

    Line("admin/", "", BOARD, "SS SS SSS S PPP", "SS SS SSS S PPP"),
    Line("admin/login/", "", BOARD, "SS FF FFF F RRR", "SS FF FFF F PPP"),
    Line("admin/logout/", "", OWN, "RR RR RRR R XXX", "R"),
    Line("admin/password_change/", "", OWN, "SS SS SSS S PPP", "SS SS SSS S PPP"),
    Line("admin/password_change/done/", "", OWN, "SS SS SSS S PPP", "SS SS SSS S XXX"),
    Line("admin/autocomplete/", "", BOARD, "SS SS SSS S FPP", "SS SS SSS S XXX", query="app_label=postings&model_name=jobposting&field_name=hiring_organization"),
    Line("admin/jsi18n/", "", BOARD, "SS SS SSS S PPP", "SS SS SSS S XXX"),
    Line("admin/r/<path:content_type_id>/<path:object_id>/", "view on site", ORGANIZATION, "SS SS SSS S NRR", "SS SS SSS S NRR"),
    Line("admin/postings/jobposting/next/", "", BOARD, "X", "SS SS SSS S FRR"),
    Line("admin/postings/jobposting/<path:object_id>/decide/", "pending", ORGANIZATION, "X", "SS SS SSS S FRR", {"step": "publish"}),
    Line("admin/postings/jobposting/<path:object_id>/decide/", "draft", ORGANIZATION, "X", "SS SS SSS S FRR", {"step": "publish"}),
    Line("admin/postings/jobposting/<path:object_id>/claim/", "pending", ORGANIZATION, "X", "SS SS SSS S FRR"),
    Line("admin/postings/jobposting/undo/<path:object_id>/", "event", ORGANIZATION, "X", "SS SS SSS S FRR"),
    Line("admin/postings/jobposting/batch/<uuid:batch>/", "batch", ORGANIZATION, "SS SS SSS S FPP", "SS SS SSS S FRR"),
    Line("admin/accounts/user/<id>/password/", "user", CANDIDATE, "SS SS SSS S FFP", "SS SS SSS S FFP"),
    Line("admin/^(?P<app_label>matching|postings|auth|accounts|account|mfa)/$", "", BOARD, "SS SS SSS S NPP", "SS SS SSS S NPP", fill={"app_label": "postings"}),
    Line("admin/(?P<url>.*)$", "", BOARD, "SS SS SSS S NNN", "SS SS SSS S NNN", fill={"url": "nothing"}),

    Line("api/v1/postings/", "", EVERYBODY, EVERYONE, "II XX XXX X XXX"),
    Line("api/v1/postings/<uuid:uid>/", "open", EVERYBODY, EVERYONE, "II XX XXX X XXX"),
    Line("api/v1/postings/<uuid:uid>/", "draft", ORGANIZATION, "NN NN NNN N NNN", "II XX XXX X XXX"),
    Line("api/v1/facets/", "", EVERYBODY, EVERYONE, "II XX XXX X XXX"),
    Line("api/v1/me/matches/", "", OWN, "II PP PPP P PPP", "II XX XXX X XXX"),
    Line("api/v1/me/matches/<uuid:uid>/", "open", CANDIDATE, "II Pn nnn n nnn", "II XX XXX X XXX"),
    Line("api/v1/me/matches/<uuid:uid>/", "draft", ORGANIZATION, "II NN NNN N NNN", "II XX XXX X XXX"),
    Line("api/schema/", "", EVERYBODY, EVERYONE, "X"),
    Line("api/docs/", "", EVERYBODY, EVERYONE, "X"),
    # Mail kept on a laptop instead of being sent; neither page exists in production.
    Line("mail/", "", NOBODY, EVERYONE, "X"),
    Line("mail/<slug:name>/", "letter", NOBODY, EVERYONE, "X"),
    Line("status/", "", BOARD, EVERYONE, "X"),
    Line("healthz/<slug:probe>/", "", BOARD, EVERYONE, "X", fill={"probe": "live"}),
    Line("board.css", "", EVERYBODY, EVERYONE, "X"),
    Line("robots.txt", "", EVERYBODY, EVERYONE, "X"),
]
# fmt: on


@dataclass(frozen=True, slots=True)
class Model:
    """One model of the admin. Everybody but staff is sent to the sign-in; staff without rights may do nothing."""

    path: str
    on: str
    whose: str
    moderator: str
    superuser: str

    def lines(self) -> Iterator[Line]:
        row = f"admin/{self.path}/<path:object_id>/"
        yield self._line(f"admin/{self.path}/", "", "view", "P", "P")
        yield self._line(f"admin/{self.path}/add/", "", "add", "P", "P")
        yield self._line(f"{row}history/", self.on, "view", "P", "P")
        yield self._line(f"{row}delete/", self.on, "delete", "P", "R")
        shown, changed = self._staff("view", "P"), self._staff("change", "A")
        yield Line(f"{row}change/", self.on, self.whose, shown, changed)
        yield Line(row, self.on, self.whose, self._staff("", "R"), self._staff("", "R"))  # to the page above

    def _line(self, pattern: str, on: str, right: str, got: str, posted: str) -> Line:
        return Line(pattern, on, self.whose, self._staff(right, got), self._staff(right, posted))

    def _staff(self, right: str, letter: str) -> str:
        letters = (
            letter if right in rights.split() or not right else "F" for rights in ("", self.moderator, self.superuser)
        )
        return "SS SS SSS S " + "".join(letters)


ALL = "view add change delete"
# fmt: off
ADMIN = [
    # model, object, whose data, what a moderator may, what the superuser may
    Model("accounts/ban", "ban", BOARD, "view add change", "view add change"),
    Model("accounts/candidate", "candidate", CANDIDATE, "", "view change"),
    Model("accounts/email", "email", CANDIDATE, "", "view"),
    Model("accounts/membership", "membership", ORGANIZATION, "view delete", "view delete"),
    Model("accounts/organization", "team", ORGANIZATION, "view change", "view add change"),
    Model("accounts/organizationclaim", "claim", CANDIDATE, "view change", "view change"),
    Model("accounts/resume", "resume", CANDIDATE, "", "view change delete"),
    Model("accounts/sitepage", "page", BOARD, "", ALL),
    Model("accounts/user", "user", CANDIDATE, "", ALL),
    Model("account/emailaddress", "address", CANDIDATE, "", ALL),
    Model("auth/group", "group", BOARD, "", ALL),
    Model("matching/alert", "alert", CANDIDATE, "", "view"),
    Model("matching/alertsetting", "alert setting", CANDIDATE, "", "view"),
    Model("matching/processedposting", "processed posting", ORGANIZATION, "", "view"),
    Model("matching/recipient", "recipient", CANDIDATE, "", "view"),
    Model("matching/processedresume", "processed resume", CANDIDATE, "", "view"),
    Model("mfa/authenticator", "authenticator", CANDIDATE, "", ALL),
    Model("postings/jobposting", "draft", ORGANIZATION, "view change", "view add change"),
    Model("postings/moderationevent", "event", ORGANIZATION, "view", "view"),
    Model("postings/pendingposting", "pending", ORGANIZATION, "view change", "view change"),
    Model("postings/proposedrevision", "proposal", ORGANIZATION, "view change", "view change"),
    Model("postings/report", "report", CANDIDATE, "view change", "view change"),
    Model("postings/skill", "skill", BOARD, "", "view add change"),
    Model("postings/skillcandidate", "skill candidate", BOARD, "", "view"),
    Model("postings/source", "source", BOARD, "", "view add change"),
]
# fmt: on

TABLE = LINES + [line for model in ADMIN for line in model.lines()]


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The address of a pattern, with a value for each placeholder."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern))
    return "/" + path.replace("^", "").replace("$", "")


@dataclass(slots=True)
class Tally:
    """What the tests of one process have asserted."""

    cells: int = 0
    compared: int = 0
    without_token: int = 0
    writing: set[tuple[str, str, str]] = field(default_factory=set)  # address, role, table


TALLY = Tally()


def main() -> int:
    from tests.matrix import TALLY  # the tests count in the module of this name, which is not __main__

    code = pytest.main(["-q", "-n", "0", "-p", "no:randomly", *sys.argv[1:], "tests/test_matrix.py"])
    told = [
        f"{len(TABLE)} lines, {len({line.pattern for line in TABLE})} addresses, {len(ROLES)} roles",
        f"{TALLY.cells} cells asserted, {TALLY.compared} of them beside an unknown id, "
        f"{TALLY.without_token} posts without the token",
        "A GET writes:",
        *(f"  {address} as {role}: {table}" for address, role, table in sorted(TALLY.writing)),
    ]
    sys.stdout.write("\n".join(told) + "\n")
    return int(code)


if __name__ == "__main__":
    raise SystemExit(main())
