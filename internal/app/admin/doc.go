// Package admin founds an installation and changes what its region has
// decided: units, rules, topics, other regions' figures. Every change is a new
// version in one transaction.
package admin
