"""The rules of leaving.  Pure: no clock, no database, no web."""
