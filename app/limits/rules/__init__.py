"""The rules of responsible play.  Pure: no clock, no database, no web."""
