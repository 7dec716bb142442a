"""The rules of asking for points and giving them back.  Pure: no clock, no database, no web."""
