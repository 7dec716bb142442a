"""What every migration repeats: grants, row-level security, the clock of `updated_at`."""

from alembic import op

CURRENT_TENANT = "nullif(current_setting('app.tenant_id', true), '')::uuid"
PLATFORM = "'00000000-0000-7000-8000-000000000000'::uuid"


def tenant_table(
    name: str, *, app: str = "select, insert, update", tenant: str = "tenant_id"
) -> None:
    """Let the application see and change only the current community's rows of this table."""
    protect(name)
    op.execute(
        f"create policy tenant on {name} using ({tenant} = {CURRENT_TENANT})"
        f" with check ({tenant} = {CURRENT_TENANT})"
    )
    grant(name, app=app)


def shared_table(name: str, *, app: str = "select, insert, update") -> None:
    """Rows of the platform are for all to read; only their own community writes them."""
    protect(name)
    mine = f"tenant_id = {CURRENT_TENANT}"
    op.execute(
        f"create policy readable on {name} for select"
        f" using (tenant_id = any (array[{CURRENT_TENANT}, {PLATFORM}]))"
    )
    op.execute(f"create policy own_insert on {name} for insert with check ({mine})")
    op.execute(f"create policy own_update on {name} for update using ({mine}) with check ({mine})")
    op.execute(f"create policy own_delete on {name} for delete using ({mine})")
    grant(name, app=app)


def never_changes(name: str) -> None:
    """History is added to, never rewritten, whoever asks."""
    op.execute(
        f"create trigger never_changed before update or delete on {name}"
        " for each row execute function never_changed()"
    )


def protect(name: str) -> None:
    op.execute(f"alter table {name} enable row level security")
    op.execute(f"alter table {name} force row level security")


def grant(name: str, *, app: str) -> None:
    op.execute(f"grant {app} on {name} to pointsbook_app")
    op.execute(f"grant select on {name} to pointsbook_platform")


def touched(name: str) -> None:
    """Keep `updated_at` true whoever writes."""
    op.execute(
        f"create trigger touch before update on {name} for each row execute function touch()"
    )
