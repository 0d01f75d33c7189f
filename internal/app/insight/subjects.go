package insight

import (
	"cmp"
	"slices"
	"strings"

	"huying/internal/domain/bulletin"
)

// topSubjects is how many first-level subjects a bulletin prints.
const topSubjects = 10

// subjects counts the cases received by first-level subject, the most first,
// then by name; unclassified ones are left out (design §4.3).
func (b *building) subjects() []bulletin.Count {
	counts := map[string]int{}
	for i := range b.now.facts.cases {
		if first := firstLevel(b.now.facts.cases[i].matter.Subject); first != "" {
			counts[first]++
		}
	}
	list := make([]bulletin.Count, 0, len(counts))
	for subject, n := range counts {
		list = append(list, bulletin.Count{Subject: subject, Count: n})
	}
	slices.SortFunc(list, func(x, y bulletin.Count) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Subject, y.Subject))
	})
	return list[:min(len(list), topSubjects)]
}

func firstLevel(path string) string {
	first, _, _ := strings.Cut(path, "/")
	return first
}
