package vault

import (
	"crypto/cipher"
	"crypto/hmac"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"

	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
)

const (
	secretBytes = 16 // of an SM4 key
	indexBytes  = 32 // of the key of the blind index
)

// Key 密钥 is what one may know of a key of the ring: never its secret.
type Key struct {
	ID   string    // k1, k2 … in the order in which they were made
	Made time.Time // UTC
	// Fingerprint tells a ring with the same names and other secrets.
	Fingerprint string
}

// Ring 密钥环 holds the keys under which persons are sealed. It is never
// changed: Rotate and Drop return another. It is safe for use by several
// goroutines, and prints no secret.
type Ring struct {
	keys  []secret // oldest first; the last one is current
	index []byte   // of the blind index; for the life of the installation
}

type secret struct {
	id    string
	bytes []byte
	made  time.Time
	aead  cipher.AEAD
}

// NewRing returns a ring with its first key. It fails only when the random
// source does.
func NewRing(random io.Reader, at time.Time) (*Ring, error) {
	r := &Ring{index: make([]byte, indexBytes)}
	if _, err := io.ReadFull(random, r.index); err != nil {
		return nil, errs.Wrap("vault: random source", err)
	}
	return r.Rotate(random, at)
}

// Rotate returns the ring with one more key, which is current from then on.
func (r *Ring) Rotate(random io.Reader, at time.Time) (*Ring, error) {
	bytes := make([]byte, secretBytes)
	if _, err := io.ReadFull(random, bytes); err != nil {
		return nil, errs.Wrap("vault: random source", err)
	}
	key, err := newSecret("k"+strconv.Itoa(r.last()+1), bytes, at)
	if err != nil {
		return nil, err
	}
	return &Ring{keys: append(slices.Clone(r.keys), key), index: r.index}, nil
}

// last is the number of the newest key, 0 in an empty ring.
func (r *Ring) last() int {
	if len(r.keys) == 0 {
		return 0
	}
	n, _ := keyNumber(r.Current())
	return n
}

// keyNumber is the number in the name of a key, and whether it is a name.
func keyNumber(id string) (int, bool) {
	digits, k := strings.CutPrefix(id, "k")
	n, err := strconv.Atoi(digits)
	return n, k && err == nil && n > 0 && id == "k"+strconv.Itoa(n)
}

func newSecret(id string, bytes []byte, made time.Time) (secret, error) {
	block, err := sm4.NewCipher(bytes)
	if err != nil {
		return secret{}, errs.Wrap("vault: "+id, err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return secret{}, errs.Wrap("vault: "+id, err)
	}
	return secret{id: id, bytes: bytes, made: clock.Micro(made), aead: aead}, nil
}

var (
	errCurrent = errs.New(errs.Conflict, "vault.current", "the current key cannot be dropped", "当前密钥不能停用")
	errKey     = errs.New(errs.Unready, "vault.key",
		"sealed under a key that is not in the ring: this is not the installation's keys.json", "加密所用密钥不在密钥环中：keys.json 与本安装不符")
)

// Drop returns the ring without a key. Errors: Conflict for the current one
// ("vault.current"); Unready for one that is not there ("vault.key").
func (r *Ring) Drop(id string) (*Ring, error) {
	if id == r.Current() {
		return nil, errCurrent
	}
	if _, err := r.secret(id); err != nil {
		return nil, err
	}
	keys := slices.DeleteFunc(slices.Clone(r.keys), func(k secret) bool { return k.id == id })
	return &Ring{keys: keys, index: r.index}, nil
}

// Current is the id of the key that seals.
func (r *Ring) Current() string { return r.keys[len(r.keys)-1].id }

// Keys lists the keys, oldest first.
func (r *Ring) Keys() []Key {
	list := make([]Key, len(r.keys))
	for i, k := range r.keys {
		list[i] = Key{ID: k.id, Made: k.made, Fingerprint: r.fingerprint(k)}
	}
	return list
}

// fingerprint tells a key, together with the key of the index, from others.
func (r *Ring) fingerprint(k secret) string {
	h := hmac.New(sm3.New, slices.Concat(k.bytes, r.index))
	h.Write([]byte("huying vault fingerprint " + k.id))
	const enough = 8
	return hex.EncodeToString(h.Sum(nil)[:enough])
}

func (r *Ring) secret(id string) (secret, error) {
	for _, k := range r.keys {
		if k.id == id {
			return k, nil
		}
	}
	return secret{}, errKey
}

// String names the keys and tells no secret.
func (r *Ring) String() string {
	if r == nil || len(r.keys) == 0 {
		return "ring()"
	}
	return fmt.Sprintf("ring(%d keys, current %s)", len(r.keys), r.Current())
}

// GoString is String, for %#v.
func (r *Ring) GoString() string { return r.String() }
