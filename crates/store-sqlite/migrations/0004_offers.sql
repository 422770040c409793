-- Which roles may take a task, in the order of a list and apart by whether somebody has it: so that a page of an inbox is
-- read from where it begins, however many tasks wait.

CREATE TABLE offer (
    role  TEXT NOT NULL,
    free  INTEGER NOT NULL, -- 1 while nobody has the task
    place TEXT NOT NULL,
    run   INTEGER NOT NULL,
    task  INTEGER NOT NULL,
    PRIMARY KEY (role, free, place),
    FOREIGN KEY (run, task) REFERENCES task (run, task) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX offer_of_task ON offer (run, task);

INSERT INTO offer (role, free, place, run, task)
    SELECT role, assignee IS NULL, place, task.run, task.task FROM task_role JOIN task USING (run, task);

DROP TABLE task_role;

-- Which versions open runs follow, and which runs follow a version.
CREATE INDEX run_open_of_version ON run (version) WHERE status IN ('running', 'paused');
