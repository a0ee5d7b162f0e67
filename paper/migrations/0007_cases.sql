-- What readers say is wrong in an article, statements people concerned ask to be printed, and what became of them.
CREATE TABLE cases (
    id {bytes} PRIMARY KEY, subject TEXT NOT NULL, state TEXT NOT NULL, title_id {bytes} NOT NULL, placement_id {bytes} NOT NULL,
    article_id {bytes} NOT NULL REFERENCES articles(id), revision BIGINT NOT NULL, passage TEXT NOT NULL, text TEXT NOT NULL,
    name TEXT NOT NULL, email TEXT NOT NULL, email_hash {bytes}, address_hash {bytes}, at BIGINT NOT NULL, due_at BIGINT,
    alarm TEXT NOT NULL, answer TEXT NOT NULL, led_to BIGINT, decided_at BIGINT, decided_by TEXT NOT NULL);
CREATE INDEX cases_in_order ON cases (title_id, state, at, id);
CREATE INDEX cases_of_article ON cases (article_id, at);
CREATE INDEX cases_pressing ON cases (state, alarm, due_at);
CREATE INDEX cases_decided ON cases (title_id, subject, decided_at);
CREATE INDEX cases_of_email ON cases (email_hash);
-- By which an article's corrections are counted and timed.
CREATE INDEX notices_by_class ON notices (title_id, class, at);
