-- When a deed last touched a trace that documents date themselves by: what changed before this step is dated by the newest change.
CREATE TABLE touched (trace TEXT PRIMARY KEY, at BIGINT NOT NULL);
INSERT INTO touched (trace, at) SELECT 'all', at FROM changes ORDER BY seq DESC LIMIT 1;
