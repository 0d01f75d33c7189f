package atlas

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"

	"huying/internal/kernel/errs"
)

// What a collection may hold at most.
const (
	MostBytes  = 2 << 20
	MostAreas  = 500
	MostPoints = 60_000
	mostDepth  = 16
	mostFaults = 20
	// mostSpan is how far a region may reach, in degrees: what reaches further
	// was put together wrongly.
	mostSpan = 10
)

// degree is one degree in the units of a Point.
const degree = 10_000_000

// Keys are the properties of a feature that say which street it is.
type Keys struct{ Code, Name string }

type collection struct {
	Type     string    `json:"type"`
	Features []feature `json:"features"`
}

type feature struct {
	Type       string                     `json:"type"`
	Properties map[string]json.RawMessage `json:"properties"`
	Geometry   *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// Read reads a FeatureCollection of Polygons and MultiPolygons. Rings that wind
// the wrong way are turned; anything else that is wrong is told, each with its
// feature and ring. Errors are Invalid, joined.
func Read(data []byte, keys Keys) ([]Area, error) {
	if len(data) > MostBytes {
		return nil, errs.Newf(errs.Invalid, "map.size", "the map has %d bytes; expected at most %d", "地图有 %d 字节，最多 %d 字节", len(data), MostBytes)
	}
	if depth(data) > mostDepth {
		return nil, errs.Newf(errs.Invalid, "map.depth", "the map is nested deeper than %d levels", "地图的嵌套超过 %d 层", mostDepth)
	}
	var c collection
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, errs.Newf(errs.Invalid, "map.json", "the map is not GeoJSON: %v", "地图不是有效的 GeoJSON：%v", err)
	}
	if c.Type != "FeatureCollection" {
		return nil, errs.Newf(errs.Invalid, "map.type", "type is %q; expected FeatureCollection", "type 是“%s”，应为 FeatureCollection", c.Type)
	}
	if len(c.Features) == 0 || len(c.Features) > MostAreas {
		return nil, errs.Newf(errs.Invalid, "map.features", "the map has %d features; expected 1 to %d", "地图有 %d 个要素，应为 1 至 %d 个", len(c.Features), MostAreas)
	}
	r := &reader{keys: keys, seen: map[string]int{}}
	areas := make([]Area, 0, len(c.Features))
	for i, f := range c.Features {
		areas = append(areas, r.area(i+1, f))
	}
	if len(r.faults) == 0 {
		r.extent()
	}
	if len(r.faults) > 0 {
		return nil, errors.Join(r.faults...)
	}
	return areas, nil
}

// depth is how deep brackets stand in one another, outside of texts.
func depth(data []byte) (most int) {
	level, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			level++
			most = max(most, level)
		case c == '}' || c == ']':
			level--
		}
	}
	return most
}

// reader collects what is wrong, with its place.
type reader struct {
	keys     Keys
	seen     map[string]int // code or name → feature
	points   int
	low, top Point
	faults   []error
}

func (r *reader) fail(code, en, zh string, args ...any) {
	if len(r.faults) < mostFaults {
		r.faults = append(r.faults, errs.Newf(errs.Invalid, "map."+code, en, zh, args...))
	}
}

func (r *reader) area(n int, f feature) Area {
	a := Area{Code: said(f.Properties[r.keys.Code]), Name: said(f.Properties[r.keys.Name])}
	title := a.Title()
	if title == "" {
		r.fail("nameless", "feature %d has neither a property %q nor %q", "第 %d 个要素没有属性 %q，也没有 %q", n, r.keys.Code, r.keys.Name)
	}
	key := a.Code
	if key == "" {
		key = title
	}
	if other := r.seen[key]; other > 0 && key != "" {
		r.fail("twice", "feature %d (%s) is the same street as feature %d; expected one MultiPolygon", "第 %d 个要素（%s）与第 %d 个是同一街道，应合为一个 MultiPolygon", n, title, other)
	}
	r.seen[key] = n
	if f.Type != "Feature" || f.Geometry == nil {
		r.fail("feature", "feature %d (%s) is no Feature with a geometry", "第 %d 个要素（%s）不是带 geometry 的 Feature", n, title)
		return a
	}
	var polygons [][][][]json.Number
	var err error
	switch f.Geometry.Type {
	case "Polygon":
		polygons = make([][][][]json.Number, 1)
		err = decode(f.Geometry.Coordinates, &polygons[0])
	case "MultiPolygon":
		err = decode(f.Geometry.Coordinates, &polygons)
	default:
		r.fail("geometry", "feature %d (%s) is a %q; expected Polygon or MultiPolygon", "第 %d 个要素（%s）是“%s”，应为 Polygon 或 MultiPolygon", n, title, f.Geometry.Type)
		return a
	}
	if err != nil || len(polygons) == 0 {
		r.fail("coordinates", "feature %d (%s) has coordinates that are no list of rings", "第 %d 个要素（%s）的坐标不是环的列表", n, title)
		return a
	}
	for i, rings := range polygons {
		a.Polygons = append(a.Polygons, r.polygon(where{n, title, i + 1}, rings))
	}
	return a
}

// decode reads numbers as they are written, so that none is rounded on its way.
func decode(data []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d.Decode(to)
}

// said is the text or number of a property; anything else says nothing.
func said(raw json.RawMessage) string {
	var text string
	var number json.Number
	switch {
	case json.Unmarshal(raw, &text) == nil:
		return strings.TrimSpace(text)
	case json.Unmarshal(raw, &number) == nil:
		return number.String()
	}
	return ""
}

// where is the place of a polygon.
type where struct {
	feature int
	title   string
	polygon int
}

func (r *reader) polygon(at where, rings [][][]json.Number) (all []Ring) {
	if len(rings) == 0 {
		r.fail("polygon", "feature %d (%s), polygon %d has no ring", "第 %d 个要素（%s）第 %d 个面没有环", at.feature, at.title, at.polygon)
	}
	for i, positions := range rings {
		if ring := r.ring(at, i+1, positions); ring != nil {
			if (ring.twice() > 0) != (i == 0) {
				turn(ring)
			}
			all = append(all, ring)
		}
	}
	return all
}

func turn(r Ring) {
	for i, k := 0, len(r)-1; i < k; i, k = i+1, k-1 {
		r[i], r[k] = r[k], r[i]
	}
}

// ring is nil where something is wrong with it.
func (r *reader) ring(at where, n int, positions [][]json.Number) Ring {
	before := r.points
	r.points += len(positions)
	if r.points > MostPoints {
		if before <= MostPoints {
			r.fail("points", "up to feature %d (%s) the map has more than %d points; simplify it", "到第 %d 个要素（%s）为止，地图已超过 %d 个点，请先简化", at.feature, at.title, MostPoints)
		}
		return nil
	}
	ring := make(Ring, 0, len(positions))
	for i, p := range positions {
		point, ok := position(p)
		if !ok {
			r.fail("position", "feature %d (%s), polygon %d, ring %d, position %d is not [longitude, latitude] in degrees: longitude comes first",
				"第 %d 个要素（%s）第 %d 个面第 %d 个环第 %d 个点不是以度为单位的 [经度, 纬度]：经度在前", at.feature, at.title, at.polygon, n, i+1)
			return nil
		}
		ring = append(ring, point)
	}
	switch {
	case len(ring) < 4:
		r.fail("short", "feature %d (%s), polygon %d, ring %d has %d positions; expected at least 4", "第 %d 个要素（%s）第 %d 个面第 %d 个环有 %d 个点，至少要 4 个", at.feature, at.title, at.polygon, n, len(ring))
	case ring[0] != ring[len(ring)-1]:
		r.fail("open", "feature %d (%s), polygon %d, ring %d does not end where it begins", "第 %d 个要素（%s）第 %d 个面第 %d 个环没有闭合：首尾两点应相同", at.feature, at.title, at.polygon, n)
	case !r.within(ring):
		r.fail("span", "feature %d (%s) reaches further than %d degrees from feature 1", "第 %d 个要素（%s）与第 1 个要素相距超过 %d 度", at.feature, at.title, mostSpan)
	case ring.twice() == 0:
		r.fail("flat", "feature %d (%s), polygon %d, ring %d encloses nothing", "第 %d 个要素（%s）第 %d 个面第 %d 个环没有面积", at.feature, at.title, at.polygon, n)
	default:
		return ring
	}
	return nil
}

// position reads longitude and latitude; a height behind them does not matter.
func position(p []json.Number) (Point, bool) {
	if len(p) < 2 || len(p) > 4 {
		return Point{}, false
	}
	lon, okLon := degrees(p[0], 180)
	lat, okLat := degrees(p[1], 90)
	return Point{lon, lat}, okLon && okLat
}

// degrees is a number of degrees to the seventh place: a centimetre.
func degrees(n json.Number, most float64) (int64, bool) {
	f, err := strconv.ParseFloat(string(n), 64)
	if err != nil || math.Abs(f) > most {
		return 0, false
	}
	return int64(math.Round(f * degree)), true
}

// within grows the extent by a ring, unless it would be none of a region.
func (r *reader) within(ring Ring) bool {
	low, top := r.low, r.top
	if low == top {
		low, top = ring[0], ring[0]
	}
	for _, p := range ring {
		low, top = Point{min(low.Lon, p.Lon), min(low.Lat, p.Lat)}, Point{max(top.Lon, p.Lon), max(top.Lat, p.Lat)}
	}
	if top.Lon-low.Lon > mostSpan*degree || top.Lat-low.Lat > mostSpan*degree {
		return false
	}
	r.low, r.top = low, top
	return true
}

// extent: what is nearer to a pole than that cannot be drawn flat.
func (r *reader) extent() {
	if r.low.Lat < -80*degree || r.top.Lat > 80*degree {
		r.fail("pole", "the map reaches beyond %d degrees of latitude", "地图超出纬度 %d 度", 80)
	}
}
