-- Journals. One row a commit: several events lie in one blob, so that a short run is a handful of rows.
-- `entry` is the chain and stays for ever; `content` holds bodies and salts and can be erased.

CREATE TABLE run (
    key           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    procedure     TEXT NOT NULL,
    case_name     TEXT,
    starter       TEXT,
    parent_run    TEXT,
    parent_effect INTEGER,
    schedule      INTEGER,
    started_at    TEXT NOT NULL,
    version       BLOB NOT NULL,
    number        INTEGER NOT NULL,
    status        TEXT NOT NULL,
    outcome       TEXT,
    due           TEXT,
    ended_at      TEXT,
    updated_at    TEXT NOT NULL,
    failed        INTEGER NOT NULL,
    sequence      INTEGER NOT NULL,
    head          BLOB NOT NULL
) STRICT;

CREATE INDEX run_by_procedure ON run (procedure, key);
CREATE INDEX run_open ON run (key) WHERE status IN ('running', 'paused');
CREATE INDEX run_by_parent ON run (parent_run) WHERE parent_run IS NOT NULL;

CREATE TABLE journal (
    key     INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL REFERENCES run (key),
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    entries BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX journal_of_run ON journal (run, first, last);

CREATE TABLE content (
    journal INTEGER PRIMARY KEY REFERENCES journal (key),
    bodies  BLOB NOT NULL
) STRICT;

-- The ledger: every change of anything, without a gap.

CREATE TABLE ledger (
    number     INTEGER PRIMARY KEY,
    at         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    first      INTEGER,
    last       INTEGER,
    actor      TEXT,
    commitment BLOB NOT NULL, -- of a run's events, the hash of the last one
    hash       BLOB NOT NULL
) STRICT;

CREATE TABLE payload (
    number  INTEGER PRIMARY KEY REFERENCES ledger (number),
    salt    BLOB NOT NULL,
    content TEXT NOT NULL
) STRICT;

CREATE TABLE claim (
    kind  TEXT NOT NULL,
    key   TEXT NOT NULL,
    by    TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- What waits. All of it follows from the journals, but for `effect.begun`.

CREATE TABLE effect (
    run     INTEGER NOT NULL REFERENCES run (key),
    effect  INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    label   TEXT NOT NULL,
    key     TEXT NOT NULL,
    once    TEXT,
    waiting INTEGER NOT NULL,
    begun   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, effect)
) STRICT, WITHOUT ROWID;

CREATE INDEX effect_once ON effect (once) WHERE once IS NOT NULL;

CREATE TABLE timer (
    run   INTEGER NOT NULL REFERENCES run (key),
    timer INTEGER NOT NULL,
    at    TEXT NOT NULL,
    PRIMARY KEY (run, timer)
) STRICT, WITHOUT ROWID;

CREATE INDEX timer_by_moment ON timer (at);

CREATE TABLE task (
    run        INTEGER NOT NULL REFERENCES run (key),
    task       INTEGER NOT NULL,
    procedure  TEXT NOT NULL,
    step       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    candidates TEXT NOT NULL, -- a JSON list
    assignee   TEXT,
    due        TEXT,
    priority   INTEGER NOT NULL,
    opened_at  TEXT NOT NULL,
    place      TEXT NOT NULL, -- where it stands in a list: due moment, priority, run, number
    PRIMARY KEY (run, task)
) STRICT, WITHOUT ROWID;

CREATE INDEX task_by_place ON task (place);
CREATE INDEX task_by_assignee ON task (assignee, place) WHERE assignee IS NOT NULL;

CREATE TABLE task_role (
    role TEXT NOT NULL,
    run  INTEGER NOT NULL,
    task INTEGER NOT NULL,
    PRIMARY KEY (role, run, task),
    FOREIGN KEY (run, task) REFERENCES task (run, task) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX task_role_of_task ON task_role (run, task);

CREATE TABLE notice (
    key     INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    run     TEXT NOT NULL,
    step    TEXT,
    role    TEXT,
    person  TEXT,
    subject TEXT,
    text    TEXT NOT NULL
) STRICT;

CREATE INDEX notice_by_role ON notice (role, key) WHERE role IS NOT NULL;
CREATE INDEX notice_by_person ON notice (person, key) WHERE person IS NOT NULL;
CREATE INDEX notice_by_run ON notice (run, key);

CREATE TABLE dead_letter (
    key    INTEGER PRIMARY KEY,
    at     TEXT NOT NULL,
    run    TEXT NOT NULL,
    what   TEXT NOT NULL,
    code   TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- Procedures, people, configuration.

CREATE TABLE document (
    version BLOB PRIMARY KEY,
    text    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE publication (
    procedure TEXT NOT NULL,
    number    INTEGER NOT NULL,
    version   BLOB NOT NULL REFERENCES document (version),
    pins      TEXT NOT NULL, -- a JSON object
    author    TEXT,
    rationale TEXT NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (procedure, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    collection TEXT NOT NULL,
    id         TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (collection, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
    hash    BLOB PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

-- The installation itself.

CREATE TABLE lease (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    until  TEXT NOT NULL
) STRICT;

CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
