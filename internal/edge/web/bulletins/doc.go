// Package bulletins is the pages of published figures: the bulletin, its
// ranking lists, why a unit has its score, and the case behind it, for reading.
//
// The package asks a Source for what to show and does not know how that is
// computed or stored. No page of it shows a field of a person.
package bulletins
