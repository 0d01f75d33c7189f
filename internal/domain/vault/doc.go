// Package vault seals what is known of a person, field by field, and finds a
// number again without opening any. Sealing is SM4-GCM under the newest key of
// a ring that is kept outside the database; each field is bound to its person
// and its name, so that none can be moved. It is pure: chance comes in as an
// io.Reader, and where the ring is kept is the edges' business.
package vault
