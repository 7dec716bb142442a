"""Signing in, sessions, and the provider behind both."""
