"""The rules of predictions and bonus questions.  Pure."""
