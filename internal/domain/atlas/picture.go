package atlas

import (
	"math"
	"strconv"
)

// Side is the longer side of a picture.
const Side = 1000

// Picture is a map in whole units of its own, north above.
type Picture struct {
	Width, Height int
	Shapes        []Shape // one for each area, in their order
}

// Shape is one area as it is drawn.
type Shape struct {
	Path string // the commands of an SVG path
	X, Y int    // a place inside it, for its label
	Room int    // how wide it is there
}

// spot is a point of the picture.
type spot struct{ x, y int }

// Lay lays areas out in a picture: degrees of longitude as wide as they are in
// the middle of the map, so that within a region areas keep their proportions.
// All lines together take at most budget bytes, as far as a grid of a fiftieth
// of the picture allows: points are moved onto a grid that is made coarser until
// that holds. Neighbours share the points of their border, so these move
// together, and no gap opens between them.
func Lay(areas []Area, budget int) Picture {
	p, at := frame(areas)
	for _, step := range []int{1, 2, 4, 5, 8, 10, 20} {
		p.Shapes = p.Shapes[:0]
		size := 0
		for _, a := range areas {
			s := shape(a, at, step)
			size += len(s.Path)
			p.Shapes = append(p.Shapes, s)
		}
		if size <= budget {
			break
		}
	}
	return p
}

// frame is an empty picture, and where in it a point lies.
func frame(areas []Area) (Picture, func(Point) (x, y float64)) {
	low, top := Point{math.MaxInt64, math.MaxInt64}, Point{math.MinInt64, math.MinInt64}
	for _, a := range areas {
		for _, rings := range a.Polygons {
			for _, p := range rings[0] {
				low, top = Point{min(low.Lon, p.Lon), min(low.Lat, p.Lat)}, Point{max(top.Lon, p.Lon), max(top.Lat, p.Lat)}
			}
		}
	}
	narrow := math.Cos(float64(low.Lat/2+top.Lat/2) / degree * math.Pi / 180)
	wide, high := float64(top.Lon-low.Lon)*narrow, float64(top.Lat-low.Lat)
	scale := Side / max(wide, high, 1)
	return Picture{Width: max(1, int(math.Round(wide*scale))), Height: max(1, int(math.Round(high*scale)))}, func(p Point) (x, y float64) {
		return float64(p.Lon-low.Lon) * narrow * scale, float64(top.Lat-p.Lat) * scale
	}
}

func shape(a Area, at func(Point) (x, y float64), step int) Shape {
	var path []byte
	var widest []spot
	for _, rings := range a.Polygons {
		for i, ring := range rings {
			line := snapped(ring, at, step)
			if len(line) < 3 {
				continue
			}
			path = drawn(path, line)
			if i == 0 && reach(line) > reach(widest) {
				widest = line
			}
		}
	}
	if widest == nil { // smaller than the grid: a mark that can be seen and opened
		x, y := at(a.Polygons[0][0][0])
		s := spot{int(x), int(y)}
		widest = []spot{{s.x - 4, s.y}, {s.x, s.y + 4}, {s.x + 4, s.y}, {s.x, s.y - 4}}
		path = drawn(path, widest)
	}
	s := Shape{Path: string(path)}
	s.X, s.Y, s.Room = inside(widest)
	return s
}

// snapped is a ring on a grid, without points that say nothing: repeated, there
// and back, or on the line between their neighbours.
func snapped(r Ring, at func(Point) (x, y float64), step int) (line []spot) {
	for _, p := range r[:len(r)-1] {
		x, y := at(p)
		grid := float64(step)
		s := spot{int(math.Round(x/grid)) * step, int(math.Round(y/grid)) * step}
		for len(line) > 0 && line[len(line)-1] == s || len(line) > 1 && straight(line[len(line)-2], line[len(line)-1], s) {
			line = line[:len(line)-1]
		}
		line = append(line, s)
	}
	for len(line) > 2 && (line[0] == line[len(line)-1] || straight(line[len(line)-2], line[len(line)-1], line[0])) {
		line = line[:len(line)-1]
	}
	for len(line) > 2 && straight(line[len(line)-1], line[0], line[1]) {
		line = line[1:]
	}
	return line
}

func straight(a, b, c spot) bool { return (b.x-a.x)*(c.y-a.y) == (c.x-a.x)*(b.y-a.y) }

// drawn adds a closed line: its first point, then the way from each to the next.
func drawn(path []byte, line []spot) []byte {
	path = pair(append(path, 'M'), line[0].x, line[0].y)
	path = append(path, 'l')
	for i := 1; i < len(line); i++ {
		if i > 1 && line[i].x >= line[i-1].x {
			path = append(path, ' ')
		}
		path = pair(path, line[i].x-line[i-1].x, line[i].y-line[i-1].y)
	}
	return append(path, 'z')
}

func pair(path []byte, x, y int) []byte {
	path = strconv.AppendInt(path, int64(x), 10)
	if y >= 0 {
		path = append(path, ' ')
	}
	return strconv.AppendInt(path, int64(y), 10)
}

// reach is the area of the box around a line.
func reach(line []spot) int {
	if len(line) == 0 {
		return -1
	}
	low, top := box(line)
	return (top.x - low.x) * (top.y - low.y)
}

func box(line []spot) (low, top spot) {
	low, top = line[0], line[0]
	for _, s := range line {
		low, top = spot{min(low.x, s.x), min(low.y, s.y)}, spot{max(top.x, s.x), max(top.y, s.y)}
	}
	return low, top
}

// inside is the middle of the widest stretch of a shape, of some heights about
// its middle.
func inside(line []spot) (x, y, room int) {
	low, top := box(line)
	x, y = (low.x+top.x)/2, (low.y+top.y)/2
	const heights = 8
	for _, i := range []int{4, 3, 5} {
		h := float64(low.y) + float64(top.y-low.y)*float64(i)/heights + 0.25
		cuts := crossings(line, h)
		for k := 0; k+1 < len(cuts); k += 2 {
			if w := cuts[k+1] - cuts[k]; w > room {
				x, y, room = (cuts[k]+cuts[k+1])/2, int(h), w
			}
		}
	}
	return x, y, room
}
