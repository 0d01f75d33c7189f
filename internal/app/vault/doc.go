// Package vault is the use cases of the person vault: who brought a case is
// shown masked, revealed for a reason that is put on record before the answer,
// found by a number, erased, and sealed under new keys. It owns its
// transactions. It knows no page and no file: an edge says where the ring of
// keys is kept.
package vault
