package atlas

import "slices"

// crossings are where a closed line crosses a height, from left to right.
func crossings(line []spot, h float64) (all []int) {
	for i, b := range line {
		a := line[(i+len(line)-1)%len(line)]
		if (float64(a.y) < h) != (float64(b.y) < h) {
			all = append(all, a.x+int(float64(b.x-a.x)*(h-float64(a.y))/float64(b.y-a.y)))
		}
	}
	slices.Sort(all)
	return all
}
