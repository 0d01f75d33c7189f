// Package history takes in what another system has done, and gives out what
// this one has: tables of cases with one row a leg (design §4.2, described for
// users in docs/import.md).
//
// Reading a table, holding it against the region's units, subjects and topics,
// and finding the commands that are still to be given on each case are all
// pure: the desk gives the commands. Every problem names the line and the
// field that it lies in, and all of them are found in one run.
package history
