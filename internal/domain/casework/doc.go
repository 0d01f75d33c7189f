// Package casework is the course of a case (诉求件) and of its legs (承办任务):
// what may be done when, by whom, on which clocks, and what follows.
//
// The rules are data: two tables in flow.go, one for the case and one for the
// leg. Decide turns a command into events by them, Apply turns events into
// the next case; both are pure. Applications load, decide, apply and store in
// one transaction (design §2, One write path).
package casework
