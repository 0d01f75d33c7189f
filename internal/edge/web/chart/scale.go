package chart

import "slices"

// Steps is how many steps of shade there are above nothing.
const Steps = 4

// Scale sorts the values of a map into classes of about as many places each.
type Scale struct{ tops []int }

// Class is one step of shade and the values that it stands for.
type Class struct{ Shade, From, To int }

// NewScale is the scale of those values. Nothing is a class of its own, and no
// value is in two, so that few values make fewer classes.
func NewScale(values []int) Scale {
	some := slices.DeleteFunc(slices.Clone(values), func(v int) bool { return v <= 0 })
	slices.Sort(some)
	var s Scale
	for i := range Steps {
		if at := ((i+1)*len(some) + Steps - 1) / Steps; at > 0 && (len(s.tops) == 0 || some[at-1] > s.tops[len(s.tops)-1]) {
			s.tops = append(s.tops, some[at-1])
		}
	}
	return s
}

// Shade is the step that a value stands in: 0 for nothing, Steps for the
// highest.
func (s Scale) Shade(value int) int {
	if value <= 0 || len(s.tops) == 0 {
		return 0
	}
	i, _ := slices.BinarySearch(s.tops, value)
	return Steps - len(s.tops) + 1 + min(i, len(s.tops)-1)
}

// Classes are the steps from nothing to the highest, for a legend.
func (s Scale) Classes() []Class {
	all := []Class{{}}
	from := 1
	for i, top := range s.tops {
		all = append(all, Class{Steps - len(s.tops) + 1 + i, from, top})
		from = top + 1
	}
	return all
}
