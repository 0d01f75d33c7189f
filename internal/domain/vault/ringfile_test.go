package vault_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/vault"
	"huying/internal/kernel/errs"
)

func encode(tb testing.TB, r *vault.Ring) []byte {
	tb.Helper()
	b, err := r.Encode()
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// TestRingFile: a ring that was kept opens what was sealed before, and has
// the same keys.
func TestRingFile(t *testing.T) {
	t.Parallel()
	ring := rotate(t, rotate(t, newRing(t)))
	sealed, err := ring.Seal(rand.Reader, vault.Place{Person: "p"}, "张三")
	if err != nil {
		t.Fatal(err)
	}
	ring, err = ring.Drop("k2")
	if err != nil {
		t.Fatal(err)
	}
	b := encode(t, ring)
	kept, err := vault.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ring.Keys(), kept.Keys()); diff != "" {
		t.Error(diff)
	}
	if got, err := kept.Open(vault.Place{Person: "p"}, sealed); err != nil || got != "张三" {
		t.Errorf("%q, %v", got, err)
	}
	if kept.Index("phone", "1") != ring.Index("phone", "1") {
		t.Error("numbers are not found any more")
	}
	if again := encode(t, kept); !bytes.Equal(again, b) {
		t.Errorf("kept again:\n%s\nwas\n%s", again, b)
	}
}

// TestDamagedRing: any byte of the file lost, and any sign of a value
// changed, is noticed; and the file is not quoted.
func TestDamagedRing(t *testing.T) {
	t.Parallel()
	b := encode(t, rotate(t, newRing(t)))
	bad := map[string][]byte{
		"nothing": nil, "null": []byte("null"), "another version": bytes.Replace(b, []byte(`"version": 1`), []byte(`"version": 2`), 1),
		"something after": append(bytes.Clone(b), '1'), "another field": bytes.Replace(b, []byte(`"version"`), []byte(`"more":1,"version"`), 1),
	}
	for i, c := range b {
		if i < len(b)-2 {
			bad["cut at "+string(b[:i])] = b[:i]
		}
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", rune(c)) {
			other := bytes.Clone(b)
			if other[i] = 'A'; c == 'A' {
				other[i] = 'B'
			}
			bad["changed to "+string(other)] = other
		}
	}
	for name, file := range bad {
		ring, err := vault.Decode(file)
		if err == nil && bytes.Equal(encode(t, ring), b) {
			continue // another spelling of the same ring: a key in capitals, a spare bit
		}
		if errs.CodeOf(err) != "vault.ring" || !errs.Is(err, errs.Unready) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var f struct{ Keys []struct{ Secret string } }
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	_, err := vault.Decode([]byte(strings.Replace(string(b), "check", "chek", 1)))
	if err == nil || strings.Contains(err.Error(), f.Keys[0].Secret) {
		t.Errorf("the error quotes the secret: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encode(f, rotate(f, newRing(f))))
	f.Add([]byte(`{"version":1,"index":"","keys":[],"check":""}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		ring, err := vault.Decode(b)
		if err != nil {
			return
		}
		if _, err := ring.Encode(); err != nil || ring.Current() == "" {
			t.Errorf("a ring that cannot be kept: %v", err)
		}
	})
}

func FuzzOpen(f *testing.F) {
	ring := newRing(f)
	sealed, err := ring.Seal(rand.Reader, vault.Place{}, "x")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add("k1:")
	f.Fuzz(func(t *testing.T, s string) {
		if text, err := ring.Open(vault.Place{Person: "p"}, s); err == nil {
			t.Errorf("%q opens as %q", s, text)
		}
	})
}
