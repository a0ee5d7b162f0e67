-- The log of what readers see. `log` is one row once it has begun: `origin` names it, `epoch` counts how often it began anew,
-- `keys` are those its checkpoints are signed with, the newest first, and `signed` says whether one ever was.
CREATE TABLE log (
    one BIGINT PRIMARY KEY, home TEXT NOT NULL, epoch BIGINT NOT NULL, keys TEXT NOT NULL, signed BIGINT NOT NULL);
-- Its entries in their order, from 0 without gaps. An entry never changes; what opens its commitment to an address can be erased.
CREATE TABLE log_entries (
    position BIGINT PRIMARY KEY, entry TEXT NOT NULL, article_id {bytes}, number BIGINT, addresses TEXT, address_salt {bytes});
CREATE UNIQUE INDEX log_entries_of_article ON log_entries (article_id, number);
