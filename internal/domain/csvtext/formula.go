package csvtext

import "strings"

// Mark is the byte order mark without which a spreadsheet takes a table of
// UTF-8 for one in the encoding of its system.
const Mark = mark

// formula are the characters with which a spreadsheet takes a cell for a
// formula, which may ask other machines or run programs.
const formula = "=+-@\t\r"

// Inert is a cell that no spreadsheet takes for a formula: an apostrophe stands
// before one that it would, and Bare takes it away again.
func Inert(cell string) string {
	if suspect(cell) {
		return "'" + cell
	}
	return cell
}

// Bare is the cell that Inert was given.
func Bare(cell string) string {
	if strings.HasPrefix(cell, "'") && suspect(cell) {
		return cell[1:]
	}
	return cell
}

// suspect reports whether a cell is a formula behind any number of apostrophes.
func suspect(cell string) bool {
	rest := strings.TrimLeft(cell, "'")
	return rest != "" && strings.IndexByte(formula, rest[0]) >= 0
}
