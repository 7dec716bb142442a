"""The rules of settlement.  Pure: no clock, no database, no web."""
