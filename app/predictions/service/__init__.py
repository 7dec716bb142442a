"""What can be done with predictions: lock, look, decide, write."""

from app.predictions.service.answering import answer_question, list_own_answers
from app.predictions.service.asking import (
    ask_question,
    change_question,
    get_question,
    list_answers,
    list_questions,
    say_what_was_right,
    withdraw_question,
)
from app.predictions.service.predicting import predict, predict_sheet
from app.predictions.service.reading import list_predictions, list_sheet

__all__ = [
    "answer_question",
    "ask_question",
    "change_question",
    "get_question",
    "list_answers",
    "list_own_answers",
    "list_predictions",
    "list_questions",
    "list_sheet",
    "predict",
    "predict_sheet",
    "say_what_was_right",
    "withdraw_question",
]
