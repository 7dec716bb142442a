"""What the calculator is asked, and how it answers.  Pure: no clock, no database, no web."""
