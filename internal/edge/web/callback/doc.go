// Package callback is where citizens are called back 回访: whom to call by the
// sampling plan, with what script, how often it was tried, what they said of
// outcome and attitude and whether it is solved, and the way back to the unit.
package callback
