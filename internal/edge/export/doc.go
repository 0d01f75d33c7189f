// Package export prints a bulletin for people to keep: as the JSON of the
// contract, as Markdown, and as one self-contained HTML file laid out for A4.
// It prints what the document says and computes nothing.
package export
