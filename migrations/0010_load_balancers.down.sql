drop index address_probe_source;
delete from address where owner_kind = 'subnet' and type = 'reserved' or owner_kind = 'load_balancer';
drop table load_balancer_member, load_balancer_listener, load_balancer_pool, load_balancer;
