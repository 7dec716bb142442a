"""What every feature stands on.  No betting word may appear in here."""
