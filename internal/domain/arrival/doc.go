// Package arrival is how a case reached the centre on paper, in person or from
// another portal: what a registrar writes down beside the matter itself, and
// what may be true of it. Names of people are no part of it.
package arrival
