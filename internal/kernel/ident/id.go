// Package ident names things: distinct types for every identifier, so that a
// unit can't be passed where a case is meant, and the numbers that people read
// aloud. Identifiers are made from a Source given by the application.
package ident

import (
	"encoding/base32"
	"encoding/binary"
	"io"
	"sync"
	"time"
)

// Identifiers of an installation. They never appear in a bulletin.
type (
	CaseID       string
	UnitID       string
	UserID       string
	ContactID    string
	JobID        string
	PersonID     string
	AttachmentID string
)

// RegionCode is the administrative division code of a region, "330802".
type RegionCode string

var lexical = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)

// Source makes identifiers that sort by the time they were made (so that
// indexes grow at one end) and cannot be guessed beyond that.
type Source struct {
	mu   sync.Mutex
	rand io.Reader
}

// NewSource returns a Source that draws from r: crypto/rand.Reader in a
// running system, a seeded generator in the simulator.
func NewSource(r io.Reader) *Source { return &Source{rand: r} }

// New returns 26 characters: 48 bits of milliseconds, then 80 random bits.
// It fails only when the random source does.
func (s *Source) New(at time.Time) (string, error) {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(at.UnixMilli())<<16) //nolint:gosec // times before 1970 don't occur
	s.mu.Lock()
	_, err := io.ReadFull(s.rand, b[6:])
	s.mu.Unlock()
	if err != nil {
		return "", err
	}
	return lexical.EncodeToString(b[:]), nil
}

// codeAlphabet leaves out characters that are mistaken for others when read
// aloud or written by hand.
const codeAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// codeLength is how many characters a query code has: 31⁶ are 887 million.
const codeLength = 6

// QueryCode returns the six characters 查询码 that open a case to its reporter,
// from a keyed digest of the case's identity: whoever has no key cannot tell
// them, and nothing need be kept. Digests of 8 bytes or more give each code
// equally often, to one part in 10¹⁰.
func QueryCode(digest [8]byte) string {
	var code [codeLength]byte
	n := binary.BigEndian.Uint64(digest[:])
	for i := range code {
		code[i] = codeAlphabet[n%uint64(len(codeAlphabet))]
		n /= uint64(len(codeAlphabet))
	}
	return string(code[:])
}
