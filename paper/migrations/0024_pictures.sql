-- The file a picture came as is kept, and what readers see is made of it. Of pictures developed before, the widest print
-- stands for the original: its hash is the picture's already. Their renditions stay in the table, for their addresses.
-- `edition` counts how often the words written into a picture's files changed, and is part of their names.
ALTER TABLE pictures ADD COLUMN edition BIGINT NOT NULL DEFAULT 0;
