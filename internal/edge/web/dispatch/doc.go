// Package dispatch is where cases are given to units: the pool 待派池 of those
// that wait, taken one by one so that no two people work on the same, and what
// units have asked for and the centre decides: returns, extensions, suspensions,
// unreasonable demands and exclusions, with what both sides say and the clock.
package dispatch
