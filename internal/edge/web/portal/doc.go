// Package portal is where a unit 承办单位 works: what it has to sign, has in
// hand, has asked for, has to approve and has handed in, each with its
// countdowns; one leg with its contact log, what the unit notes for itself and
// what the public will read; and the unit's own score today, with every leg that
// costs points and what would be if it had gone otherwise.
package portal
