"""Odds that move, played over HTTP: the steps are those that all of betting shares."""

from pytest_bdd import scenarios

scenarios("odds_policy.feature")
