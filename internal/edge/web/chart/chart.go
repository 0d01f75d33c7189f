// Package chart lays out charts that templates draw as SVG: whole numbers in
// units of the picture, so that a page needs neither scripts nor floats.
package chart

// Point is one value of a chart, with the page behind it.
type Point struct {
	Name  string // of the value, as it stands below or beside it
	Text  string // the whole fact in words
	Value int
	Link  string // empty: nothing is behind it
	Now   bool   // the one that the page is about
}

// Column is one upright bar.
type Column struct {
	Point
	X, Y, W, H int
}

// Columns are upright bars of one width, side by side on one ground.
type Columns struct {
	Width, Height int
	Bars          []Column
}

// NewColumns lays points out from left to right in a picture of that size. The
// highest value fills the height; one above nothing is at least a unit high.
func NewColumns(points []Point, width, height int) Columns {
	c := Columns{Width: width, Height: height}
	if len(points) == 0 {
		return c
	}
	most := highest(points)
	step := width / len(points)
	gap := step / 5
	for i, p := range points {
		h := Length(p.Value, most, height)
		c.Bars = append(c.Bars, Column{Point: p, X: i*step + gap/2, Y: height - h, W: step - gap, H: h})
	}
	return c
}

// Length is how long a bar of a value is, of a full one of length full: none
// for nothing, and at least 1 for anything.
func Length(value, most, full int) int {
	if value <= 0 || most <= 0 {
		return 0
	}
	return max(1, min(value, most)*full/most)
}

// Row is one lying bar.
type Row struct {
	Point
	W int // of Full
}

// Full is how long the longest lying bar is.
const Full = 1000

// NewRows lays points out as lying bars, one below the other.
func NewRows(points []Point) []Row {
	most := highest(points)
	all := make([]Row, len(points))
	for i, p := range points {
		all[i] = Row{p, Length(p.Value, most, Full)}
	}
	return all
}

func highest(points []Point) (most int) {
	for _, p := range points {
		most = max(most, p.Value)
	}
	return most
}
