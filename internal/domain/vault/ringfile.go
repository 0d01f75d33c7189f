package vault

import (
	"bytes"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/kernel/errs"
)

// ringFile is the form in which a ring is kept. Check is over the rest: a file
// that was cut short or mistyped must not seal anything.
type ringFile struct {
	Version int       `json:"version"`
	Index   []byte    `json:"index"`
	Keys    []keyFile `json:"keys"` // oldest first; the last one is current
	Check   string    `json:"check"`
}

type keyFile struct {
	ID     string    `json:"id"`
	Made   time.Time `json:"made"`
	Secret []byte    `json:"secret"`
}

const ringVersion = 1

// Encode returns the ring, secrets included, to be kept where only the
// program reads it.
func (r *Ring) Encode() ([]byte, error) {
	f := ringFile{Version: ringVersion, Index: r.index}
	for _, k := range r.keys {
		f.Keys = append(f.Keys, keyFile{ID: k.id, Made: k.made, Secret: k.bytes})
	}
	f.Check = f.check()
	b, err := json.MarshalIndent(f, "", "  ")
	return append(b, '\n'), err
}

// check is the digest of what the file says.
func (f ringFile) check() string {
	h := sm3.New()
	write := func(parts ...string) {
		for _, p := range parts {
			h.Write([]byte(p + "\n"))
		}
	}
	write("huying ring 1", base64.StdEncoding.EncodeToString(f.Index))
	for _, k := range f.Keys {
		write(k.ID, k.Made.UTC().Format(time.RFC3339Nano), base64.StdEncoding.EncodeToString(k.Secret))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// errRing does not quote the file: it is made of secrets.
func errRing(en, zh string) error {
	return errs.New(errs.Unready, "vault.ring", "the key ring is damaged: "+en, "密钥环已损坏："+zh)
}

// Decode reads what Encode wrote. Error: Unready "vault.ring" for anything
// else.
func Decode(b []byte) (*Ring, error) {
	var f ringFile
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil || d.More() {
		return nil, errRing("it cannot be read", "无法解析")
	}
	switch {
	case f.Version != ringVersion:
		return nil, errRing("it is of another version", "版本不符")
	case subtle.ConstantTimeCompare([]byte(f.Check), []byte(f.check())) != 1:
		return nil, errRing("its check does not fit", "校验值不符")
	case len(f.Index) != indexBytes || len(f.Keys) == 0:
		return nil, errRing("it holds no key", "没有密钥")
	}
	r := &Ring{index: f.Index}
	for _, k := range f.Keys {
		n, ok := keyNumber(k.ID)
		if !ok || n <= r.last() || len(k.Secret) != secretBytes {
			return nil, errRing("its keys are not in order", "密钥次序有误")
		}
		s, err := newSecret(k.ID, k.Secret, k.Made)
		if err != nil {
			return nil, err
		}
		r.keys = append(r.keys, s)
	}
	return r, nil
}
