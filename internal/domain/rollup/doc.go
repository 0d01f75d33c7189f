// Package rollup is the 汇总: what figures are made of, counted beforehand by
// local day and by everything that people ask by. A leg counts on the day of
// its dispatch and a case on that of its receipt (design §4.3), as they stand
// at a moment. It is pure: it adds up what it is given, and says what differs
// between two counts.
package rollup
