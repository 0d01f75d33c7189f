package merkle_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/emmansun/gmsm/sm3"
	"pgregory.net/rapid"

	"huying/internal/domain/merkle"
)

// naive is the definition of RFC 6962 §2.1 word by word.
func naive(sum func([]byte) []byte, lines [][]byte) []byte {
	switch n := len(lines); n {
	case 0:
		return sum(nil)
	case 1:
		return sum(append([]byte{0}, lines[0]...))
	default:
		k := 1
		for 2*k < n {
			k *= 2
		}
		return sum(append(append([]byte{1}, naive(sum, lines[:k])...), naive(sum, lines[k:])...))
	}
}

var sums = map[merkle.Hash]func([]byte) []byte{
	merkle.SM3:    func(b []byte) []byte { s := sm3.Sum(b); return s[:] },
	merkle.SHA256: func(b []byte) []byte { s := sha256.Sum256(b); return s[:] },
}

func lines(n int) [][]byte {
	all := make([][]byte, n)
	for i := range all {
		all[i] = fmt.Appendf(nil, "line %d", i)
	}
	return all
}

// TestRootIsTheDefinition: of any number of lines, by either hash.
func TestRootIsTheDefinition(t *testing.T) {
	t.Parallel()
	for h, sum := range sums {
		for n := range 70 {
			if got, want := merkle.New(h, lines(n)).Root(), naive(sum, lines(n)); !bytes.Equal(got, want) {
				t.Errorf("%s of %d lines: %x; expected %x", h, n, got, want)
			}
		}
	}
}

// TestVectors are those of Certificate Transparency's own tests: eight leaves
// and the root of each number of them.
func TestVectors(t *testing.T) {
	t.Parallel()
	var leaves [][]byte
	for _, s := range []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"} {
		leaf, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leaf)
	}
	for n, want := range map[int]string{
		0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	} {
		if got := hex.EncodeToString(merkle.New(merkle.SHA256, leaves[:n]).Root()); got != want {
			t.Errorf("%d leaves: %s; expected %s", n, got, want)
		}
	}
}

// TestPaths: each line is proved by its path, and nothing else is: not another
// line, place, size or root, nor a path that was changed.
func TestPaths(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := rapid.SampledFrom([]merkle.Hash{merkle.SM3, merkle.SHA256}).Draw(t, "hash")
		n := rapid.IntRange(1, 300).Draw(t, "n")
		i := rapid.IntRange(0, n-1).Draw(t, "i")
		tree, all := merkle.New(h, lines(n)), lines(n)
		path, err := tree.Path(i)
		if err != nil {
			t.Fatal(err)
		}
		at, size := uint64(i), uint64(n) //nolint:gosec // both are small
		if !merkle.Holds(h, all[i], at, size, path, tree.Root()) {
			t.Fatalf("line %d of %d is not proved", i, n)
		}
		if merkle.Holds(h, []byte("another"), at, size, path, tree.Root()) {
			t.Fatal("another line is proved")
		}
		if n > 1 && merkle.Holds(h, all[i], (at+1)%size, size, path, tree.Root()) {
			t.Fatal("another place is proved")
		}
		if merkle.Holds(h, all[i], at, size, path, merkle.New(h, append(lines(n), []byte("more"))).Root()) {
			t.Fatal("another root is proved")
		}
		if len(path) == 0 {
			return
		}
		step := rapid.IntRange(0, len(path)-1).Draw(t, "step")
		path[step] = bytes.Clone(path[step])
		path[step][rapid.IntRange(0, 31).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if merkle.Holds(h, all[i], at, size, path, tree.Root()) {
			t.Fatal("a changed path proves")
		}
	})
}

func TestNoSuchLine(t *testing.T) {
	t.Parallel()
	tree := merkle.New(merkle.SM3, lines(3))
	for _, i := range []int{-1, 3} {
		if _, err := tree.Path(i); err == nil {
			t.Errorf("line %d of 3 has a path", i)
		}
	}
	if merkle.Holds("md5", []byte("line 0"), 0, 1, nil, tree.Root()) {
		t.Error("an unknown hash proves")
	}
}
