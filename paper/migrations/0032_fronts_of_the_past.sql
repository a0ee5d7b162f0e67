-- The front of a minute of the past is looked up by when it was published.
CREATE INDEX fronts_by_time ON fronts (title_id, at, version);
