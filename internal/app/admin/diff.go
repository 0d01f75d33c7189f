package admin

import (
	"strings"
)

// Bounds of a difference: lines that are told, and the work that is spent on
// finding the least of them.
const (
	mostDiffLines = 400
	mostDiffWork  = 4 << 20
)

// Diff 差异 is what a text says anew.
type Diff struct {
	Added   int      `json:"added"`
	Removed int      `json:"removed"`
	Lines   []string `json:"lines,omitempty"` // each with + or - before it, in order; not all of a long one
}

// diffOf compares two texts line by line.
func diffOf(was, is string) Diff {
	a, b := lines(was), lines(is)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var d Diff
	if len(a)*len(b) > mostDiffWork { // as good as another text
		d.tell(a, b)
		return d
	}
	d.walk(a, b, common(a, b))
	return d
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// common is, for every place in both, how many lines the rests have in common.
func common(a, b []string) [][]int32 {
	length := make([][]int32, len(a)+1)
	cells := make([]int32, (len(a)+1)*(len(b)+1))
	for i := range length {
		length[i], cells = cells[:len(b)+1], cells[len(b)+1:]
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	return length
}

// walk tells what is not common, what went before what came.
func (d *Diff) walk(a, b []string, length [][]int32) {
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && length[i+1][j] >= length[i][j+1]:
			d.tell(a[i:i+1], nil)
			i++
		default:
			d.tell(nil, b[j:j+1])
			j++
		}
	}
}

func (d *Diff) tell(gone, come []string) {
	d.Removed += len(gone)
	d.Added += len(come)
	for _, side := range []struct {
		sign  string
		lines []string
	}{{"-", gone}, {"+", come}} {
		for _, line := range side.lines {
			if len(d.Lines) < mostDiffLines {
				d.Lines = append(d.Lines, side.sign+line)
			}
		}
	}
}
