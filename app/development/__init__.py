"""What stands in for a real installation's servers on one machine.  Never in production."""
