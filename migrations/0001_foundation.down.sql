drop table audit, event, dirty, node, address, port_security_group, port, subnet, network, security_group_rule, security_group,
  project, token, leadership, deployment;
drop extension btree_gist;
