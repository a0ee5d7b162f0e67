-- How people come into the newsroom. Of everything that opens a door only a hash is kept, but for the secrets of code
-- generators, which must be read again to check a code.

-- The language an account is spoken to in; that of the first title where it is empty.
ALTER TABLE accounts ADD COLUMN language TEXT NOT NULL DEFAULT '';
-- Which of the network's hosts the newsroom is at; the first title's own where it is empty.
ALTER TABLE network ADD COLUMN newsroom_host TEXT NOT NULL DEFAULT '';
-- Roles that nobody works under without a second factor.
CREATE TABLE factor_roles (role TEXT PRIMARY KEY);
-- Argon2id in PHC form. `short`: it is good enough only beside a second factor.
CREATE TABLE passwords (
    account_id {bytes} PRIMARY KEY REFERENCES accounts(id), hash TEXT NOT NULL, short BIGINT NOT NULL, set_at BIGINT NOT NULL);
-- Who is signed in. A session that was ended has no row.
CREATE TABLE sessions (
    id {bytes} PRIMARY KEY, account_id {bytes} NOT NULL REFERENCES accounts(id), hash {bytes} NOT NULL UNIQUE, agent TEXT NOT NULL,
    address_hash {bytes} NOT NULL, stays BIGINT NOT NULL, second_factor BIGINT NOT NULL, opened_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL, proved_at BIGINT NOT NULL, ends_at BIGINT NOT NULL);
CREATE INDEX sessions_of_account ON sessions (account_id, used_at);
CREATE INDEX sessions_idle ON sessions (used_at);
CREATE INDEX sessions_ending ON sessions (ends_at);
-- Browsers that have signed in before: their guesses are counted apart.
CREATE TABLE devices (
    id {bytes} PRIMARY KEY, account_id {bytes} NOT NULL REFERENCES accounts(id), hash {bytes} NOT NULL UNIQUE,
    made_at BIGINT NOT NULL, used_at BIGINT NOT NULL);
CREATE INDEX devices_of_account ON devices (account_id, used_at);
CREATE INDEX devices_idle ON devices (used_at);
-- Guesses that failed, or are being tried: by account, by network, by browser. Never more rows than there are keys.
CREATE TABLE guesses (key {bytes} PRIMARY KEY, failures BIGINT NOT NULL, at BIGINT NOT NULL);
CREATE INDEX guesses_oldest ON guesses (at);
-- Who gave the right password and owes a second factor.
CREATE TABLE half_entries (
    hash {bytes} PRIMARY KEY, account_id {bytes} NOT NULL REFERENCES accounts(id), stays BIGINT NOT NULL, tries BIGINT NOT NULL,
    ends_at BIGINT NOT NULL);
CREATE INDEX half_entries_ending ON half_entries (ends_at);
-- Links that let somebody choose a password, once. An account has one at most.
CREATE TABLE door_links (
    account_id {bytes} PRIMARY KEY REFERENCES accounts(id), hash {bytes} NOT NULL UNIQUE, kind TEXT NOT NULL,
    made_at BIGINT NOT NULL, ends_at BIGINT NOT NULL);
CREATE INDEX door_links_ending ON door_links (ends_at);
-- Secrets of code generators (RFC 6238), readable, and the last step a code was taken of.
CREATE TABLE totp (
    account_id {bytes} PRIMARY KEY REFERENCES accounts(id), secret {bytes} NOT NULL, confirmed_at BIGINT, last_step BIGINT NOT NULL);
-- Codes for the day the second factor is lost. One that was used has no row.
CREATE TABLE recovery_codes (
    account_id {bytes} NOT NULL REFERENCES accounts(id), hash {bytes} NOT NULL, PRIMARY KEY (account_id, hash));
-- Passkeys (Web Authentication): public keys, in COSE form.
CREATE TABLE passkeys (
    id {bytes} PRIMARY KEY, account_id {bytes} NOT NULL REFERENCES accounts(id), credential {bytes} NOT NULL UNIQUE,
    public_key {bytes} NOT NULL, counter BIGINT NOT NULL, name TEXT NOT NULL, created_at BIGINT NOT NULL, used_at BIGINT);
CREATE INDEX passkeys_of_account ON passkeys (account_id);
-- Challenges given out and not answered yet; of a session where somebody adds a key to their account.
CREATE TABLE challenges (
    hash {bytes} PRIMARY KEY, purpose TEXT NOT NULL, session_id {bytes}, ends_at BIGINT NOT NULL);
CREATE INDEX challenges_ending ON challenges (ends_at);
