// Package scrub finds in a Chinese text what gives a person away by number:
// telephones, identity numbers, number plates and bank cards, also spaced out
// or in full-width signs, and takes it out before a text is published. It is
// pure, and leaves a text in which it finds nothing exactly as it was.
//
// It does not find names and addresses: those take a person to read.
package scrub
