// Package reporter is the door of whoever brought a case 诉求人: its number and
// query code open it, nobody signs in, and what is told is what is theirs to
// know. The API and the pages open the same door, so that wrong codes are
// counted once.
package reporter
