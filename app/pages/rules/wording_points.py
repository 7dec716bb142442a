"""The words for points that come and go; templates look up the reader's."""

from collections.abc import Mapping

from app.exposure.rules.limits import Level, Response
from app.payments.rules.payments import PaymentState
from app.plumbing.languages import sentence

PAYMENT_STATES: Mapping[str, str] = {
    PaymentState.ASKED: sentence("Waits for a decision"),
    PaymentState.DONE: sentence("Granted"),
    PaymentState.REFUSED: sentence("Refused"),
}
LEVELS: Mapping[str, str] = {
    Level.SELECTION: sentence("Selection"),
    Level.MARKET: sentence("Market"),
    Level.EVENT: sentence("Event"),
    Level.SPORT: sentence("Sport"),
    Level.COMPETITION: sentence("Competition"),
}
RESPONSES = [
    (Response.ALERT.value, sentence("Only say so")),
    (Response.SUSPEND.value, sentence("Suspend its markets")),
    (Response.SHORTEN.value, sentence("Shorten the prices")),
]
