package rollup

import (
	"maps"
	"slices"
)

// Spread 分布 is how many closed legs took so many local days.
type Spread map[int]int

// Rank is the least number of days within which the share of the legs was
// closed, part of whole (1 of 2 is the median, 9 of 10 is P90; nearest rank);
// false where none was.
func (s Spread) Rank(part, whole int) (days int, ok bool) {
	all := 0
	for _, n := range s {
		all += n
	}
	if all == 0 {
		return 0, false
	}
	need, seen := (all*part+whole-1)/whole, 0
	for _, d := range slices.Sorted(maps.Keys(s)) {
		if seen += s[d]; seen >= need {
			return d, true
		}
	}
	return 0, false
}
