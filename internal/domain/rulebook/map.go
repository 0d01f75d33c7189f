package rulebook

import (
	"cmp"
	"slices"
	"strings"

	"huying/internal/domain/atlas"
	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/domain/yamltext"
)

// RegionMap 区划地图 is the shapes of a region's streets, from a day on. Whoever
// uploads it answers for the right to use it, and says whose it is.
type RegionMap struct {
	Effective calendar.Date
	Datum     Datum
	Source    string // whose boundaries these are
	Areas     []atlas.Area
	Picture   atlas.Picture // the areas as they are drawn

	geojson string
	keys    atlas.Keys
}

// Datum 坐标系 is what the coordinates of a map are counted from. It is said by
// whoever has made the map: nothing in the numbers tells.
type Datum string

// The datums of maps that are in use in China.
const (
	WGS84    Datum = "WGS-84"
	CGCS2000 Datum = "CGCS2000"
	GCJ02    Datum = "GCJ-02"
)

// pictureBytes is how long all lines of a drawn map may be together, so that
// each page that has it stays small.
const pictureBytes = 32_000

// MapOn is the map in force on a day; nil: the region has none by then.
func (b *Book) MapOn(day calendar.Date) *RegionMap {
	m, ok := inForce(b.maps, day, func(m *RegionMap) calendar.Date { return m.Effective })
	if !ok {
		return nil
	}
	return m
}

// Streets are the bodies of streets and towns, in the order of the codes of
// their divisions, those without one after them by name.
func (b *Book) Streets() []org.Unit {
	var all []org.Unit
	for _, u := range b.Units.All() {
		if u.Kind == org.Body && (u.List == org.Town || u.Division != "") {
			all = append(all, u)
		}
	}
	slices.SortFunc(all, func(a, b org.Unit) int {
		none := func(u org.Unit) int {
			if u.Division == "" {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(none(a), none(b)), cmp.Compare(a.Division, b.Division), cmp.Compare(a.Name, b.Name))
	})
	return all
}

// ReadMap reads the text of a map that is not on record yet. Errors are Invalid.
func ReadMap(text string) (*RegionMap, error) { return parseMap([]byte(text), string(Map)) }

func parseMap(data []byte, file string) (*RegionMap, error) {
	m, err := parse(data, file, func(f *yamltext.Fields) RegionMap {
		return RegionMap{
			Effective: yamltext.Value(f, "effective", yamltext.Of(calendar.ParseDate)),
			Datum:     yamltext.Required(f, "datum", yamltext.Named[Datum]),
			Source:    yamltext.Required(f, "source", yamltext.Text),
			keys: atlas.Keys{
				Code: cmp.Or(yamltext.Value(f, "code", yamltext.Text), "code"),
				Name: cmp.Or(yamltext.Value(f, "name", yamltext.Text), "name"),
			},
			geojson: yamltext.Required(f, "geojson", yamltext.Text),
		}
	}, func(c *yamltext.Checks, m RegionMap) {
		yamltext.OneOf(c, "datum", m.Datum, WGS84, CGCS2000, GCJ02)
		c.Filled("source", m.Source)
		if strings.TrimSpace(m.geojson) == "" {
			c.Fail("geojson", "empty; expected a FeatureCollection")
		}
	})
	if err != nil {
		return nil, err
	}
	if m.Areas, err = atlas.Read([]byte(m.geojson), m.keys); err != nil {
		return nil, err
	}
	m.geojson, m.Picture = "", atlas.Lay(m.Areas, pictureBytes)
	return m, nil
}
