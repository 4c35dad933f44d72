-- How the definitions of services changed. body: the registry room's own JSON, without credentials.
CREATE TABLE changes (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    service TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE INDEX changes_by_service ON changes (service, place);
CREATE INDEX changes_by_time ON changes (at);
