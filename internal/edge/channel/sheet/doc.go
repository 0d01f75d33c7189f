// Package sheet reads tables out of workbooks (XLSX): the cells of the first
// sheet as text, each record with its row. It knows nothing of what a table is
// about.
package sheet
