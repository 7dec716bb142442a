"""Scores foretold without a stake."""
