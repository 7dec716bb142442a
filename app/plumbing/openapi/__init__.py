"""The API described for programs and for people, from the very code that answers."""

from app.plumbing.openapi.web import HANDLERS

__all__ = ["HANDLERS"]
