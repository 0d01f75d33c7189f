package identity

import "huying/internal/kernel/ident"

// Account 账号 is somebody, or something, that has signed in. It acts in one
// role at a time: Grants holds an actor for each of its roles, in the order in
// which they were assigned.
type Account struct {
	ID     ident.UserID
	Login  string
	Name   string
	Grants []Actor
}

// For returns the actor under which the account exercises a permission: that
// of the first role which may.
func (a Account) For(p Permission, on Target) (Actor, bool) {
	for _, g := range a.Grants {
		if Can(g, p, on) {
			return g, true
		}
	}
	return Actor{}, false
}

// Sees reports whether any of the account's roles sees the case.
func (a Account) Sees(r Reach) bool {
	for _, g := range a.Grants {
		if Sees(g, r) {
			return true
		}
	}
	return false
}
