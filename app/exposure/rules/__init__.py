"""The rules of exposure.  Pure: no clock, no database, no web."""
