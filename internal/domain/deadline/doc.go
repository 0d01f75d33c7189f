// Package deadline is the arithmetic of limits: policies that set them, due
// times on a working calendar, pauses, extensions, warnings, and the lines
// that explain how each due time came about. It is pure, and the only place
// where limits are computed (design §2, Time; domain.md §4).
package deadline
