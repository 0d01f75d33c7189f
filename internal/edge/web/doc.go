// Package web is the read-only pages: the bulletin, its ranking lists, why a
// unit has its score, and the case behind it. Pages are rendered here from
// embedded templates, work without JavaScript and load nothing from elsewhere.
//
// The package asks a Source for what to show and does not know how that is
// computed or stored. No page shows a field of a person.
package web
