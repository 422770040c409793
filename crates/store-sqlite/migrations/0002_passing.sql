-- What is kept for a while: sessions, answers, links, tries. No part of the ledger, and in no backup.

CREATE TABLE passing (
    kind  TEXT NOT NULL,
    key   TEXT NOT NULL,
    owner TEXT NOT NULL,
    value TEXT NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX passing_by_owner ON passing (kind, owner);
CREATE INDEX passing_by_until ON passing (until);
