drop index event_project;
create index event_project on event (project_id, seq);
drop index audit_project;
alter table audit drop column project_id, drop column request_id, drop column token_name;
delete from event where project_id is null;
alter table event alter column project_id set not null;
drop table operation;
drop table idempotency_key;
alter table project drop column quotas;
drop table role_binding;
-- Only the tokens that the server began with can be said in the old words.
delete from token where name not like 'bootstrap-%' or project_id is not null or deleting_at is not null;
drop index token_name;
drop index token_project;
drop index token_order;
alter table token
  drop constraint token_role_place,
  drop constraint token_node_role,
  drop constraint token_role_check,
  drop column project_id,
  drop column node,
  drop column expires_at,
  drop column last_used_at,
  drop column secret_prefix,
  drop column description,
  drop column labels,
  drop column generation,
  drop column applied_generation,
  drop column realized_generation,
  drop column conditions,
  drop column create_digest,
  drop column updated_at,
  drop column deleting_at;
update token set role = 'admin' where role = 'platform_admin';
alter table token
  add constraint token_role_check check (role in ('admin', 'node', 'feed')),
  add constraint token_name_key unique (name);
