-- The serial that the DNS edges are known to have. What a zone holds is realized when this is the serial of its content.
alter table zone_serial add column reached bigint;
