"""Every page there is, who looks at it, and where: one line a page."""

from dataclasses import dataclass

from tests.browser.demo import NEWCOMER, PLAYER
from tests.browser.demo_game import (
    COMPETITION,
    LEAGUE,
    LEAGUE_CODE,
    LIVE,
    MATCH,
    OVER,
    RACE,
    RULING,
    WINNER,
)
from tests.browser.demo_mail import MAIL


@dataclass(frozen=True, slots=True)
class PageSeen:
    name: str
    path: str
    # One of PEOPLE, or nobody.
    by: str | None = None
    host: str = "demo.localhost"


# Who looks, and their roles in the demo community; the superadmin has none.
PEOPLE = {"ama": ("player",), "efua": ("admin",), "esi": ("player",)}
SUPERADMIN = "yaw"
CUP = f"/competitions/{COMPETITION}"

PAGES = (
    PageSeen("home-visitor", "/"),
    PageSeen("home-player", "/", "ama"),
    PageSeen("home-admin", "/", "efua"),
    PageSeen("home-superadmin", "/", "yaw"),
    PageSeen("home-newcomer", "/", "esi"),
    PageSeen("competitions", "/competitions", "ama"),
    PageSeen("competitions-newcomer", "/competitions", "esi"),
    PageSeen("competitions-none", "/competitions", "yaw", host="harbour.localhost"),
    PageSeen("competition", CUP, "ama"),
    PageSeen("competition-newcomer", CUP, "esi"),
    PageSeen("competition-played", f"{CUP}?past=true", "ama"),
    PageSeen("competition-rules", f"{CUP}/rules", "ama"),
    PageSeen("leagues", f"{CUP}/leagues", "ama"),
    PageSeen("leagues-none", f"{CUP}/leagues", "esi"),
    PageSeen("league", f"{CUP}/leagues/{LEAGUE}", "ama"),
    PageSeen("invitation-visitor", f"/join/{LEAGUE_CODE}"),
    PageSeen("invitation", f"/join/{LEAGUE_CODE}", "esi"),
    PageSeen("join-code", "/join"),
    PageSeen("join-code-wrong", "/join/nothing-such"),
    PageSeen("help", "/help"),
    PageSeen("sign-in", "/auth/sign-in"),
    PageSeen("register", "/auth/register"),
    PageSeen("signed-out", "/auth/signed-out"),
    PageSeen("welcome", "/welcome", "ama", host="harbour.localhost"),
    PageSeen("profile", "/profile", "ama"),
    PageSeen("keys", "/profile/keys", "ama"),
    PageSeen("data", "/profile/data", "ama"),
    PageSeen("left", "/left"),
    PageSeen("appearance", "/appearance"),
    PageSeen("limits", "/limits", "ama"),
    PageSeen("self-exclusion", "/limits/self-exclusion", "ama"),
    PageSeen("points", "/points", "ama"),
    PageSeen("points-none", "/points", "efua"),
    PageSeen("terms", "/terms"),
    PageSeen("api", "/api/docs"),
    PageSeen("api-feature", "/api/docs/markets"),
    PageSeen("api-operation", "/api/docs/markets#prices_enter"),
    PageSeen("api-examples", "/api/docs/calculator#calculator_calculate"),
    PageSeen("admin", "/admin", "efua"),
    PageSeen("events", "/admin/events", "efua"),
    PageSeen("events-past", "/admin/events?when=past", "efua"),
    PageSeen("events-empty", "/admin/events?day=2001-01-01", "efua"),
    PageSeen("event-new", "/admin/events/new?sport=football", "efua"),
    PageSeen("event-odds", f"/admin/events/{MATCH}", "efua"),
    PageSeen("event-edit", f"/admin/events/{MATCH}/edit", "efua"),
    PageSeen("event-score", f"/admin/events/{LIVE}/score", "efua"),
    PageSeen("market", f"/admin/markets/{WINNER}", "efua"),
    PageSeen("results", "/admin/results", "efua"),
    PageSeen("result-enter", f"/admin/events/{LIVE}/result", "efua"),
    PageSeen("result-correct", f"/admin/events/{OVER}/result", "efua"),
    PageSeen("result-race", f"/admin/events/{RACE}/result", "efua"),
    PageSeen("ruling", f"/admin/rulings/{RULING}", "efua"),
    PageSeen("sports", "/admin/catalogue", "efua"),
    PageSeen("sport", "/admin/catalogue?sport=football", "efua"),
    PageSeen("imports", "/admin/imports", "efua"),
    PageSeen("people", "/admin/people", "efua"),
    PageSeen("people-found", "/admin/people?name=ama", "efua"),
    PageSeen("people-none", "/admin/people?name=nobody", "efua"),
    PageSeen("invitations", "/admin/invitations", "efua"),
    PageSeen("everybody", "/platform/people", "yaw"),
    PageSeen("sessions", "/auth/sessions", "ama"),
    PageSeen("community-settings", "/admin/community", "efua"),
    PageSeen("community-saved", "/admin/community?saved=true", "efua"),
    PageSeen("audit", "/admin/audit", "efua"),
    PageSeen("audit-empty", "/admin/audit?until=2001-01-01", "efua"),
    PageSeen("statement", f"/admin/ledger/accounts/{PLAYER}", "efua"),
    PageSeen("statement-empty", f"/admin/ledger/accounts/{NEWCOMER}", "efua"),
    PageSeen("adjustments", "/admin/ledger/adjustments", "efua"),
    PageSeen("adjustments-empty", "/admin/ledger/adjustments", "yaw", host="harbour.localhost"),
    PageSeen("communities", "/platform/communities", "yaw"),
    PageSeen("notifications", "/notifications", "ama"),
    PageSeen("notifications-none", "/notifications", "efua"),
    PageSeen("notification-settings", "/notifications/settings", "ama"),
    PageSeen("notification-settings-saved", "/notifications/settings?saved=true", "ama"),
    PageSeen("caught-mails", "/development/mail"),
    PageSeen("caught-mail", f"/development/mail/{MAIL}"),
    PageSeen("problem-forbidden", "/admin/audit", "ama"),
    PageSeen("problem-no-such-page", "/nowhere", "ama"),
    PageSeen("problem-no-such-community", "/", host="nowhere.localhost"),
    PageSeen("problem-suspended", "/", host="resting.localhost"),
)
