// Package tray keeps what people have at hand while they work: what they have
// begun to write and not sent, and the lists that they ask for again and again.
// Nothing of it is part of any case's record.
//
// A draft holds what is written down about people. It is sealed under the ring
// that seals persons, opens for its own account alone, and is dropped once it
// has lain about for longer than Lying.
package tray
