package vault

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/domain/person"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

const (
	nonceBytes = 12
	tagBytes   = 16
)

// Place 密封位置 is what a sealed text belongs to. It opens in no other.
type Place struct {
	Person ident.PersonID
	Field  person.Field
}

// bound is what goes into the seal beside the text: the key's name, the
// person and the field, each with its length, so that no two places are alike.
func (p Place) bound(key string) []byte {
	var b []byte
	for _, part := range []string{key, string(p.Person), string(p.Field)} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(part))) //nolint:gosec // names are short
		b = append(b, part...)
	}
	return b
}

// Seal returns the text sealed under the current key for one place, as
// k1:base64url(nonce, text, tag). It fails only when the random source does.
// The nonce is random: one key is good for 2³² texts.
func (r *Ring) Seal(random io.Reader, at Place, text string) (string, error) {
	key := r.keys[len(r.keys)-1]
	sealed := make([]byte, nonceBytes, nonceBytes+len(text)+tagBytes)
	if _, err := io.ReadFull(random, sealed); err != nil {
		return "", errs.Wrap("vault: random source", err)
	}
	sealed = key.aead.Seal(sealed, sealed, []byte(text), at.bound(key.id))
	return key.id + ":" + encoding.EncodeToString(sealed), nil
}

// encoding refuses trailing bits, so that a seal has one form.
var encoding = base64.RawURLEncoding.Strict()

var errSeal = errs.New(errs.Internal, "vault.seal", "a sealed field has been changed, or belongs elsewhere", "密文已被改动或不属于此处")

// Open returns what was sealed for a place. Errors: Unready "vault.key" for a
// key that is not in the ring; Internal "vault.seal" for a text that was
// changed or moved since.
func (r *Ring) Open(at Place, sealed string) (string, error) {
	id, body, ok := strings.Cut(sealed, ":")
	if !ok {
		return "", errSeal
	}
	key, err := r.secret(id)
	if err != nil {
		return "", err
	}
	b, err := encoding.DecodeString(body)
	if err != nil || strings.ContainsAny(body, "\r\n") || len(b) < nonceBytes {
		return "", errSeal
	}
	text, err := key.aead.Open(nil, b[:nonceBytes], b[nonceBytes:], at.bound(key.id))
	if err != nil {
		return "", errSeal
	}
	return string(text), nil
}

// KeyOf is the id of the key that a text is sealed under.
func KeyOf(sealed string) string {
	id, _, _ := strings.Cut(sealed, ":")
	return id
}

// Index 盲索引 is the keyed digest by which a number is found: the same for
// the same number in its normal form, and useless without the ring. Numbers
// of different sorts have different indexes, the two telephones of a person
// the same sort.
func (r *Ring) Index(f person.Field, normal string) string {
	if normal == "" {
		return ""
	}
	if f == person.Phone2 {
		f = person.Phone
	}
	h := hmac.New(sm3.New, r.index)
	h.Write([]byte(string(f) + "\x00" + normal))
	return hex.EncodeToString(h.Sum(nil))
}
