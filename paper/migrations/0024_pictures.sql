-- The file a picture came as is kept, and what readers see is made of it. Of pictures developed before, the widest print
-- stands for the original: its hash is the picture's already. Their renditions stay in the table, for their addresses.
-- `edition` counts how often the words written into a picture's files changed, and is part of their names.
ALTER TABLE pictures ADD COLUMN edition BIGINT NOT NULL DEFAULT 0;
-- What a file says of itself, and the desk of it; the name it came under; what a search looks through.
ALTER TABLE pictures ADD COLUMN creator TEXT NOT NULL DEFAULT '';
ALTER TABLE pictures ADD COLUMN copyright TEXT NOT NULL DEFAULT '';
ALTER TABLE pictures ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE pictures ADD COLUMN file TEXT NOT NULL DEFAULT '';
ALTER TABLE pictures ADD COLUMN words TEXT NOT NULL DEFAULT '';
-- Which title's desk added it; unknown of those added before.
ALTER TABLE pictures ADD COLUMN title_id {bytes} REFERENCES titles(id);
-- Its colour on the whole, as red, green and blue; none where something of it is transparent.
ALTER TABLE pictures ADD COLUMN tint BIGINT;
-- The point that stays in sight when it is cropped, from left and top, per cent.
ALTER TABLE pictures ADD COLUMN focus_x BIGINT;
ALTER TABLE pictures ADD COLUMN focus_y BIGINT;
-- When it may not be shown any more.
ALTER TABLE pictures ADD COLUMN ends_at BIGINT;
