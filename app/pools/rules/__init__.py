"""The rules of pools: how they are opened, and how they are divided.  Pure."""
