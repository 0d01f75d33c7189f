// Package workbench is the pages that staff work in: what is before them, the
// lists of cases, one case with its record and what may be done on it, and a
// form for each action.
//
// Every action that a page offers is one of desk.Offers, and its form is made
// of the fields that the offer asks for: the flow tables decide, not the pages.
package workbench
