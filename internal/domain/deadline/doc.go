// Package deadline is the arithmetic of limits (时限): policies that set them,
// due times on a working calendar, pauses, extensions, warnings, and the lines
// that explain how a due time came about.
//
// It is the only place where a limit is computed. It knows cases and units by
// the words that a policy matches, and by nothing else; it reads no clock.
package deadline
