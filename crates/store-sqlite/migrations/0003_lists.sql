-- What lists are searched and sorted by.

ALTER TABLE task ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN case_name TEXT;
ALTER TABLE task ADD COLUMN words TEXT NOT NULL DEFAULT ''; -- title, case and run in lower case

UPDATE task SET title = step, case_name = (SELECT case_name FROM run WHERE run.key = task.run);
UPDATE task SET words = lower(title) || char(10) || lower(coalesce(case_name, '')) || char(10)
    || (SELECT lower(id) FROM run WHERE run.key = task.run);

ALTER TABLE run ADD COLUMN words TEXT NOT NULL DEFAULT ''; -- case and id in lower case

UPDATE run SET words = lower(coalesce(case_name, '')) || char(10) || lower(id);

CREATE INDEX task_by_priority ON task (255 - priority, place);
CREATE INDEX task_by_opening ON task (opened_at, place);
CREATE INDEX run_open_of_procedure ON run (procedure) WHERE status IN ('running', 'paused');
-- Entries of runs are many, and are found by their run.
CREATE INDEX ledger_of_changes ON ledger (number) WHERE kind <> 'run';
