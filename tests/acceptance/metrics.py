"""What the application counts, as a collector would get it."""

from collections import Counter
from pathlib import Path

import yaml
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, NumberDataPoint, Sum

LISTED = yaml.safe_load(Path("observability/signals.yaml").read_text())["metrics"]


class Metrics:
    """Counters of this process, from now on."""

    def __init__(self) -> None:
        self._reader = InMemoryMetricReader()
        metrics.set_meter_provider(MeterProvider([self._reader]))
        self._before: Counter[str] = Counter()

    def forget(self) -> None:
        self._before = self._collected()

    def counted(self) -> dict[str, int]:
        """What was counted since, such as `bets.rejected{reason=market-locked}`."""
        return dict(self._collected() - self._before)

    def _collected(self) -> Counter[str]:
        found: Counter[str] = Counter()
        data = self._reader.get_metrics_data()
        for scope in (s for r in data.resource_metrics for s in r.scope_metrics) if data else ():
            for metric in scope.metrics if scope.scope.name == "app" else ():
                if metric.name.startswith("http."):
                    # Some of their labels are there at times only; see tests of telemetry.
                    continue
                for point in metric.data.data_points:
                    labels = dict(point.attributes or {})
                    assert LISTED[metric.name]["unit"] == metric.unit, metric.name
                    assert sorted(labels) == sorted(LISTED[metric.name]["labels"]), metric.name
                    told = ",".join(f"{name}={value}" for name, value in sorted(labels.items()))
                    name = f"{metric.name}{{{told}}}" if told else metric.name
                    counts = isinstance(metric.data, Sum) and metric.data.is_monotonic
                    if counts and isinstance(point, NumberDataPoint):
                        found[name] += int(point.value)
        return found
