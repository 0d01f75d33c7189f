// Package calendar is working time: which days are worked, at which hours, by
// the State Council's yearly notices with their make-up days (调休), a region's
// own overrides, and later amendments, each as a version. It also has civil
// days and the periods that bulletins are made for. It is pure.
package calendar
