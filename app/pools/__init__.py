"""Pari-mutuel pools."""
