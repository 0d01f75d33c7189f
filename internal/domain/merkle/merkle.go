// Package merkle proves that a line is one of many, by a path of hashes from
// the line to one root (RFC 6962 §2.1). The arithmetic of paths is the
// library's; which hash it is made with is ours: SM3 (GB/T 32905) or SHA-256.
package merkle

import (
	"crypto/sha256"
	"hash"
	"slices"

	"github.com/emmansun/gmsm/sm3"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"

	"huying/internal/kernel/errs"
)

// Hash is the name of a hash function.
type Hash string

// The hash functions, both of 32 bytes.
const (
	SM3    Hash = "sm3"
	SHA256 Hash = "sha-256"
)

// Valid reports whether the hash is known.
func (h Hash) Valid() bool { return h == SM3 || h == SHA256 }

func (h Hash) open() hash.Hash {
	if h == SHA256 {
		return sha256.New()
	}
	return sm3.New()
}

// Prefixes tell a leaf from a node, so that neither passes for the other
// (RFC 6962 §2.1).
const leafPrefix, nodePrefix = 0, 1

// hasher is a hash as the library asks for it.
type hasher struct{ Hash }

// EmptyRoot is the root of no leaves: the hash of nothing.
func (h hasher) EmptyRoot() []byte { return h.open().Sum(nil) }

// HashLeaf is the hash of one line.
func (h hasher) HashLeaf(line []byte) []byte {
	sum := h.open()
	sum.Write([]byte{leafPrefix})
	sum.Write(line)
	return sum.Sum(nil)
}

// HashChildren is the hash of two nodes.
func (h hasher) HashChildren(left, right []byte) []byte {
	sum := h.open()
	sum.Write([]byte{nodePrefix})
	sum.Write(left)
	sum.Write(right)
	return sum.Sum(nil)
}

// Size is how many bytes a hash has.
func (h hasher) Size() int { return h.open().Size() }

// Tree holds the hashes of lines and of all full nodes above them: some 64
// bytes a line.
type Tree struct {
	hash   hasher
	levels [][][]byte // levels[0] are the leaves
}

// New makes a tree of lines.
func New(h Hash, lines [][]byte) *Tree {
	t := &Tree{hash: hasher{h}, levels: [][][]byte{make([][]byte, len(lines))}}
	for i, line := range lines {
		t.levels[0][i] = t.hash.HashLeaf(line)
	}
	for below := t.levels[0]; len(below) > 1; below = t.levels[len(t.levels)-1] {
		level := make([][]byte, len(below)/2)
		for i := range level {
			level[i] = t.hash.HashChildren(below[2*i], below[2*i+1])
		}
		t.levels = append(t.levels, level)
	}
	return t
}

// Size is how many lines there are.
func (t *Tree) Size() int { return len(t.levels[0]) }

// Root is the hash that stands for all lines in their order.
func (t *Tree) Root() []byte {
	n := uint64(t.Size())
	if n == 0 {
		return t.hash.EmptyRoot()
	}
	// The full trees that the lines fall into, largest first; each smaller one
	// hangs to the right of all before it, so they are joined from the right.
	ids := compact.RangeNodes(0, n, nil)
	root := t.node(ids[len(ids)-1])
	for _, id := range slices.Backward(ids[:len(ids)-1]) {
		root = t.hash.HashChildren(t.node(id), root)
	}
	return root
}

func (t *Tree) node(id compact.NodeID) []byte { return t.levels[id.Level][id.Index] }

// Path are the hashes that lead from the line at an index to the root. Error:
// Invalid ("merkle.index") for a line that the tree does not have.
func (t *Tree) Path(index int) ([][]byte, error) {
	if index < 0 || index >= t.Size() {
		return nil, errs.Newf(errs.Invalid, "merkle.index", "there is no line %d among %d; expected one from 0", "没有第%d行，共%d行（从0起）", index, t.Size())
	}
	nodes, err := proof.Inclusion(uint64(index), uint64(t.Size()))
	if err != nil {
		return nil, errs.Wrap("merkle.Path", err)
	}
	path := make([][]byte, len(nodes.IDs))
	for i, id := range nodes.IDs {
		path[i] = t.node(id)
	}
	path, err = nodes.Rehash(path, t.hash.HashChildren)
	return path, errs.Wrap("merkle.Path", err)
}

// Holds reports whether a line stands at an index of the size lines that a root
// stands for, as the path says.
func Holds(h Hash, line []byte, index, size uint64, path [][]byte, root []byte) bool {
	if !h.Valid() {
		return false
	}
	with := hasher{h}
	return proof.VerifyInclusion(with, index, size, with.HashLeaf(line), path, root) == nil
}
