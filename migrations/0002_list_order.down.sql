drop index project_order, network_order, subnet_order, port_order, network_project, subnet_project, port_project;
create index network_project on network (project_id);
create index subnet_project on subnet (project_id);
create index port_project on port (project_id);
