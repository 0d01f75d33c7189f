// Package stream tells those who watch that cases have moved, each what they
// may see. All who watch share one reading of the records: it is woken by what
// this process writes, and looks by itself for what other nodes do. While
// nobody watches nothing runs.
package stream
