"""What Pointsbook says about itself: logs, traces, metrics.  It never delays what it describes."""

from app.plumbing.telemetry.setup import start, stop

__all__ = ["start", "stop"]
