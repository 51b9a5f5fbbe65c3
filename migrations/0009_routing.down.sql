drop table port_forward, floating_ip, router_policy_route, router_route, router_interface, router;
