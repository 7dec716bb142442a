"""The rules of markets.  Pure: no clock, no database, no web."""
