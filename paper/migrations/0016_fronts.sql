-- Fronts: what stands over an article on one, the breaking bar, and each front as it was published.

-- In place of the article's own headline and picture, on the front alone; empty where those stand.
ALTER TABLE pins ADD COLUMN headline TEXT NOT NULL DEFAULT '';
ALTER TABLE pins ADD COLUMN picture_id {bytes} REFERENCES pictures(id);
CREATE INDEX pins_of_placement ON pins (placement_id);
CREATE INDEX pins_of_picture ON pins (picture_id) WHERE picture_id IS NOT NULL;
-- The breaking bar of a title: it leads to an article there or to an address, or to nothing.
CREATE TABLE flashes (
    title_id {bytes} PRIMARY KEY REFERENCES titles(id), text TEXT NOT NULL, placement_id {bytes} REFERENCES placements(id),
    address TEXT NOT NULL, at BIGINT NOT NULL, until_at BIGINT NOT NULL);
-- Each deed that composed a front, counted from 1, with the bar as it was; its places follow.
CREATE TABLE fronts (
    id {bytes} PRIMARY KEY, title_id {bytes} NOT NULL REFERENCES titles(id), version BIGINT NOT NULL, at BIGINT NOT NULL,
    account_id {bytes}, actor TEXT NOT NULL, flash_text TEXT NOT NULL, flash_placement {bytes}, flash_address TEXT NOT NULL,
    flash_until BIGINT, UNIQUE (title_id, version));
CREATE TABLE front_places (
    id {bytes} PRIMARY KEY, front_id {bytes} NOT NULL REFERENCES fronts(id), slot TEXT NOT NULL, position BIGINT NOT NULL,
    placement_id {bytes} NOT NULL REFERENCES placements(id), until_at BIGINT, headline TEXT NOT NULL, picture_id {bytes},
    UNIQUE (front_id, slot, position));
CREATE INDEX front_places_of_placement ON front_places (placement_id);
