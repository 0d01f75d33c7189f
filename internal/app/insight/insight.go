package insight

import (
	"cmp"

	"huying/internal/domain/merkle"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Options are what an Insight stands on.
type Options struct {
	Store  *store.Store
	Region ident.RegionCode
	Hash   merkle.Hash // of the trees of open data; empty: SM3
}

// Insight reads the figures of one region. It is safe for use by several
// goroutines.
type Insight struct {
	store  *store.Store
	region ident.RegionCode
	hash   merkle.Hash
	scores scoreCache
}

// New returns an Insight.
func New(o Options) *Insight {
	return &Insight{store: o.Store, region: o.Region, hash: cmp.Or(o.Hash, merkle.SM3)}
}
