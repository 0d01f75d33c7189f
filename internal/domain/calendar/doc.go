// Package calendar knows local days, periods of days, and which days and hours
// are worked in a region: a weekly pattern with a lunch break, the State
// Council's holidays with their make-up days (调休), and what a region adds.
//
// A Spec is data (YAML, or the holiday list as CSV), dated and versioned; a
// Calendar is made from it, never changes, and may be shared by any number of
// readers. The package reads no clock and no file.
package calendar
