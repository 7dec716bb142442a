"""Communities: hosts, branding, settings."""
