"""The rules of betting.  Pure: no clock, no database, no web."""
