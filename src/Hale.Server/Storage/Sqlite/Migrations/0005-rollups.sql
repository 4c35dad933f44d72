-- What each day of UTC of a series comes to, by the history room's own coding (src/Hale.Server/History/Coding/Rollup.cs). The place is the series' id, and
-- in its lowest 36 bits the second since 1970 at which the day begins. The last day that is done is in meta as rolled_through.
CREATE TABLE rollups (
    place INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;
