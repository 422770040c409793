-- Content that something beside runs names, such as an event log: it stays as long as its owner holds it.
CREATE TABLE holding (
    hash  BLOB NOT NULL,
    owner TEXT NOT NULL,
    PRIMARY KEY (hash, owner)
) STRICT, WITHOUT ROWID;

CREATE INDEX holding_by_owner ON holding (owner);
