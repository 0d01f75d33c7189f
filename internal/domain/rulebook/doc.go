// Package rulebook is everything that a region has decided, parsed and dated:
// its units, limits, calendars, schemes, topics, subjects, reasons, house rules
// and what it was told of other regions. A version of a rule is never changed;
// a period that is over stays under the rules of its own time. It is pure.
package rulebook
