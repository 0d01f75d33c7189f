// Package yamltext is the one way in which rules kept as data (calendars,
// deadline policies, topics …) are read from YAML and written back: strictly,
// so that a misspelt field is an error, and with the place of every problem.
//
// Open reads a document field by field and reports everything that is wrong
// with it; Decode fills a tagged struct and stops at the first problem. There
// are no anchors, aliases, tags or second documents, so a file says in one
// place what it says. Problems are Invalid errors with file, line and column.
// The package knows no rule of any domain.
package yamltext
