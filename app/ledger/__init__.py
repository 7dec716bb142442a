"""Accounts and transfers; the only code that moves a balance."""
