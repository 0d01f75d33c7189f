// Package person is who brings a case: what is written down of a citizen, how
// it is checked and brought to one form, and how it is masked. It is pure, and
// no error of it quotes what it refuses, since errors go to logs.
package person
