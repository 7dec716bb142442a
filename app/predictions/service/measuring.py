"""What predictions tell of themselves: once a sheet, never once a line."""

from collections import Counter
from collections.abc import Sequence

from opentelemetry.metrics import get_meter

from app.plumbing.problems import slug_of
from app.plumbing.refusals import Refusal
from app.predictions.rules.predicting import Prediction

meter = get_meter("app")

saved = meter.create_counter(
    "predictions.saved", unit="{prediction}", description="Predictions that were accepted."
)
rejected = meter.create_counter(
    "predictions.rejected",
    unit="{prediction}",
    description="Predictions that were refused, by reason.",
)
answered = meter.create_counter(
    "bonus_answers.saved", unit="{answer}", description="Answers to bonus questions."
)


def report(verdicts: Sequence[Prediction | Refusal]) -> None:
    reasons = Counter(slug_of(type(one)) for one in verdicts if isinstance(one, Refusal))
    for reason, count in reasons.items():
        rejected.add(count, {"reason": reason})
    if accepted := len(verdicts) - reasons.total():
        saved.add(accepted)


def count_answer() -> None:
    answered.add(1)
