-- Windows of maintenance. definition: the maintenance room's own JSON.
CREATE TABLE hale.maintenance (
    id text COLLATE "C" PRIMARY KEY,
    definition text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
