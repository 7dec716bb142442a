"""What can be done with predictions: lock, look, decide, write."""

from app.predictions.service.answering import answer_question, list_own_answers
from app.predictions.service.asking import (
    ask_question,
    change_question,
    get_question,
    hold_question,
    list_answers,
    list_questions,
    save_right_answers,
    withdraw_question,
)
from app.predictions.service.predicting import predict, predict_sheet
from app.predictions.service.reading import list_predictions, list_rounds, list_sheet

__all__ = [
    "answer_question",
    "ask_question",
    "change_question",
    "get_question",
    "hold_question",
    "list_answers",
    "list_own_answers",
    "list_predictions",
    "list_questions",
    "list_rounds",
    "list_sheet",
    "predict",
    "predict_sheet",
    "save_right_answers",
    "withdraw_question",
]
