"""Background jobs and shared rate limits."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0002"
down_revision = "0001"

QUEUE_TABLES = (
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_workers",
    "procrastinate_periodic_defers",
)


def upgrade() -> None:
    # The queue is the library's own, and no community's: jobs name theirs among their arguments.
    op.get_bind().exec_driver_sql(
        SchemaManager.get_schema(), execution_options={"no_parameters": True}
    )
    for table in QUEUE_TABLES:
        op.execute(f"grant select, insert, update, delete on {table} to pointsbook_app")
        op.execute(f"grant select on {table} to pointsbook_platform")
        op.execute(f"grant usage on sequence {table}_id_seq to pointsbook_app")
    # The lock of a waiting job ends when the job leaves the queue.  Otherwise its retry would
    # collide with the job that waits since, and it would hang between both.
    op.execute(
        """
        create function release_queueing_lock() returns trigger language plpgsql as $$
        begin
            new.queueing_lock := null;
            return new;
        end
        $$
        """
    )
    op.execute(
        """
        create trigger release_queueing_lock before update of status on procrastinate_jobs
        for each row when (new.status <> 'todo') execute function release_queueing_lock()
        """
    )
    op.execute(
        """
        create table job_effect (
            job_id bigint not null,
            created_at timestamptz not null default clock_timestamp(),
            constraint job_effect_pk primary key (job_id)
        )
        """
    )
    op.execute("grant select, insert, delete on job_effect to pointsbook_app")
    op.execute(
        """
        create unlogged table rate_count (
            bucket text not null,
            ends_at bigint not null,
            hits bigint not null,
            allowed bigint not null,
            constraint rate_count_pk primary key (bucket, ends_at),
            constraint rate_count_hits_are_counted check (hits >= 1)
        )
        """
    )
    op.execute("create index rate_count_ends_at_idx on rate_count (ends_at)")
    op.execute("grant select, insert, update, delete on rate_count to pointsbook_app")
