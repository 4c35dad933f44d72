-- Times are milliseconds since 1970 in UTC.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sequences (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE declarations (
    kind TEXT NOT NULL CHECK (kind IN ('project', 'service', 'target')),
    id TEXT NOT NULL,
    definition TEXT,
    managed_by TEXT NOT NULL CHECK (managed_by IN ('api', 'file')),
    held INTEGER NOT NULL CHECK (held IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    etag TEXT,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- One row per watched key. A forgotten one loses its key at once and its rows step by step.
CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT UNIQUE
) STRICT;

CREATE TABLE verdicts (
    series INTEGER PRIMARY KEY REFERENCES series (id),
    state TEXT NOT NULL
) STRICT;

-- One row per check, the only table that grows fast, so its words are numbers:
-- status: 0 unknown, 1 up, 2 degraded, 3 down: the verdict after the check.
-- failure: null for a success, else 0 timeout, 1 connect_timeout, 2 dns, 3 refused, 4 unreachable, 5 reset, 6 tls, 7 http_status, 8 body,
-- 9 protocol, 10 auth, 11 exit_code, 12 resource, 13 heartbeat_missed, 14 blocked, 15 internal.
-- latency: microseconds. n tells samples of the same millisecond apart, in the order they came.
CREATE TABLE samples (
    series INTEGER NOT NULL REFERENCES series (id),
    at INTEGER NOT NULL,
    n INTEGER NOT NULL,
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 3),
    failure INTEGER CHECK (failure BETWEEN 0 AND 15),
    latency INTEGER,
    message TEXT,
    PRIMARY KEY (series, at, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    series INTEGER NOT NULL REFERENCES series (id),
    at INTEGER NOT NULL,
    from_status TEXT NOT NULL CHECK (from_status IN ('unknown', 'up', 'degraded', 'down')),
    to_status TEXT NOT NULL CHECK (to_status IN ('unknown', 'up', 'degraded', 'down')),
    why TEXT NOT NULL,
    message TEXT,
    cause TEXT
) STRICT;

CREATE INDEX events_by_place ON events (series, place);
CREATE INDEX events_by_time ON events (series, at, place);
CREATE INDEX events_by_age ON events (at);

CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

-- Only a token's SHA-256 is kept.
CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    created_at INTEGER NOT NULL
) STRICT;
