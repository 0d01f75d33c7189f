package store

import (
	"time"

	"huying/internal/kernel/ident"
)

// Session 会话 is one sign-in that lasts. Digest is that of its token, which
// only the browser has.
type Session struct {
	Digest  string
	Account ident.UserID
	Started time.Time
	Seen    time.Time // no finer than a minute
	Ends    time.Time
	Address string
	Agent   string
}

const (
	sessionColumns = `digest, account, started_at, seen_at, ends_at, address, agent`

	sqlAddSession   = `INSERT INTO session (` + sessionColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	sqlSession      = `SELECT ` + sessionColumns + ` FROM session WHERE digest = $1`
	sqlSessions     = `SELECT ` + sessionColumns + ` FROM session WHERE account = $1 AND ends_at > $2 ORDER BY seen_at DESC, digest`
	sqlSawSession   = `UPDATE session SET seen_at = $2 WHERE digest = $1`
	sqlEndSession   = `DELETE FROM session WHERE account = $1 AND digest = $2`
	sqlEndSessions  = `DELETE FROM session WHERE account = $1 AND digest <> $2`
	sqlSweepSession = `DELETE FROM session WHERE ends_at <= $1`
)

// AddSession keeps a session.
func (tx *Tx) AddSession(s Session) error {
	_, err := tx.exec(sqlAddSession, s.Digest, s.Account, s.Started, s.Seen, s.Ends, s.Address, s.Agent)
	return err
}

// Session finds a session; ok is false when it has been ended. Whether its time
// is over is for the caller to say.
func (tx *Tx) Session(digest string) (s Session, ok bool, err error) {
	return maybe(tx, sqlSession, scanSession, digest)
}

// Sessions lists an account's sessions whose time is not over, latest seen
// first.
func (tx *Tx) Sessions(id ident.UserID) ([]Session, error) {
	return query(tx, sqlSessions, scanSession, id, tx.Now())
}

// SawSession notes that a session was used now.
func (tx *Tx) SawSession(digest string) error {
	_, err := tx.exec(sqlSawSession, digest, tx.Now())
	return err
}

// EndSession ends one session of an account, and reports whether it had it.
func (tx *Tx) EndSession(id ident.UserID, digest string) (bool, error) {
	n, err := tx.exec(sqlEndSession, id, digest)
	return n > 0, err
}

// EndSessions ends all sessions of an account but the one given, "" being none,
// and tells how many.
func (tx *Tx) EndSessions(id ident.UserID, but string) (int64, error) {
	return tx.exec(sqlEndSessions, id, but)
}

// SweepSessions drops the sessions whose time is over, and the sign-ins that
// never came back from a provider, and tells how many of both.
func (tx *Tx) SweepSessions() (int64, error) {
	n, err := tx.exec(sqlSweepSession, tx.Now())
	if err != nil {
		return 0, err
	}
	m, err := tx.exec(sqlSweepAttempts, tx.Now())
	return n + m, err
}

func scanSession(r row) (s Session, err error) {
	err = r.Scan(&s.Digest, (*string)(&s.Account), at(&s.Started), at(&s.Seen), at(&s.Ends), &s.Address, &s.Agent)
	return s, err
}

// Attempt is a sign-in on its way by an identity provider. Digest is that of
// the state that the provider hands back.
type Attempt struct {
	Digest   string
	Nonce    string
	Verifier string // PKCE
	Ends     time.Time
}

const (
	sqlAddAttempt    = `INSERT INTO oidc_attempt (digest, nonce, verifier, ends_at) VALUES ($1, $2, $3, $4)`
	sqlAttempt       = `SELECT digest, nonce, verifier, ends_at FROM oidc_attempt WHERE digest = $1 AND ends_at > $2`
	sqlDropAttempt   = `DELETE FROM oidc_attempt WHERE digest = $1`
	sqlSweepAttempts = `DELETE FROM oidc_attempt WHERE ends_at <= $1`
)

// AddAttempt keeps a sign-in that is being sent to a provider.
func (tx *Tx) AddAttempt(a Attempt) error {
	_, err := tx.exec(sqlAddAttempt, a.Digest, a.Nonce, a.Verifier, a.Ends)
	return err
}

// TakeAttempt takes a sign-in that came back, so that it comes back once; ok is
// false when it was never sent, is back already, or took too long.
func (tx *Tx) TakeAttempt(digest string) (a Attempt, ok bool, err error) {
	a, ok, err = maybe(tx, sqlAttempt, func(r row) (a Attempt, err error) {
		err = r.Scan(&a.Digest, &a.Nonce, &a.Verifier, at(&a.Ends))
		return a, err
	}, digest, tx.Now())
	if err != nil || !ok {
		return Attempt{}, false, err
	}
	n, err := tx.exec(sqlDropAttempt, digest)
	return a, n > 0, err
}
