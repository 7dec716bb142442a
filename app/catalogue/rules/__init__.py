"""The rules of the catalogue.  Pure: no clock, no database, no web."""
