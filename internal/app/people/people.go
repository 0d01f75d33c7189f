package people

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"runtime"

	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Sealer seals small secrets by a key that is kept outside the database. What
// was sealed for one field of one account opens for no other.
type Sealer interface {
	Seal(field, id, plain string) (string, error)
	Open(field, id, sealed string) (string, error)
}

// Options are what People stands on.
type Options struct {
	Store  *store.Store
	Region ident.RegionCode
	IDs    *ident.Source
	Clock  clock.Source // that of the store
	Random io.Reader    // crypto/rand.Reader; tokens and salts come from it
	// Sealer keeps the secrets of devices that show sign-in codes; without one
	// nobody can have such a device.
	Sealer Sealer
	Cost   Cost // of a password; zero: DefaultCost
	// Provider is the identity provider that may vouch for people; nil: none.
	Provider *Provider
}

// People is the accounts of one region. It is safe for use by several
// goroutines.
type People struct {
	o       Options
	hashing chan struct{} // one place for each password being digested
	known   *memory
	decoy   string // a digest that no password has: see SignIn
}

// New returns the accounts of a region.
func New(o Options) *People {
	if o.Cost == (Cost{}) {
		o.Cost = DefaultCost()
	}
	return &People{
		o: o, known: newMemory(), hashing: make(chan struct{}, runtime.GOMAXPROCS(0)),
		decoy: o.Cost.phc(make([]byte, saltBytes), make([]byte, digestBytes)),
	}
}

// From is where a request comes from.
type From struct {
	Address string // without the port
	Agent   string // what the browser calls itself
}

// Console is the account of whoever has the installation's folder in hand: the
// command line lets the first people in.
func Console(region ident.RegionCode) identity.Account {
	return identity.Account{ID: "console", Login: "console", Name: "控制台", Grants: []identity.Actor{identity.As(identity.Admin, "console", region)}}
}

// token draws a secret of 256 bits, as text for a header or an address.
func (p *People) token() (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(p.o.Random, b[:]); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// digest is what is kept of a token. A token is drawn at random and long, so
// that one hash does; passwords are not, and cost more.
func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// fact is a thing for the audit.
type fact struct {
	by      ident.UserID
	role    identity.Role
	action  string
	object  string
	refused bool
	detail  map[string]any
	from    From
}

// note puts a fact on record.
func (p *People) note(tx *store.Tx, f fact) error {
	id, err := p.o.IDs.New(tx.Now())
	if err != nil {
		return err
	}
	detail := []byte("{}")
	if f.detail != nil {
		if detail, err = json.Marshal(f.detail); err != nil {
			return err
		}
	}
	row := store.Audit{
		ID: id, Region: p.o.Region, At: tx.Now(), Account: f.by, Role: f.role, Action: f.action, Object: f.object,
		Outcome: store.Done, Detail: string(detail), Address: f.from.Address,
	}
	if f.refused {
		row.Outcome = store.Refused
	}
	return tx.AddAudit(row)
}

// Errors that several acts end in. A refused sign-in says the same whatever it
// was refused for.
var (
	errSignIn  = errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	errRefused = errs.New(errs.Denied, "sign_in.refused",
		"login, password or code is wrong, or the account cannot be used now", "账号、密码或动态口令有误，或账号暂不可用")
	errSlow = errs.New(errs.Denied, "sign_in.slow",
		"too many wrong sign-ins from this address; wait a quarter of an hour", "该地址登录失败次数过多，请一刻钟后再试")
	errMustChange = errs.New(errs.Denied, "password.change", "choose a new password first", "请先修改密码")
)
