create table zone_serial (
  zone text primary key,
  serial bigint not null check (serial between 1 and 4294967295),
  digest bytea not null,
  since timestamptz not null default now(),
  reached bigint
);
insert into zone_serial (zone, serial, digest, reached)
select zone, version, '', serial from published_zone left join zone_reached using (zone) where version < 4294967296;
drop table zone_reached;
drop table published_name;
drop table published_zone;
