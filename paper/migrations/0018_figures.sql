-- Figures: what the server counted of its own answers. Of nobody: no address, no browser, no path somebody came from.

-- Views by hour. `at` is the beginning of an hour UTC; `page` is article, section, front, other, or all of these together;
-- `of_id` is the article or the section, sixteen zeros for what is neither.
CREATE TABLE figures_hours (
    title_id {bytes} NOT NULL REFERENCES titles(id), page TEXT NOT NULL, at BIGINT NOT NULL, of_id {bytes} NOT NULL,
    views BIGINT NOT NULL, PRIMARY KEY (title_id, page, at, of_id));
-- The same by day, once the hours are old; `at` is the beginning of a day in the title's zone.
CREATE TABLE figures_days (
    title_id {bytes} NOT NULL REFERENCES titles(id), page TEXT NOT NULL, at BIGINT NOT NULL, of_id {bytes} NOT NULL,
    views BIGINT NOT NULL, PRIMARY KEY (title_id, page, at, of_id));
-- Where readers come from, by day of the title's zone. Two words are no hosts: empty is a view that names none, * is what
-- came from hosts beyond the number kept.
CREATE TABLE figures_hosts (
    title_id {bytes} NOT NULL REFERENCES titles(id), day BIGINT NOT NULL, host TEXT NOT NULL, views BIGINT NOT NULL,
    PRIMARY KEY (title_id, day, host));
-- Who follows a feed on a day (UTC): the readers a service speaks for, and under no name those who come by themselves.
CREATE TABLE figures_feeds (
    title_id {bytes} NOT NULL REFERENCES titles(id), day BIGINT NOT NULL, feed TEXT NOT NULL, of_id {bytes} NOT NULL,
    service TEXT NOT NULL, readers BIGINT NOT NULL, PRIMARY KEY (title_id, day, feed, of_id, service));
-- The most read articles of the last day, of titles that show them.
CREATE TABLE most_read (
    title_id {bytes} NOT NULL REFERENCES titles(id), rank BIGINT NOT NULL, article_id {bytes} NOT NULL REFERENCES articles(id),
    PRIMARY KEY (title_id, rank));
