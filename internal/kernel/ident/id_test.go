package ident_test

import (
	"crypto/rand"
	"errors"
	"io"
	mathrand "math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"huying/internal/kernel/ident"
)

// TestIDsSortInTime: of two identifiers the one made in an earlier millisecond
// sorts first, whatever chance adds.
func TestIDsSortInTime(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^[0-9a-v]{26}$`)
	ids := ident.NewSource(rand.Reader)
	rapid.Check(t, func(r *rapid.T) {
		ms := rapid.Int64Range(0, 1<<48-1)
		a, b := ms.Draw(r, "a"), ms.Draw(r, "b")
		x, err := ids.New(time.UnixMilli(a))
		if err != nil {
			r.Fatal(err)
		}
		y, err := ids.New(time.UnixMilli(b).In(time.FixedZone("", 8*3600)))
		if err != nil {
			r.Fatal(err)
		}
		if !shape.MatchString(x) {
			r.Fatalf("%q is no identifier", x)
		}
		if a != b && (a < b) != (x < y) || x == y {
			r.Fatalf("%d gives %s, %d gives %s", a, x, b, y)
		}
	})
}

// TestIDsAreUnique: many goroutines in one millisecond are given each its own.
func TestIDsAreUnique(t *testing.T) {
	t.Parallel()
	const goroutines, each = 32, 500
	// A generator that is no good for two at once unless the source guards it.
	ids := ident.NewSource(mathrand.NewChaCha8([32]byte{1}))
	made := make([][]string, goroutines)
	var all sync.WaitGroup
	for i := range goroutines {
		all.Go(func() {
			for range each {
				id, err := ids.New(day)
				if err != nil {
					t.Error(err)
					return
				}
				made[i] = append(made[i], id)
			}
		})
	}
	all.Wait()
	everything := slices.Sorted(slices.Values(slices.Concat(made...)))
	if n := len(slices.Compact(everything)); n != goroutines*each {
		t.Errorf("%d different identifiers of %d", n, goroutines*each)
	}
}

// TestIDsAreRepeatable: the same generator gives the same identifiers, which
// the simulator rests on.
func TestIDsAreRepeatable(t *testing.T) {
	t.Parallel()
	make10 := func() (all []string) {
		ids := ident.NewSource(mathrand.NewChaCha8([32]byte{7}))
		for i := range 10 {
			id, err := ids.New(day.Add(time.Duration(i) * time.Second))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, id)
		}
		return all
	}
	if first, second := make10(), make10(); !slices.Equal(first, second) {
		t.Errorf("%v, then %v", first, second)
	}
}

func TestNoChance(t *testing.T) {
	t.Parallel()
	broken := errors.New("no entropy")
	for name, r := range map[string]io.Reader{
		"broken":         iotest.ErrReader(broken),
		"dry":            strings.NewReader("12345"),
		"broken halfway": io.MultiReader(strings.NewReader("12345"), iotest.ErrReader(broken)),
	} {
		if id, err := ident.NewSource(r).New(day); err == nil || id != "" {
			t.Errorf("%s: identifier %q, %v", name, id, err)
		}
	}
	if _, err := ident.NewSource(iotest.ErrReader(broken)).New(day); !errors.Is(err, broken) {
		t.Errorf("the cause is lost: %v", err)
	}
	if id, err := ident.NewSource(iotest.OneByteReader(rand.Reader)).New(day); err != nil || len(id) != 26 {
		t.Errorf("a slow source gives %q, %v", id, err)
	}
}

// TestQueryCode: six characters that can be told apart when read aloud, each
// equally likely, and no digest that gives what its neighbour gives.
func TestQueryCode(t *testing.T) {
	t.Parallel()
	const alphabet, codes = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 31_000
	shape := regexp.MustCompile(`^[` + alphabet + `]{6}$`)
	digests := mathrand.NewChaCha8([32]byte{3})
	seen, drawn := map[rune]int{}, map[string]bool{}
	for range codes {
		var digest [8]byte
		_, _ = digests.Read(digest[:]) // never fails
		code := ident.QueryCode(digest)
		if !shape.MatchString(code) {
			t.Fatalf("the code %q", code)
		}
		drawn[code] = true
		for _, c := range code {
			seen[c]++
		}
	}
	// 6,000 of each are expected; six standard deviations are some 460.
	for _, c := range alphabet {
		if n := seen[c]; n < 5540 || n > 6460 {
			t.Errorf("%c was drawn %d times of 6000", c, n)
		}
	}
	if len(drawn) < codes-10 {
		t.Errorf("%d different codes of %d", len(drawn), codes)
	}
}
