// Package cli is the command line of Huying: it reads arguments, opens what a
// verb needs, runs it, and turns errors into lines and an exit code (design
// §4.1). It alone touches the process: arguments, environment, standard
// streams, signals and named files all come through Env.
//
// A verb is one file: a struct with a Run method, which may take a
// context.Context, *Env and *Globals in any order, and one line in the root
// struct of cli.go.
package cli
