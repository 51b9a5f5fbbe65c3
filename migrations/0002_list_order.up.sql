-- Lists are paged by (created_at, id). With the order in the index a page costs its own rows; without it, a sort of all of them.
drop index network_project;
drop index subnet_project;
drop index port_project;
create index network_project on network (project_id, created_at, id);
create index subnet_project on subnet (project_id, created_at, id);
create index port_project on port (project_id, created_at, id);
create index project_order on project (created_at, id);
create index network_order on network (created_at, id);
create index subnet_order on subnet (created_at, id);
create index port_order on port (created_at, id);
