package entrance

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"sync"
	"time"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Post is a role of a demonstration that one may enter as, of a unit where it
// is one of a unit's.
type Post struct {
	Role identity.Role
	Unit ident.UnitID
	Name string // of the unit
}

// login is the account of a post.
func (p Post) login() string { return "demo-" + string(p.Role) }

// Accounts makes accounts.
type Accounts interface {
	People
	Named(ctx context.Context, by identity.Account, login string) (ident.UserID, error)
	Create(ctx context.Context, by identity.Account, n people.NewAccount) (ident.UserID, error)
	Link(ctx context.Context, by identity.Account, id ident.UserID) (token string, ends time.Time, err error)
}

// posts are the guests of a demonstration. An account comes to be when somebody
// enters as it. Its password is drawn anew in each process and known to nobody.
type posts struct {
	accounts Accounts
	console  identity.Account
	all      []Post

	mu        sync.Mutex
	passwords map[string]string // by login, of those who have entered
}

// Demonstration lets people in by their posts. Console makes the accounts.
func Demonstration(a Accounts, console identity.Account, all []Post) Guests {
	return &posts{accounts: a, console: console, all: all, passwords: map[string]string{}}
}

// Guests lists the posts.
func (d *posts) Guests(context.Context) ([]Guest, error) {
	list := make([]Guest, len(d.all))
	for i, p := range d.all {
		list[i] = Guest{Login: p.login(), Name: p.Role.Chinese() + " / " + string(p.Role), Where: p.Name}
	}
	return list, nil
}

// Enter opens a session for one of them.
func (d *posts) Enter(ctx context.Context, login string, from people.From) (people.Ticket, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.all {
		if p.login() != login {
			continue
		}
		if d.passwords[login] == "" {
			if err := d.ready(ctx, p, from); err != nil {
				return people.Ticket{}, errs.Wrap("entrance.guest", err)
			}
		}
		return d.accounts.SignIn(ctx, people.Credentials{Login: login, Password: d.passwords[login]}, from)
	}
	return people.Ticket{}, errs.New(errs.NotFound, "demo.guest", "there is nobody like that in the demonstration", "演示中没有这个岗位")
}

// ready makes the account, where it is not there yet, and gives it a password.
func (d *posts) ready(ctx context.Context, p Post, from people.From) error {
	id, err := d.accounts.Named(ctx, d.console, p.login())
	if errs.Is(err, errs.NotFound) {
		id, err = d.accounts.Create(ctx, d.console, people.NewAccount{Login: p.login(), Name: "演示·" + p.Role.Chinese(), Unit: p.Unit, Roles: []identity.Role{p.Role}})
	}
	if err != nil {
		return err
	}
	link, _, err := d.accounts.Link(ctx, d.console, id)
	if err != nil {
		return err
	}
	var secret [24]byte
	_, _ = rand.Read(secret[:]) // never fails (crypto/rand)
	password := base64.RawURLEncoding.EncodeToString(secret[:])
	if err := d.accounts.SetUp(ctx, link, password, from); err != nil {
		return err
	}
	d.passwords[p.login()] = password
	return nil
}
