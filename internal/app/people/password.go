package people

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost 口令强度 is how much work one guess at a password takes.
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// DefaultCost is OWASP's second choice for argon2id: 19 MiB, two passes. It
// takes some 20 ms, and a server that digests on every processor stays small.
func DefaultCost() Cost { return Cost{Memory: 19 * 1024, Passes: 2, Threads: 1} }

const (
	saltBytes   = 16
	digestBytes = 32
	mostMemory  = 1 << 20 // KiB, that a digest on record may ask for
	mostPasses  = 64
)

// phc writes a digest as the PHC string format has it.
func (c Cost) phc(salt, sum []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Threads, b64(salt), b64(sum))
}

// readPHC reads what phc writes; ok is false for anything else.
func readPHC(s string) (c Cost, salt, sum []byte, ok bool) {
	part := strings.Split(s, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Passes, &c.Threads); err != nil {
		return c, nil, nil, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(part[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(part[5])
	ok = err1 == nil && err2 == nil && len(sum) == digestBytes && len(salt) > 0 &&
		c.Memory > 0 && c.Memory <= mostMemory && c.Passes > 0 && c.Passes <= mostPasses && c.Threads > 0
	return c, salt, sum, ok
}

// digestOf makes the digest of a password.
func (p *People) digestOf(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(p.o.Random, salt); err != nil {
		return "", err
	}
	sum, err := p.work(ctx, p.o.Cost, password, salt)
	if err != nil {
		return "", err
	}
	return p.o.Cost.phc(salt, sum), nil
}

// matches reports whether a password has the digest. It does the same work for
// a digest that nothing has, so that time tells nobody which accounts there
// are.
func (p *People) matches(ctx context.Context, password, phc string) (bool, error) {
	cost, salt, want, ok := readPHC(phc)
	if !ok {
		cost, salt, want, _ = readPHC(p.decoy)
	}
	sum, err := p.work(ctx, cost, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(sum, want) == 1 && ok && phc != p.decoy, nil
}

// current reports whether a digest was made at today's cost.
func (p *People) current(phc string) bool {
	cost, _, _, ok := readPHC(phc)
	return ok && cost == p.o.Cost
}

// work digests one password, no more at once than there are processors: each
// takes memory that a flood of sign-ins must not multiply.
func (p *People) work(ctx context.Context, c Cost, password string, salt []byte) ([]byte, error) {
	select {
	case p.hashing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-p.hashing }()
	return argon2.IDKey([]byte(password), salt, c.Passes, c.Memory, c.Threads, digestBytes), nil
}
