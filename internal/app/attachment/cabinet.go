package attachment

import (
	"context"
	"io"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Blobs keeps bytes under the digest of what they are. It is safe for use by
// several goroutines and processes.
type Blobs interface {
	// Put keeps bytes durably, in place of those that are there: after a crash
	// they are there whole or not at all.
	Put(ctx context.Context, digest string, from io.Reader, size int64) error
	// Get reads them. Error: NotFound ("blob.missing").
	Get(ctx context.Context, digest string) (io.ReadSeekCloser, error)
	// Delete deletes them, if they are there.
	Delete(ctx context.Context, digest string) error
}

// ErrMissing is what bytes come to that should be there and are not.
var ErrMissing = errs.New(errs.NotFound, "blob.missing", "the file itself is missing; the administrator has to restore it", "文件缺失，须由管理员恢复")

// Options are what a Cabinet stands on.
type Options struct {
	Store  *store.Store
	Region ident.RegionCode
	IDs    *ident.Source
	Blobs  Blobs
	// Spool is a folder for files while they come in: on the same disk as the
	// records, for its owner alone.
	Spool string
}

// Cabinet keeps the files of a region's cases. It is safe for use by several
// goroutines.
type Cabinet struct{ o Options }

// New returns a cabinet.
func New(o Options) *Cabinet { return &Cabinet{o} }

// Attachment is a file that came with a case.
type Attachment = store.Attachment

// Once 幂等键 is a client's own key for one request.
type Once = store.Once

// Most files that may come with one case, and the time that a file being put
// is left alone by the sweep.
const (
	mostFiles = 200
	grace     = time.Hour
)

// seen reads a case as the account may: what it does not see is not there.
func seen(tx *store.Tx, who identity.Account, id ident.CaseID) (*casework.Case, error) {
	c, err := tx.Case(id)
	if err == nil && !who.Sees(c.Reach()) {
		return nil, store.ErrNoCase
	}
	return c, err
}

// mayPut returns the actor under which an account may put a file: one who may
// write on the case, or works on the leg.
func mayPut(who identity.Account, c *casework.Case, leg int) (identity.Actor, error) {
	on := identity.Target{Region: c.Region, Receiver: c.ReceivedBy}
	able := []identity.Permission{
		identity.CaseNote, identity.CaseReceive, identity.CaseCallBack, identity.CaseReview, identity.CaseAdjudicate, identity.CaseExclude, identity.CaseSupervise,
	}
	if leg > 0 {
		l, ok := c.Leg(leg)
		if !ok {
			return identity.Actor{}, errLeg
		}
		if l.State.Live() { // else it is no unit's any more
			on.Unit = l.Unit
		}
		able = append([]identity.Permission{identity.LegHandle, identity.LegSubmit, identity.LegReturn, identity.LegExtend, identity.LegPlead}, able...)
	}
	for _, p := range able {
		if g, ok := who.For(p, on); ok && identity.Sees(g, c.Reach()) {
			return g, nil
		}
	}
	return identity.Actor{}, identity.Require(identity.Actor{}, able[0], on)
}

var errLeg = errs.New(errs.NotFound, "leg.not_found", "there is no such leg on this case", "该诉求件没有此承办任务")
