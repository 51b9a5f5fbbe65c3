-- The order of the event stream is (xid, seq). seq alone is no order to follow: of two transactions that overlap, the one with the
-- smaller transaction id can get the greater seq and commit first, and a reader that remembers "all up to seq 6" then never sees 5.
create index event_order on event (xid, seq);
