-- Pictures and documents a standing page shows or links to: readers may fetch them while it does.
CREATE TABLE page_pictures (
    title_id {bytes} NOT NULL, slug TEXT NOT NULL, picture_id {bytes} NOT NULL REFERENCES pictures(id),
    PRIMARY KEY (title_id, slug, picture_id), FOREIGN KEY (title_id, slug) REFERENCES pages(title_id, slug));
CREATE INDEX pages_of_picture ON page_pictures (picture_id);

-- The day (`2026-11-24`) in a placement's addresses, in its title's zone when it first had one; NULL before.
ALTER TABLE placements ADD COLUMN day TEXT;

-- Lists of a topic or of a name are read from an index alone, however long they are.
DROP INDEX topics_newest;
CREATE INDEX topics_newest ON placement_topics (topic_id, first_published_at, placement_id);
DROP INDEX credits_newest;
CREATE INDEX credits_newest ON credits (name, title_id, first_published_at, placement_id);

-- Changes name contributors by id: a name would stay there after a redaction blanked it. What named some traces all.
UPDATE changes SET traces = '{"all":true}' WHERE traces LIKE '%"people"%';
