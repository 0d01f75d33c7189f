// Package rollup keeps what figures are made of counted beforehand (汇总), so
// that a page of figures costs the same however many cases there are. Whoever
// writes a case marks its days; a job counts the marked days and writes what
// has changed. One way of counting serves three ends: to catch up, to rebuild,
// and to hold what is kept against the cases.
package rollup
