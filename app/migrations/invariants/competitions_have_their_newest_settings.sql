-- A competition's settings are its newest version, and no version is missing.
select c.tenant_id, 'competition ' || c.id as subject,
       'is at version ' || c.settings_version || ' of ' || count(s.version) as detail
from competition c
left join competition_settings s on (s.tenant_id, s.competition_id) = (c.tenant_id, c.id)
group by c.tenant_id, c.id
having count(s.version) <> c.settings_version
    or min(s.version) <> 1
    or max(s.version) <> c.settings_version
    or not bool_or(s.version = c.settings_version and s.document = c.settings)
