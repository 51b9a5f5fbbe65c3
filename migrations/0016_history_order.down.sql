drop index address_history_since, address_history_project;
create index address_history_project on address_history (project_id, until);
