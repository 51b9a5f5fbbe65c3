-- Which of its port's addresses this is, in the order of the request: people and Terraform read the list back as they wrote it.
alter table address add column position smallint not null default 0;
