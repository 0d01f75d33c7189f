// Package errs is the one error type of Huying: a kind that edges map to a
// status or exit code, a stable code that scripts may rely on, and a message
// that is safe to show, in Chinese and English.
//
// It knows nothing of HTTP, SQL or exit codes.
package errs
