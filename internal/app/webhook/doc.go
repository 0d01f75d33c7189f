// Package webhook tells other systems of what moves: who is to be told is kept
// by administrators, what is to be told is put on record in the transaction of
// the command, and a job delivers it, signed, to addresses that may be reached.
// It owns its transactions.
package webhook
