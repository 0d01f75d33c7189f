// Package bulletintest makes bulletins of an invented district for tests of
// whatever prints, serves or reads a bulletin. Nothing in it describes a real
// place; the figures of one document agree with each other.
package bulletintest
