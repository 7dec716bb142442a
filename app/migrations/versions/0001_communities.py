"""Communities and the hosts they answer on."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, grant, protect, touched

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute(
        """
        create function touch() returns trigger language plpgsql as $$
        begin
            new.updated_at := clock_timestamp();
            return new;
        end
        $$
        """
    )
    op.execute("grant usage on schema public to pointsbook_app, pointsbook_platform")
    op.execute(
        """
        create table tenant (
            id uuid primary key default uuidv7(),
            subdomain text not null,
            name text not null,
            status text not null default 'active',
            settings jsonb not null,
            settings_version bigint not null default 1,
            created_at timestamptz not null default clock_timestamp(),
            updated_at timestamptz not null default clock_timestamp(),
            constraint tenant_subdomain_key unique (subdomain),
            constraint tenant_subdomain_is_a_label
                check (subdomain ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
            constraint tenant_name_is_there check (length(trim(name)) between 1 and 80),
            constraint tenant_status_is_known check (status in ('active', 'suspended')),
            constraint tenant_settings_version_counts check (settings_version > 0),
            constraint tenant_settings_is_a_document check (jsonb_typeof(settings) = 'object')
        )
        """
    )
    op.execute(
        """
        create table tenant_host (
            host text not null,
            tenant_id uuid not null,
            created_at timestamptz not null default clock_timestamp(),
            constraint tenant_host_pk primary key (host),
            constraint tenant_host_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint tenant_host_is_lower_case
                check (host = lower(host) and host !~ '[[:space:]/:]')
        )
        """
    )
    op.execute(
        """
        create table tenant_logo (
            tenant_id uuid not null,
            media_type text not null,
            image bytea not null,
            version text not null
                generated always as (left(encode(sha256(image), 'hex'), 16)) stored,
            created_at timestamptz not null default clock_timestamp(),
            updated_at timestamptz not null default clock_timestamp(),
            constraint tenant_logo_pk primary key (tenant_id),
            constraint tenant_logo_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint tenant_logo_media_type_is_known
                check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
            constraint tenant_logo_image_is_small check (length(image) <= 65536)
        )
        """
    )
    op.execute("create index tenant_host_tenant_id_idx on tenant_host (tenant_id)")
    op.execute(
        "insert into tenant (id, subdomain, name, settings)"
        " values ('00000000-0000-7000-8000-000000000000', 'platform', 'Pointsbook', '{}')"
    )
    touched("tenant")
    touched("tenant_logo")
    # Which communities exist, and where, is public: a request must find its community before it
    # has one.  Writing needs the community's own transaction.
    for table, key in (
        ("tenant", "id"),
        ("tenant_host", "tenant_id"),
        ("tenant_logo", "tenant_id"),
    ):
        protect(table)
        op.execute(f"create policy readable on {table} for select using (true)")
        for verb, clause in (
            ("insert", f"with check ({key} = {CURRENT_TENANT})"),
            ("update", f"using ({key} = {CURRENT_TENANT}) with check ({key} = {CURRENT_TENANT})"),
            ("delete", f"using ({key} = {CURRENT_TENANT})"),
        ):
            op.execute(f"create policy own_{verb} on {table} for {verb} {clause}")
    grant("tenant", app="select, insert, update (name, status, settings, settings_version)")
    grant("tenant_host", app="select, insert, delete")
    grant("tenant_logo", app="select, insert, update, delete")
