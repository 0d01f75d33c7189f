package openleg

// Cell is how many legs must have in common what is said of them (design:
// open data, cells under five).
const Cell = 5

// tuple is what a reader sees of where a leg stands.
type tuple struct {
	list, unit string
	Place
}

// Suppress leaves out of what is said beside the figures as much as it must,
// the month first, then the kind, the subject and the street, until every
// combination that is left, with the unit, is that of Cell legs at least. What
// is said of a unit alone is always said.
func Suppress(lines []Line) {
	left := make([]int, len(lines))
	for i := range left {
		left[i] = i
	}
	for _, coarser := range []func(*Place){
		func(*Place) {},
		func(p *Place) { p.Month = "" },
		func(p *Place) { p.Kind = "" },
		func(p *Place) { p.Subject = "" },
		func(p *Place) { p.Street = "" },
	} {
		count := map[tuple]int{}
		for _, i := range left {
			coarser(&lines[i].Place)
			count[lines[i].tuple()]++
		}
		var few []int
		for _, i := range left {
			if count[lines[i].tuple()] < Cell {
				few = append(few, i)
			}
		}
		left = few
	}
}

func (l *Line) tuple() tuple { return tuple{l.List, l.Unit, l.Place} }
