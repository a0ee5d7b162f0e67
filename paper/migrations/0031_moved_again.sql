-- Items of a source that an import met and another of the same source had brought in: they count in its account too.
CREATE TABLE moved_again (import_id {bytes} NOT NULL REFERENCES imports(id), item TEXT NOT NULL, PRIMARY KEY (import_id, item));
