"""Players who leave: what is taken from them, and what remembers that it was."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, tenant_table, touched

revision = "0019"
down_revision = "0018"

# `subject` is whom the sign-in service knew, a number without a person once `removed_at` is set.
# Restores of older copies are told by these rows whom to erase again.
ERASURE = f"""
    create table erasure (
        tenant_id uuid not null default {CURRENT_TENANT},
        player_id uuid not null,
        subject text not null,
        at timestamptz not null,
        removed_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint erasure_pk primary key (tenant_id, player_id),
        constraint erasure_player_fk
            foreign key (tenant_id, player_id) references player (tenant_id, id),
        constraint erasure_removed_after_it_was_decided check (removed_at >= at)
    )
"""

LEAVES_NOTHING = """
    alter table player
        alter column born_on_sealed drop not null,
        add column erased_at timestamptz,
        add constraint player_erased_has_no_personal_data check (case
            when erased_at is null then born_on_sealed is not null
            else born_on_sealed is null and email_sealed is null and suspension_reason is null
                 and roles = '{}' and subject = 'erased:' || id end)
"""

# One place for all columns, and one that the application may use without the right to each.  Done
# twice it does nothing, so that restores may call it for everybody.  Some of the tables come later.
ERASE_PLAYER = """
    create function erase_player(leaving uuid, moment timestamptz) returns void language plpgsql
    security definer set search_path = pg_catalog, public, pg_temp as $$
    declare
        here constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
        was text;
        called text := 'Former player ' || right(leaving::text, 12);
    begin
        select subject into was from player
        where (tenant_id, id) = (here, leaving) and erased_at is null for update;
        if was is null then
            return;
        end if;
        insert into erasure (tenant_id, player_id, subject, at) values (here, leaving, was, moment)
        on conflict on constraint erasure_pk do update set removed_at = null;
        delete from hand_over where (tenant_id, subject) = (here, was);
        delete from api_key where (tenant_id, player_id) = (here, leaving);
        delete from session where (tenant_id, subject) = (here, was);
        delete from invitation where (tenant_id, subject) = (here, was);
        delete from role_change where (tenant_id, subject) = (here, was) and done_at is not null;
        delete from known_browser where (tenant_id, player_id) = (here, leaving);
        delete from preference where (tenant_id, player_id) = (here, leaving);
        delete from notification where (tenant_id, player_id) = (here, leaving);
        delete from outbox_message where (tenant_id, recipient) = (here, leaving);
        update bet set note = null, own_probability = null
        where (tenant_id, player_id) = (here, leaving)
        and (note is not null or own_probability is not null);
        update payment set note = null
        from entry e
        where payment.tenant_id = here and payment.note is not null
        and (e.tenant_id, e.id) = (here, payment.entry_id) and e.player_id = leaving;
        update entry set reason = case when state = 'excluded' then 'The player has left.' end
        where (tenant_id, player_id) = (here, leaving) and reason is not null;
        update player
        set subject = 'erased:' || id, display_name = called, name_key = lower(called),
            born_on_sealed = null, email_sealed = null, email_index = null, time_zone = 'UTC',
            locale = 'en', odds_format = 'decimal', roles = '{}', suspended_at = null,
            suspension_reason = null, roles_since = null, erased_at = moment
        where (tenant_id, id) = (here, leaving);
    end
    $$
"""


def upgrade() -> None:
    op.execute(ERASURE)
    op.execute("create index erasure_waiting_idx on erasure (at) where removed_at is null")
    touched("erasure")
    tenant_table("erasure", app="select")
    op.execute("grant update (removed_at) on erasure to pointsbook_app")
    op.execute(LEAVES_NOTHING)
    op.execute(ERASE_PLAYER)
    op.execute("revoke all on function erase_player(uuid, timestamptz) from public")
    op.execute("grant execute on function erase_player(uuid, timestamptz) to pointsbook_app")
