-- Pictures that came with a manifest of C2PA, and what came of checking it. `checked_by` says by which checker with which list of
-- signers; empty until one has. The pictures that are there are looked at one after the other, by the server.
CREATE TABLE manifests (
    picture_id {bytes} NOT NULL PRIMARY KEY REFERENCES pictures(id),
    standing TEXT NOT NULL,
    told TEXT NOT NULL,
    checked_by TEXT NOT NULL,
    checked_at BIGINT
);
CREATE INDEX manifests_by_standing ON manifests (standing, picture_id);
CREATE INDEX manifests_by_checker ON manifests (checked_by, picture_id);
INSERT INTO manifests (picture_id, standing, told, checked_by)
    SELECT id, 'unlooked', '', '' FROM pictures WHERE form = 'picture' AND blanked_at IS NULL;
