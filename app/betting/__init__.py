"""Bets: placing, cancelling, cashing out."""
