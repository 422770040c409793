-- Which runs name which content: what nobody names can go. Content from before this was noted is named by no run that is
-- there, and stays.
CREATE TABLE naming (
    hash BLOB NOT NULL,
    run  INTEGER NOT NULL,
    PRIMARY KEY (hash, run)
) STRICT, WITHOUT ROWID;

CREATE INDEX naming_by_run ON naming (run);

INSERT INTO naming (hash, run) SELECT hash, 0 FROM attachment;
