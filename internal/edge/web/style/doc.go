// Package style is the room of the look itself: the living page of colours,
// sizes, icons and components, made of the very sheets that every page loads.
package style
