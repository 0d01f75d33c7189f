// Package people lets people and programs in: accounts and their roles, sign-in
// by password, code or identity provider, sessions, keys and set-up links. It
// owns its transactions and keeps of every secret only a digest, or has it
// sealed. It knows no HTTP: an edge carries tokens to and fro.
package people
