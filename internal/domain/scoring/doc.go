// Package scoring turns legs, or a plain table of units, into scores and ranks
// by a published scheme (考核办法), and keeps the working behind every number.
//
// A scheme is data: dated, versioned YAML (docs/scheme.md), with presets of
// real cities embedded. Arithmetic is exact; a value is rounded only where the
// scheme says so. The package is pure: it reads no clock and no file, and
// knows legs only by what scoring needs of them (Leg).
package scoring
