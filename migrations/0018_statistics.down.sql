drop index load_balancer_address;
drop table balanced_connections;
drop table balanced_sample;
drop table port_statistics;
