drop index event_order;
