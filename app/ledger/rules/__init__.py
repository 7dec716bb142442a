"""The rules of the ledger.  Pure: no clock, no database, no web."""
