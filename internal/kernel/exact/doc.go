// Package exact is the arithmetic of published figures: exact rational values
// and named rounding. Averages, rates and indices never pass through a float
// (design §2, Numbers); a value is rounded only where a scheme says so.
package exact
