"""The words for what a competition may be and be set to; templates look up the reader's."""

from collections.abc import Mapping

from app.competitions.rules.announcements import AnnouncementKind
from app.competitions.rules.competitions import CompetitionState
from app.competitions.rules.entries import EntryState
from app.competitions.rules.settings import Every, JoinPolicy, Standing
from app.plumbing.languages import sentence

STATES: Mapping[str, str] = {
    CompetitionState.TEMPLATE: sentence("Template"),
    CompetitionState.DRAFT: sentence("Draft"),
    CompetitionState.RUNNING: sentence("Open"),
    CompetitionState.FINISHED: sentence("Finished"),
    CompetitionState.ARCHIVED: sentence("Archived"),
}
ENTRY_STATES: Mapping[str, str] = {
    EntryState.REQUESTED: sentence("Asks to join"),
    EntryState.ACTIVE: sentence("Plays"),
    EntryState.INVITED: sentence("Invited"),
    EntryState.REFUSED: sentence("Refused"),
    EntryState.WITHDRAWN: sentence("Withdrawn"),
    EntryState.EXCLUDED: sentence("Excluded"),
}
JOINING = [
    (JoinPolicy.OPEN.value, sentence("Everybody may join")),
    (JoinPolicy.CODE.value, sentence("Whoever has the code")),
    (JoinPolicy.APPROVAL.value, sentence("An admin lets in who asks")),
    (JoinPolicy.INVITATION.value, sentence("Only those who are invited")),
]
EVERY = [
    (Every.DAY.value, sentence("Each day")),
    (Every.WEEK.value, sentence("Each week, on Monday")),
    (Every.MONTH.value, sentence("Each month, on the first")),
]
STANDINGS = [
    (Standing.NET_WORTH.value, sentence("Points, debts taken off")),
    (Standing.NET_POINTS.value, sentence("Points won beyond those staked")),
    (Standing.ROI.value, sentence("Return for each point staked")),
    (Standing.PREDICTION_POINTS.value, sentence("Points for predictions")),
    (Standing.EXACT_PREDICTIONS.value, sentence("Exact predictions")),
    (Standing.WIN_RATE.value, sentence("Share of bets won")),
    (Standing.STREAK.value, sentence("Row of wins at the moment")),
    (Standing.BEST_STREAK.value, sentence("Longest row of wins")),
]
SEPARATING = [
    ("", sentence("Nothing more")),
    (Standing.EARLIEST_ENTRY.value, sentence("Whoever joined first")),
    *STANDINGS,
]
ANNOUNCED: Mapping[str, str] = {
    AnnouncementKind.CHANGED: sentence("Its settings were changed."),
    AnnouncementKind.STATE_CHANGED: sentence("It went on to another state."),
    AnnouncementKind.EVENTS_ADDED: sentence("Events were added."),
    AnnouncementKind.EVENT_REMOVED: sentence("An event was taken out."),
    AnnouncementKind.BONUS_QUESTION_CHANGED: sentence("A bonus question was changed."),
    AnnouncementKind.BONUS_QUESTION_WITHDRAWN: sentence("A bonus question was withdrawn."),
    AnnouncementKind.RULED: sentence("A result was corrected."),
    AnnouncementKind.STANDINGS_FROZEN: sentence("Standings were frozen and prizes paid."),
}
