-- What each passive service called last, as the heartbeats room's own JSON, and the hash of the token that the hub made for it, if it did.
CREATE TABLE heartbeats (
    service TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    token BLOB CHECK (length(token) = 32)
) STRICT, WITHOUT ROWID;

-- The newest calls with what they brought along. kind: success, start, fail, log.
CREATE TABLE beats (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    service TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('success', 'start', 'fail', 'log')),
    exit_status INTEGER,
    duration INTEGER,
    body TEXT
) STRICT;

CREATE INDEX beats_by_service ON beats (service, place);
