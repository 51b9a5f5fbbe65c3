-- Serials of the zones that were published. A serial belongs to the name of a zone, not to a project: a project that is made again under
-- the same label must go on above the serial that secondaries remember. Rows therefore stay when a project goes.
create table zone_serial (
  zone text primary key,
  -- RFC 1982, 32 bits; 0 is left out, some servers read it as "none"
  serial bigint not null check (serial between 1 and 4294967295),
  -- SHA-256 of the records: the same content keeps its serial
  digest bytea not null,
  since timestamptz not null default now()
);
