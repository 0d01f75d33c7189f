package atlas

import "strings"

// Point is a place on the ground, in ten-millionths of a degree.
type Point struct{ Lon, Lat int64 }

// Ring is a closed line; its last point is its first.
type Ring []Point

// Area is the shape of one street: polygons, each an outer ring that runs
// counter-clockwise and holes that run clockwise.
type Area struct {
	Code     string // its division code; empty: not said
	Name     string
	Polygons [][]Ring
}

// Title is what the area calls itself.
func (a Area) Title() string {
	if a.Name == "" {
		return a.Code
	}
	return a.Name
}

// twice is double the area that a ring encloses, in square units of a Point,
// positive where it runs counter-clockwise. Coordinates are taken from its first
// point, so that of a region's ring nothing is lost to rounding.
func (r Ring) twice() (sum float64) {
	for i := 1; i < len(r); i++ {
		a, b := r[i-1], r[i]
		sum += float64(a.Lon-r[0].Lon)*float64(b.Lat-r[0].Lat) - float64(b.Lon-r[0].Lon)*float64(a.Lat-r[0].Lat)
	}
	return sum
}

// Place is a street that the region has.
type Place struct {
	Code string // its division code
	Name string
}

// Report is how shapes and streets go together.
type Report struct {
	Matched map[int]int // shape → street, by their positions
	Unknown []Area      // shapes of no street; they are not drawn
	Missing []Place     // streets without a shape; they are listed beside the map
}

// Match finds the street of every shape: by the division code, or else by the
// name, with or without the office that governs it. A street has one shape; one
// more is unknown.
func Match(areas []Area, places []Place) Report {
	r, taken := Report{Matched: map[int]int{}}, make([]bool, len(places))
	for _, same := range []func(Area, Place) bool{
		func(a Area, p Place) bool { return a.Code != "" && short(a.Code) == short(p.Code) },
		func(a Area, p Place) bool { return a.Name != "" && Plain(a.Name) == Plain(p.Name) },
	} {
		for i, a := range areas {
			if _, done := r.Matched[i]; done {
				continue
			}
			for k, p := range places {
				if !taken[k] && same(a, p) {
					r.Matched[i], taken[k] = k, true
					break
				}
			}
		}
	}
	for i, a := range areas {
		if _, ok := r.Matched[i]; !ok {
			r.Unknown = append(r.Unknown, a)
		}
	}
	for k, p := range places {
		if !taken[k] {
			r.Missing = append(r.Missing, p)
		}
	}
	return r
}

// short is a street's code of nine digits, which statistics write with three
// noughts for its communities.
func short(code string) string {
	if len(code) == 12 {
		return strings.TrimSuffix(code, "000")
	}
	return code
}

// Plain is the name of a street without that of its office.
func Plain(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(name), "办事处"), "人民政府")
}
