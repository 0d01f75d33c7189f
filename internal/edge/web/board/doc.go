// Package board is the room of those who lead: the daily brief, made for a phone
// first, and the same for a wall. Every figure opens the cases behind it.
package board
