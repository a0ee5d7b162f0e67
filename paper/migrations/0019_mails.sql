-- Mails to accounts that wait to be sent. A row goes when the mail has gone, or is of no use any more. What opens a door
-- does not stand here: the secret of a link is drawn when the mail is written, on its way to the mail server.

-- `account_id` is empty where somebody asked for a name nobody has looked up yet; `word` is then what they typed, else what
-- was changed. `address` is where to, empty for wherever the account is written to on that day.
CREATE TABLE mails (
    id {bytes} PRIMARY KEY, account_id {bytes} REFERENCES accounts(id), kind TEXT NOT NULL, word TEXT NOT NULL,
    address TEXT NOT NULL, tries BIGINT NOT NULL, made_at BIGINT NOT NULL, ends_at BIGINT NOT NULL);
CREATE INDEX mails_ending ON mails (ends_at);
CREATE INDEX mails_of_account ON mails (account_id);
