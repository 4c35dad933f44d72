-- Samples of metrics: of every series its name (as Prometheus writes it), a second's samples of all as one row of the write-ahead log, the newest samples of each as
-- they were saved last, and the others packed by the hundreds. The bodies are the series room's own coding (src/Hale.Server/Series).

INSERT INTO hale.numbers (name, last) VALUES ('metric_ahead', 0), ('metric_series', 0);

-- A forgotten series loses its name at once and its rows step by step.
CREATE TABLE hale.metric_series (
    id bigint PRIMARY KEY,
    name text COLLATE "C" UNIQUE
);

CREATE TABLE hale.metric_ahead (
    number bigint PRIMARY KEY,
    body bytea NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 300, toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 1000);

CREATE TABLE hale.metric_heads (
    series bigint PRIMARY KEY,
    first bigint NOT NULL,
    through bigint NOT NULL,
    beyond bigint NOT NULL,
    body bytea NOT NULL
) WITH (fillfactor = 60);

-- As in chunks.
CREATE TABLE hale.metric_chunks (
    place bigint NOT NULL,
    body bytea NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX metric_chunks_by_place ON hale.metric_chunks (place);

-- As in rollups. The last day that is done is in meta as metrics_rolled_through.
CREATE TABLE hale.metric_rollups (
    place bigint PRIMARY KEY,
    body bytea NOT NULL
);

ALTER TABLE hale.metric_ahead ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE hale.metric_heads ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE hale.metric_chunks ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE hale.metric_rollups ALTER COLUMN body SET STORAGE EXTERNAL;
