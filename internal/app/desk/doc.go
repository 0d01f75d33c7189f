// Package desk gives commands on cases. Do is the one write path: in one
// transaction it loads the case, asks casework to decide, applies the event
// and writes row, event, clocks and texts. Bulk is the same path for many
// commands at once (simulator, import).
package desk
