-- Windows of maintenance. definition: the maintenance room's own JSON.
CREATE TABLE maintenance (
    id TEXT PRIMARY KEY,
    definition TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
