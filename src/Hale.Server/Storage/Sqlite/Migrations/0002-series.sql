-- Results no longer take a row each: a second's are one row of the write-ahead log, a series' are packed by the hundreds.
-- The bodies are the history room's own coding (src/Hale.Server/History/Coding).

CREATE TABLE ahead (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    body BLOB NOT NULL
) STRICT;

-- The newest results of a series, those in no chunk, as they were when they were saved last: first is the series' number of the first one, through the last
-- row of the write-ahead log that they hold, beyond how many they hold of later rows.
CREATE TABLE heads (
    series INTEGER PRIMARY KEY REFERENCES series (id),
    first INTEGER NOT NULL,
    through INTEGER NOT NULL,
    beyond INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

-- The place is the series' id, and in its lowest 36 bits the second since 1970 of the last result, or the next one that is free.
CREATE TABLE chunks (
    place INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

DROP TABLE samples;
