-- +goose Up

-- Who can sign in. A password is an argon2id digest, empty where there is
-- none; the secret of a device that shows codes is sealed by a key outside the
-- database. totp_step is the last step whose code was used.
CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL REFERENCES region (code),
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT REFERENCES unit (id),
    password TEXT NOT NULL,
    must_change INTEGER CHECK (must_change IN (0, 1)) NOT NULL,
    totp TEXT NOT NULL,
    totp_pending TEXT NOT NULL,
    totp_step INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    locked_until INTEGER,
    disabled INTEGER CHECK (disabled IN (0, 1)) NOT NULL,
    issuer TEXT,
    subject TEXT,
    created_at INTEGER NOT NULL,
    signed_in_at INTEGER,
    UNIQUE (region, login),
    UNIQUE (issuer, subject)
) STRICT;

-- The roles of an account; it acts in the first that may.
CREATE TABLE account_role (
    account TEXT NOT NULL REFERENCES account (id),
    place INTEGER NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (account, place),
    UNIQUE (account, role)
) STRICT;

-- Codes that stand in for a lost device, each once.
CREATE TABLE recovery_code (
    account TEXT NOT NULL REFERENCES account (id),
    digest TEXT NOT NULL,
    PRIMARY KEY (account, digest)
) STRICT;

-- Of every token and key only the digest is kept: whoever reads the database
-- cannot sign in by it.
CREATE TABLE session (
    digest TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account);
CREATE INDEX session_end ON session (ends_at);

CREATE TABLE api_key (
    id TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    used_at INTEGER
) STRICT;
CREATE INDEX api_key_account ON api_key (account);

-- A link that opens an account once; one for an account.
CREATE TABLE setup_link (
    account TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    digest TEXT NOT NULL UNIQUE,
    ends_at INTEGER NOT NULL
) STRICT;

-- A sign-in that has been sent to an identity provider and is not back yet.
CREATE TABLE oidc_attempt (
    digest TEXT NOT NULL PRIMARY KEY,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;

-- What was done to accounts, rights and secrets, and what was refused. Rows
-- are only ever added. They hold no passwords and no personal data of citizens.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    at INTEGER NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (region, at, id);
CREATE INDEX audit_account ON audit (account, at);
CREATE INDEX audit_refused ON audit (address, at) WHERE outcome = 'refused';
