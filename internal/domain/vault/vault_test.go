package vault_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"pgregory.net/rapid"

	"huying/internal/domain/person"
	"huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

var monday = time.Date(2026, 3, 2, 1, 0, 0, 123456789, time.UTC)

func newRing(tb testing.TB) *vault.Ring {
	tb.Helper()
	r, err := vault.NewRing(rand.Reader, monday)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func rotate(tb testing.TB, r *vault.Ring) *vault.Ring {
	tb.Helper()
	next, err := r.Rotate(rand.Reader, monday)
	if err != nil {
		tb.Fatal(err)
	}
	return next
}

func place() *rapid.Generator[vault.Place] {
	return rapid.Custom(func(t *rapid.T) vault.Place {
		return vault.Place{Person: ident.PersonID(rapid.StringN(0, 4, 8).Draw(t, "person")), Field: person.Field(rapid.StringN(0, 4, 8).Draw(t, "field"))}
	})
}

// TestSeal: what is sealed opens in its place, under any later ring, and is
// never the same twice; and in no other place.
func TestSeal(t *testing.T) {
	t.Parallel()
	ring := newRing(t)
	later := rotate(t, rotate(t, ring))
	rapid.Check(t, func(t *rapid.T) {
		text, at, other := rapid.String().Draw(t, "text"), place().Draw(t, "place"), place().Draw(t, "other")
		sealed, err := ring.Seal(rand.Reader, at, text)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := ring.Seal(rand.Reader, at, text)
		if sealed == again || vault.KeyOf(sealed) != "k1" || len(text) > 3 && strings.Contains(sealed, text) {
			t.Errorf("%q is sealed as %s and %s", text, sealed, again)
		}
		for _, r := range []*vault.Ring{ring, later} {
			if got, err := r.Open(at, sealed); err != nil || got != text {
				t.Errorf("%s opens as %q, %v; want %q", sealed, got, err, text)
			}
		}
		if _, err := ring.Open(other, sealed); other != at && errs.CodeOf(err) != "vault.seal" {
			t.Errorf("%v opens what was sealed for %v: %v", other, at, err)
		}
	})
}

// TestTampering: a seal that was changed in any sign opens nowhere.
func TestTampering(t *testing.T) {
	t.Parallel()
	ring := rotate(t, newRing(t))
	at := vault.Place{Person: "p", Field: person.Phone}
	sealed, err := ring.Seal(rand.Reader, at, "13812345678")
	if err != nil {
		t.Fatal(err)
	}
	for i := range sealed {
		for _, c := range "Ak1:2_-=\n" {
			other := sealed[:i] + string(c) + sealed[i+1:]
			if _, err := ring.Open(at, other); other != sealed && err == nil {
				t.Errorf("%q opens for %q", other, sealed)
			}
		}
		for _, other := range []string{sealed[:i], sealed[i:], sealed[:i] + "\n" + sealed[i:]} {
			if _, err := ring.Open(at, other); other != sealed && err == nil {
				t.Errorf("%q opens for %q", other, sealed)
			}
		}
	}
	if _, err := ring.Open(at, "k1:"+strings.TrimPrefix(sealed, "k2:")); errs.CodeOf(err) != "vault.seal" {
		t.Errorf("under another key's name: %v", err)
	}
	_, err = newRing(t).Open(at, sealed)
	if errs.CodeOf(err) != "vault.key" || !errs.Is(err, errs.Unready) {
		t.Errorf("a ring without the key says %v", err)
	}
	if _, err := rotate(t, newRing(t)).Open(at, sealed); errs.CodeOf(err) != "vault.seal" {
		t.Errorf("another ring with a key of the name says %v", err)
	}
}

// TestIndex: HMAC-SM3 over sort and number, by its definition.
func TestIndex(t *testing.T) {
	t.Parallel()
	ring, err := vault.NewRing(bytes.NewReader(bytes.Repeat([]byte{7}, 48)), monday)
	if err != nil {
		t.Fatal(err)
	}
	pad := func(with byte) []byte {
		b := bytes.Repeat([]byte{with}, 64)
		for i := range 32 {
			b[i] ^= 7
		}
		return b
	}
	inner := sm3.Sum(slices.Concat(pad(0x36), []byte("phone\x0013812345678")))
	outer := sm3.Sum(append(pad(0x5c), inner[:]...))
	got := ring.Index(person.Phone, "13812345678")
	if got != hex.EncodeToString(outer[:]) {
		t.Errorf("%s, want %x", got, outer)
	}
	switch {
	case ring.Index(person.Phone2, "13812345678") != got:
		t.Error("a number is not found as the second one")
	case ring.Index(person.IDNumber, "13812345678") == got:
		t.Error("an identity number has the index of a telephone")
	case newRing(t).Index(person.Phone, "13812345678") == got:
		t.Error("two rings have the same index")
	case rotate(t, ring).Index(person.Phone, "13812345678") != got:
		t.Error("the index changed with the key")
	case ring.Index(person.Phone, "") != "":
		t.Error("nothing has an index, and all without a number would be found by it")
	}
}

func TestDrop(t *testing.T) {
	t.Parallel()
	ring := rotate(t, rotate(t, newRing(t)))
	if _, err := ring.Drop("k3"); errs.CodeOf(err) != "vault.current" || !errs.Is(err, errs.Conflict) {
		t.Error(err)
	}
	if _, err := ring.Drop("k4"); errs.CodeOf(err) != "vault.key" {
		t.Error(err)
	}
	less, err := ring.Drop("k2")
	if err != nil {
		t.Fatal(err)
	}
	ids := func(r *vault.Ring) (list []string) {
		for _, k := range r.Keys() {
			list = append(list, k.ID)
		}
		return list
	}
	if got := ids(less); !slices.Equal(got, []string{"k1", "k3"}) {
		t.Errorf("after dropping k2: %v", got)
	}
	if got := ids(ring); !slices.Equal(got, []string{"k1", "k2", "k3"}) {
		t.Errorf("the ring itself became %v", got)
	}
	if got := rotate(t, less).Current(); got != "k4" {
		t.Errorf("after k3 comes %s", got)
	}
}

// TestPrintsNoSecret: a ring that is printed by mistake tells nothing.
func TestPrintsNoSecret(t *testing.T) {
	t.Parallel()
	ring, err := vault.NewRing(bytes.NewReader(bytes.Repeat([]byte{0xab}, 48)), monday)
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		for _, what := range []any{ring, struct{ R *vault.Ring }{ring}, ring.Keys()} {
			got := fmt.Sprintf(verb, what)
			for _, secret := range []string{"abab", "171 171", "0xab, 0xab", "\xab\xab"} {
				if strings.Contains(got, secret) {
					t.Errorf("%s prints %s", verb, got)
				}
			}
		}
	}
	if got := fmt.Sprint((*vault.Ring)(nil)); got != "ring()" {
		t.Error(got)
	}
}

// TestVault: a person comes out as it went in, whole or in part.
func TestVault(t *testing.T) {
	t.Parallel()
	v := vault.New(newRing(t), rand.Reader, nil)
	rapid.Check(t, func(t *rapid.T) {
		var p person.Person
		for _, f := range person.Fields() {
			p = p.With(f, rapid.String().Draw(t, string(f)))
		}
		s, err := v.Seal("p1", p)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := v.Open(s); err != nil || got != p {
			t.Errorf("%#v, %v", got, err)
		}
		f := rapid.SampledFrom(person.Fields()).Draw(t, "field")
		if got, err := v.Open(s, f); err != nil || got != p.Only(f) {
			t.Errorf("%s alone: %#v, %v", f, got, err)
		}
		for _, f := range person.Fields() {
			if _, known := s.Fields[f]; known != (p.Get(f) != "") {
				t.Errorf("%s: sealed %v", f, known)
			}
		}
	})
}

// TestRefresh: a vault looks where the ring is kept for a key that it has not
// seen yet.
func TestRefresh(t *testing.T) {
	t.Parallel()
	old := newRing(t)
	next := rotate(t, old)
	loads := 0
	mine := vault.New(old, rand.Reader, func() (*vault.Ring, error) { loads++; return next, nil })
	theirs, err := vault.New(next, rand.Reader, nil).Seal("p", person.Person{Name: "张三"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := mine.Open(theirs)
	if err != nil || got.Name != "张三" || loads != 1 || mine.Ring() != next {
		t.Errorf("%#v, %v after %d loads", got, err, loads)
	}
	gone := vault.New(old, rand.Reader, func() (*vault.Ring, error) { return nil, io.ErrUnexpectedEOF })
	if _, err := gone.Open(theirs); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	alone := vault.New(old, rand.Reader, nil)
	if _, err := alone.Open(theirs); errs.CodeOf(err) != "vault.key" {
		t.Error(err)
	}
}

// TestRingChanges: rings may be replaced while others seal and open.
func TestRingChanges(t *testing.T) {
	t.Parallel()
	v := vault.New(newRing(t), rand.Reader, nil)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				s, err := v.Seal("p", person.Person{Phone: "13812345678"})
				if err == nil {
					_, err = v.Open(s)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 10 {
		v.Use(rotate(t, v.Ring()))
	}
	wg.Wait()
}

// TestNoChance: a random source that fails seals nothing.
func TestNoChance(t *testing.T) {
	t.Parallel()
	dry := bytes.NewReader(nil)
	_, err1 := vault.NewRing(dry, monday)
	_, err2 := newRing(t).Rotate(dry, monday)
	_, err3 := newRing(t).Seal(bytes.NewReader(make([]byte, 11)), vault.Place{}, "x")
	_, err4 := vault.New(newRing(t), dry, nil).Seal("p", person.Person{Name: "x"})
	_, err5 := vault.NewRing(bytes.NewReader(make([]byte, 40)), monday)
	for i, err := range []error{err1, err2, err3, err4, err5} {
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d: %v", i+1, err)
		}
	}
}

func BenchmarkSeal(b *testing.B) {
	v := vault.New(newRing(b), rand.Reader, nil)
	p := person.Person{Name: "张三", Phone: "13812345678", Address: "柯城区花园街道荷花小区3幢"}
	for b.Loop() {
		if _, err := v.Seal("p", p); err != nil {
			b.Fatal(err)
		}
	}
}
