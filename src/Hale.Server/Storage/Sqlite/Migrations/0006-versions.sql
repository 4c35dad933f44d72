-- Since when the target of a series says that it is of a version.
CREATE TABLE versions (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    series INTEGER NOT NULL REFERENCES series (id),
    at INTEGER NOT NULL,
    version TEXT NOT NULL
) STRICT;

CREATE INDEX versions_by_time ON versions (series, at, place);
