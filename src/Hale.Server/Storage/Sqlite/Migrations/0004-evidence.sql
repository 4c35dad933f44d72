-- What failed checks saw, as the history room's own JSON: the newest of each series, as the history room chose them.
CREATE TABLE evidence (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    series INTEGER NOT NULL REFERENCES series (id),
    at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE INDEX evidence_by_series ON evidence (series, place);
CREATE INDEX evidence_by_time ON evidence (at);
