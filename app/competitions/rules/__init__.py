"""The rules of competitions.  Pure: no clock, no database, no web."""
