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
    must_change BOOLEAN NOT NULL,
    totp TEXT NOT NULL,
    totp_pending TEXT NOT NULL,
    totp_step BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    locked_until BIGINT,
    disabled BOOLEAN NOT NULL,
    issuer TEXT,
    subject TEXT,
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT,
    UNIQUE (region, login),
    UNIQUE (issuer, subject)
);

-- The roles of an account; it acts in the first that may.
CREATE TABLE account_role (
    account TEXT NOT NULL REFERENCES account (id),
    place BIGINT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (account, place),
    UNIQUE (account, role)
);

-- Codes that stand in for a lost device, each once.
CREATE TABLE recovery_code (
    account TEXT NOT NULL REFERENCES account (id),
    digest TEXT NOT NULL,
    PRIMARY KEY (account, digest)
);

-- Of every token and key only the digest is kept: whoever reads the database
-- cannot sign in by it.
CREATE TABLE session (
    digest TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_end ON session (ends_at);

CREATE TABLE api_key (
    id TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    used_at BIGINT
);
CREATE INDEX api_key_account ON api_key (account);

-- A link that opens an account once; one for an account.
CREATE TABLE setup_link (
    account TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    digest TEXT NOT NULL UNIQUE,
    ends_at BIGINT NOT NULL
);

-- A sign-in that has been sent to an identity provider and is not back yet.
CREATE TABLE oidc_attempt (
    digest TEXT NOT NULL PRIMARY KEY,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    ends_at BIGINT NOT NULL
);

-- What was done to accounts, rights and secrets, and what was refused. Rows
-- are only ever added. They hold no passwords and no personal data of citizens.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    at BIGINT NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (region, at, id);
CREATE INDEX audit_account ON audit (account, at);
CREATE INDEX audit_refused ON audit (address, at) WHERE outcome = 'refused';
