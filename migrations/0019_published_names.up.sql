-- What was published of zones, name by name: a change is told as the names that it touches, and costs what these cost, however large the zone is.
-- Zones keep the count of their versions for good: one that is made again under the same name goes on above what secondaries remember.
create table published_zone (
  zone text primary key,
  -- grows with every change and never wraps; what DNS sees of it has 32 bits (RFC 1982)
  version bigint not null check (version > 0),
  -- null: there is no such zone any more; all zeros: the platform's
  project_id uuid,
  -- what the zone is called by those who see it, where that is another name
  domain text,
  -- names that went up to this version may have been forgotten
  forgotten bigint not null default 0,
  -- of the last change: what came since a reader was last told everything
  xid xid8 not null default pg_current_xact_id()
);
create index published_zone_project on published_zone (project_id) where project_id is not null;
insert into published_zone (zone, version) select zone, serial from zone_serial;
drop table zone_serial;

create table published_name (
  zone text not null,
  name text not null,
  -- all records of the name; none: it went
  records jsonb not null,
  -- of the zone, in which it became so
  version bigint not null,
  -- the port by which the name is there; with an address, at the reverse name of that
  port_id uuid,
  network_id uuid,
  ip inet,
  since timestamptz not null default now(),
  primary key (zone, name)
);
create index published_name_version on published_name (zone, version);
create index published_name_port on published_name (port_id) where port_id is not null;
create index published_name_gone on published_name (since) where records = '[]';

-- The serial that the DNS edges are known to have. A table of its own: nobody who publishes waits for who reports.
create table zone_reached (
  zone text primary key,
  serial bigint not null
);
