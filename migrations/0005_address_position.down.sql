alter table address drop column position;
