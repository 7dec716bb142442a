"""Where people can go, by what they may do: the navigation, and the cards that lead on.

Sentences are English here; templates look up the reader's.
"""

from dataclasses import dataclass

from app.plumbing.actors import Actor, Role


@dataclass(frozen=True, slots=True)
class Place:
    path: str
    name: str
    icon: str
    about: str = ""


HOME = Place("/", "Home", "house")
COMPETITIONS = Place("/competitions", "Competitions", "trophy")
BETS = Place("/bets", "My bets", "ticket")
ME = Place("/me", "Me", "user")
ADMIN = Place("/admin", "Admin", "gauge")
PLATFORM = Place("/platform", "Platform", "globe")
JOIN = Place("/welcome", "Join", "user-plus", "Become a player of this community.")

SESSIONS = Place(
    "/auth/sessions",
    "Sessions",
    "monitor-smartphone",
    "Where you are signed in, and how to sign out elsewhere.",
)

MINE = (
    Place(
        "/profile",
        "Profile",
        "user",
        "Your name here, your language and time zone, how prices are written.",
    ),
    Place("/points", "Points", "wallet", "What you have, ask for more, give back, use a voucher."),
    Place("/limits", "Limits", "gauge", "What you may stake, lose and play at most, and breaks."),
    Place("/profile/keys", "Keys", "key", "Let programs of yours act for you."),
    Place(
        "/profile/data", "Your data", "download", "Take all of it along, or delete your account."
    ),
    Place(
        "/notifications/settings",
        "What to be told of",
        "bell",
        "What you find at the bell, and what comes by e-mail.",
    ),
    SESSIONS,
    Place("/leaderboard", "Leaderboard", "trophy", "Who is ahead in the whole community."),
    Place("/calculator", "Calculator", "calculator", "What a bet pays, and what odds mean."),
    Place("/help", "Help", "circle-question-mark", "How to play, and what the words mean."),
    Place("/rules", "Rules", "book-open", "How bets are settled and points are made."),
)
FOR_OFFICIALS = (
    Place(
        "/admin/events",
        "Events",
        "calendar",
        "What is played: events, their markets, their odds.",
    ),
    Place("/admin/results", "Results", "flag", "Enter, confirm and correct how events ended."),
)
FOR_ADMINS = (
    *FOR_OFFICIALS,
    Place(
        "/admin/catalogue",
        "Sports",
        "layers",
        "Sports, leagues and who takes part.",
    ),
    Place("/admin/imports", "Imports", "upload", "Events from a file, with a look at it first."),
    Place(
        "/admin/competitions",
        "Competitions",
        "trophy",
        "Make one, set how it is played, open it, let players in, end it.",
    ),
    Place("/admin/people", "People", "users", "Find somebody, give and take roles, suspend."),
    Place(
        "/admin/invitations",
        "Invitations",
        "user-plus",
        "Invite somebody, and withdraw what nobody has accepted.",
    ),
    Place(
        "/admin/points",
        "Points",
        "scale",
        "Requests of players, adjustments, vouchers, limits of losses.",
    ),
    Place(
        "/admin/community",
        "Community settings",
        "settings",
        "Name, colours, logo, language, what is switched on, limits.",
    ),
    Place(
        "/admin/reports",
        "Reports",
        "chart-line",
        "What went on month by month, and as a file.",
    ),
    Place(
        "/admin/audit",
        "Audit",
        "clipboard-list",
        "Every administrative act: who, what, when and why.",
    ),
)
FOR_SUPERADMINS = (
    Place(
        "/platform/analytics",
        "All communities",
        "chart-line",
        "Players, bets and points, day by day and side by side.",
    ),
    Place(
        "/admin/catalogue?shared=true",
        "Shared sports",
        "layers",
        "Sports, leagues and who takes part, for all communities.",
    ),
    Place(
        "/admin/events?shared=true",
        "Shared events",
        "calendar",
        "Events, markets and odds that all communities have.",
    ),
    Place(
        "/platform/communities",
        "Communities",
        "building",
        "Found a community, suspend one, or let it go on.",
    ),
    Place(
        "/platform/people",
        "Everybody",
        "globe",
        "Find a person, lock them out everywhere, or let them in again.",
    ),
)


def main_places(actor: Actor) -> list[Place]:
    """What is always at hand; on a phone there is room for five."""
    places = [HOME, COMPETITIONS, BETS, ME] if actor.player_id else [HOME, JOIN, ME]
    if actor.may(Role.ADMIN, Role.RESULTS):
        places.append(ADMIN)
    if actor.may(Role.SUPERADMIN):
        places.append(PLATFORM)
    return places


def admin_places(actor: Actor) -> tuple[Place, ...]:
    return FOR_ADMINS if actor.may(Role.ADMIN, Role.SUPERADMIN) else FOR_OFFICIALS


def is_here(place: Place, path: str) -> bool:
    return path == place.path or (place.path != "/" and path.startswith(f"{place.path}/"))
