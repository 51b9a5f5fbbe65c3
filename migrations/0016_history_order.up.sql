-- The history is listed by the beginning of a tenure, newest first: of everybody, and of a project.
create index address_history_since on address_history (since);
drop index address_history_project;
create index address_history_project on address_history (project_id, since);
