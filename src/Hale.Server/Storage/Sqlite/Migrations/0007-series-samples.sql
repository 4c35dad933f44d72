-- Samples of metrics: of every series its name (as Prometheus writes it), a second's samples of all as one row of the write-ahead log, the newest samples of each as
-- they were saved last, and the others packed by the hundreds. The bodies are the series room's own coding (src/Hale.Server/Series).

-- A forgotten series loses its name at once and its rows step by step.
CREATE TABLE metric_series (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT UNIQUE
) STRICT;

CREATE TABLE metric_ahead (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    body BLOB NOT NULL
) STRICT;

-- As in heads: first is the series' number of the first sample, through the last row of the write-ahead log that they hold, beyond how many they hold of later rows.
CREATE TABLE metric_heads (
    series INTEGER PRIMARY KEY REFERENCES metric_series (id),
    first INTEGER NOT NULL,
    through INTEGER NOT NULL,
    beyond INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

-- As in chunks: the place is the series' id, and in its lowest 36 bits the second since 1970 of the last sample, or the next one that is free.
CREATE TABLE metric_chunks (
    place INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

-- As in rollups: the place is the series' id, and in its lowest 36 bits the second since 1970 at which the day begins. The last day that is done is in meta as
-- metrics_rolled_through.
CREATE TABLE metric_rollups (
    place INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;
