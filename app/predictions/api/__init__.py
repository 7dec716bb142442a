"""Scores foretold without a stake, and bonus questions."""

from app.predictions.api.bonus import (
    BonusQuestionApi,
    CompetitionQuestionApi,
    EntryAnswerApi,
)
from app.predictions.api.predictions import CompetitionPredictionApi, EntryPredictionApi

CONTROLLERS = (
    BonusQuestionApi,
    CompetitionPredictionApi,
    CompetitionQuestionApi,
    EntryAnswerApi,
    EntryPredictionApi,
)

__all__ = ["CONTROLLERS"]
