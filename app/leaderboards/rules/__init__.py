"""The rules of leaderboards.  Pure: no clock, no database, no web."""
