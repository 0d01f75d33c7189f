package atlas_test

import (
	"fmt"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/atlas"
	"huying/internal/kernel/errs"
)

var keys = atlas.Keys{Code: "code", Name: "name"}

// of is a collection of features.
func of(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// square is a feature of one ring, drawn clockwise: the wrong way round.
func square(code, name string, lon, lat int) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"code":%q,"name":%q},"geometry":{"type":"Polygon","coordinates":[[[%d,%d],[%d,%d],[%d,%d],[%d,%d],[%d,%d]]]}}`,
		code, name, lon, lat, lon, lat+1, lon+1, lat+1, lon+1, lat, lon, lat)
}

func polygon(rings string) string {
	return `{"type":"Feature","properties":{"name":"甲"},"geometry":{"type":"Polygon","coordinates":` + rings + `}}`
}

func TestRead(t *testing.T) {
	t.Parallel()
	got, err := atlas.Read([]byte(of(
		square("1", "甲", 10, 20),
		`{"type":"Feature","properties":{"code":2,"name":" 乙 ","more":{"a":[1]}},"geometry":{"type":"MultiPolygon","coordinates":[[[[11.5,20,3],[13,20,3],[13,21.00000004,3],[11.5,20,3]]]]}}`,
	)), keys)
	const d = 10_000_000
	want := []atlas.Area{
		{Code: "1", Name: "甲", Polygons: [][]atlas.Ring{{{{10 * d, 20 * d}, {11 * d, 20 * d}, {11 * d, 21 * d}, {10 * d, 21 * d}, {10 * d, 20 * d}}}}},
		{Code: "2", Name: "乙", Polygons: [][]atlas.Ring{{{{115 * d / 10, 20 * d}, {13 * d, 20 * d}, {13 * d, 21 * d}, {115 * d / 10, 20 * d}}}}},
	}
	if diff := gocmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// TestRefused: each fault is told by its own code, with the feature that it is
// of, in both languages.
func TestRefused(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("[1,1],", atlas.MostPoints) + "[1,1]"
	for text, code := range map[string]string{
		strings.Repeat(" ", atlas.MostBytes+1):   "map.size",
		strings.Repeat("[", 50):                  "map.depth",
		`{`:                                      "map.json",
		`{"type":"Feature"}`:                     "map.type",
		of():                                     "map.features",
		of(`{"type":"Feature","properties":{}}`): "map.nameless",
		of(square("1", "甲", 1, 1), square("1", "乙", 2, 1)):                             "map.twice",
		of(`{"type":"Feature","properties":{"name":"甲"}}`):                             "map.feature",
		of(`{"type":"Feature","properties":{"name":"甲"},"geometry":{"type":"Point"}}`): "map.geometry",
		of(polygon(`7`)):                                                   "map.coordinates",
		of(polygon(`[]`)):                                                  "map.polygon",
		of(polygon(`[[[1,1],[2,1],[1,1]]]`)):                               "map.short",
		of(polygon(`[[[1,1],[2,1],[2,2],[1,2]]]`)):                         "map.open",
		of(polygon(`[[[1,1],[2,2],[3,3],[1,1]]]`)):                         "map.flat",
		of(polygon(`[[[28.9,118.8],[29,118.8],[29,118.9],[28.9,118.8]]]`)): "map.position",
		of(polygon(`[[[1],[2],[3],[4]]]`)):                                 "map.position",
		of(polygon(`[[[1e999,1],[2,1],[2,2],[1e999,1]]]`)):                 "map.position",
		of(square("1", "甲", 10, 10), square("2", "乙", 60, 10)):             "map.span",
		of(polygon(`[[` + many + `]]`)):                                    "map.points",
		of(square("1", "甲", 10, 82)):                                       "map.pole",
	} {
		_, err := atlas.Read([]byte(text), keys)
		if errs.CodeOf(err) != code || !errs.Is(err, errs.Invalid) {
			t.Errorf("%.80s: %v, want %s", text, err, code)
		}
	}
	_, err := atlas.Read([]byte(of(square("1", "甲", 1, 1), strings.Replace(polygon(`[[[1,1],[2,1],[2,2],[1,2]]]`), "甲", "乙", 1))), keys)
	en, zh := errs.Said(err)
	if !strings.Contains(en, "feature 2 (乙), polygon 1, ring 1 does not end") || !strings.Contains(zh, "第 2 个要素（乙）第 1 个面第 1 个环没有闭合") {
		t.Errorf("%s / %s", en, zh)
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	areas := []atlas.Area{{Code: "330802013000"}, {Code: "999", Name: "石梁镇"}, {Name: "花园街道"}, {Name: "无此镇"}}
	places := []atlas.Place{{Code: "330802013", Name: "花园街道办事处"}, {Code: "330802100", Name: "石梁镇人民政府"}, {Code: "330802101", Name: "航埠镇人民政府"}}
	got := atlas.Match(areas, places)
	want := atlas.Report{Matched: map[int]int{0: 0, 1: 1}, Unknown: areas[2:], Missing: places[2:]}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLay: north is above, a degree of longitude is narrower than one of
// latitude, neighbours share their border.
func TestLay(t *testing.T) {
	t.Parallel()
	areas, err := atlas.Read([]byte(of(square("1", "甲", 118, 59), square("2", "乙", 119, 59), square("3", "丙", 118, 60))), keys)
	if err != nil {
		t.Fatal(err)
	}
	got := atlas.Lay(areas, 1000)
	want := atlas.Picture{Width: 500, Height: 1000, Shapes: []atlas.Shape{
		{Path: "M0 1000l250 0 0-500-250 0z", X: 125, Y: 750, Room: 250}, {Path: "M250 1000l250 0 0-500-250 0z", X: 375, Y: 750, Room: 250}, {Path: "M0 500l250 0 0-500-250 0z", X: 125, Y: 250, Room: 250},
	}}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBudget: a map of many points is drawn in the bytes it is given, each of
// its areas can be seen, and its label stands within the picture.
func TestBudget(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var features []string
		for i := range rapid.IntRange(1, 30).Draw(t, "areas") {
			var ring []string
			lon, lat := float64(i%6)/10+118, float64(i/6)/10+29
			n := rapid.IntRange(1, 200).Draw(t, "points")
			for k := range n {
				ring = append(ring, fmt.Sprintf("[%.6f,%.6f]", lon+0.1*float64(k)/float64(n), lat+float64(rapid.IntRange(0, 200).Draw(t, "jag"))/10000))
			}
			ring = append(ring, fmt.Sprintf("[%.6f,%.6f],[%.6f,%.6f]", lon+0.1, lat+0.1, lon, lat+0.1), ring[0])
			features = append(features, strings.Replace(polygon("[["+strings.Join(ring, ",")+"]]"), "甲", fmt.Sprint("街道", i), 1))
		}
		areas, err := atlas.Read([]byte(of(features...)), keys)
		if err != nil {
			t.Fatal(err)
		}
		const budget = 12_000
		p, size := atlas.Lay(areas, budget), 0
		for i, s := range p.Shapes {
			size += len(s.Path)
			if s.Path == "" || s.X < 0 || s.X > p.Width || s.Y < 0 || s.Y > p.Height {
				t.Fatalf("area %d: %+v", i, s)
			}
		}
		if size > budget || max(p.Width, p.Height) > atlas.Side+1 || len(p.Shapes) != len(areas) {
			t.Fatalf("%d bytes, %d × %d, %d shapes", size, p.Width, p.Height, len(p.Shapes))
		}
	})
}

// FuzzRead: whatever is read can be matched and drawn; what is not is refused as
// invalid.
func FuzzRead(f *testing.F) {
	f.Add(of(square("1", "甲", 118, 28)))
	f.Add(of(polygon(`[[[1,1],[2,1],[2,2],[1,1]],[[1.5,1.2],[1.6,1.2],[1.6,1.3],[1.5,1.2]]]`)))
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":null,"geometry":{"type":"MultiPolygon","coordinates":[[[["x"]]]]}}]}`)
	f.Add(`{"type":"FeatureCollection","features":[null]}`)
	f.Add(`"]\"[`)
	f.Fuzz(func(t *testing.T, text string) {
		areas, err := atlas.Read([]byte(text), keys)
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Fatal(err)
			}
			return
		}
		if r := atlas.Match(areas, nil); len(r.Unknown) != len(areas) {
			t.Fatalf("%d of %d are unknown", len(r.Unknown), len(areas))
		}
		p := atlas.Lay(areas, 1000)
		for _, s := range p.Shapes {
			if s.Path == "" || s.X < -4 || s.Y < -4 || s.X > p.Width+4 || s.Y > p.Height+4 {
				t.Fatalf("%+v of %d × %d", s, p.Width, p.Height)
			}
		}
	})
}
