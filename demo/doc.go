// Package demo is the district-quarter simulator: a deterministic plan of what
// Kecheng's hotline may have done in the last quarters of 2018 and 2019 and in
// early 2020, case by case, command by command. Its inputs are counts and day
// totals only; every published figure comes out of the engine that runs the
// commands. The figures of the printed bulletin stand apart, in the package
// figures, to be checked against.
//
// The package knows the domain and the desk's entries. It opens no store, and
// only edge/cli may import it.
package demo
