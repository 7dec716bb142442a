"""Asking for points and giving them back."""
