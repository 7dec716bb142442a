"""Points: whole numbers, never floats."""

from typing import NewType

Points = NewType("Points", int)

# No single amount is ever larger, so that sums of many stay far from the 64-bit edge.
POINTS_MAX = Points(10**12)
