// Package listing writes the lists that people work with as files: what a page
// shows, to whoever sees it, as CSV and as a workbook. No cell is a formula, and
// whoever takes cases out is on record. It knows the pages' engine, and of a
// list its rows alone.
package listing
