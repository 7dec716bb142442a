"""A trace of a bet leads to its batch, and a batch to those who wait for it."""

import asyncio

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from opentelemetry.trace import SpanContext

from app.betting.rules.slips import Slip
from app.betting.service import measuring
from app.betting.service.batching import Batches
from tests.acceptance.betting.round import Round
from tests.acceptance.betting.slips import community_of, slips_of


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(measuring, "tracer", provider.get_tracer("app"))
    return exporter


@pytest.fixture
def slips(round_: Round) -> list[Slip]:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500})
    return slips_of(round_, 3)


async def place(round_: Round, slips: list[Slip], traced: int) -> list[SpanContext]:
    """Each in a request of its own, of which the first so many are traced."""
    requests = TracerProvider().get_tracer("requests")
    quiet = TracerProvider(sampler=ALWAYS_OFF).get_tracer("requests")
    batches = Batches(round_.world.settings)

    async def ask(number: int, slip: Slip) -> SpanContext:
        tracer = requests if number < traced else quiet
        with tracer.start_as_current_span("PUT") as span:
            await batches.place(slip, community_of(round_))
        return span.get_span_context()

    try:
        return await asyncio.gather(*(ask(number, slip) for number, slip in enumerate(slips)))
    finally:
        await batches.close()


def spans_of(exporter: InMemorySpanExporter) -> list[ReadableSpan]:
    return [span for span in exporter.get_finished_spans() if span.name == "bet.batch"]


def test_a_batch_is_linked_to_the_traced_who_wait(
    round_: Round, slips: list[Slip], exporter: InMemorySpanExporter
) -> None:
    first, second, _ = asyncio.run(place(round_, slips, traced=2))

    [span] = spans_of(exporter)
    assert [link.context for link in span.links] == [first, second]
    assert span.parent
    assert span.parent.span_id == first.span_id
    assert span.attributes == {"bets.batch.size": 3}


def test_where_nobody_is_traced_there_is_no_span(
    round_: Round, slips: list[Slip], exporter: InMemorySpanExporter
) -> None:
    asyncio.run(place(round_, slips, traced=0))

    assert spans_of(exporter) == []
