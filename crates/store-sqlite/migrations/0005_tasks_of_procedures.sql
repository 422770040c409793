-- What the owners of a procedure see of an inbox: its tasks in the order of their places.
CREATE INDEX task_by_procedure ON task (procedure, place);
