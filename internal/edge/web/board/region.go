package board

import (
	"strconv"

	"huying/internal/domain/atlas"
	"huying/internal/edge/web/chart"
)

// mapView is the streets with their figures: those that the region's map shows
// in their shapes, the others as tiles in the order of their divisions.
type mapView struct {
	Width, Height int
	Shapes        []shape
	Tiles         []tile
	Classes       []class
	Source        string // whose boundaries these are
}

// Any reports whether there is a street at all.
func (m mapView) Any() bool { return len(m.Shapes)+len(m.Tiles) > 0 }

// tile is one street.
type tile struct {
	Name  string
	Count int
	Shade int
	Link  string
}

// shape is one street in its shape.
type shape struct {
	tile
	Text string // the whole fact in words
	Path string
	X, Y int
	// Named: the name has room inside. It stands in the title and in the table
	// in any case.
	Named bool
}

// class is a line of the legend.
type class struct {
	Shade int
	Text  string
}

// Around the shapes is some room for the lines between them; a letter of a label
// is as wide as that.
const (
	margin = 8
	letter = 30
)

// region draws the streets.
func (d *drawing) region() (m mapView) {
	values, places := make([]int, len(d.b.Places)), make([]atlas.Place, len(d.b.Places))
	for i, p := range d.b.Places {
		values[i], places[i] = p.Cases, atlas.Place{Code: p.Division, Name: p.Name}
	}
	scale := chart.NewScale(values)
	for _, c := range scale.Classes() {
		text := strconv.Itoa(c.From)
		if c.To > c.From {
			text += "–" + strconv.Itoa(c.To)
		}
		m.Classes = append(m.Classes, class{c.Shade, text})
	}
	drawn := d.shapes(&m, places)
	for i, p := range d.b.Places {
		t := tile{atlas.Plain(p.Name), p.Cases, scale.Shade(p.Cases), d.received(d.b.Day, "unit", p.Name)}
		s, ok := drawn[i]
		if !ok {
			m.Tiles = append(m.Tiles, t)
			continue
		}
		m.Shapes = append(m.Shapes, shape{
			tile: t, Text: d.v.Say("brief.place_on", "place", t.Name, "n", t.Count), Path: s.Path, X: s.X, Y: s.Y,
			Named: s.Room > letter*len([]rune(t.Name)),
		})
	}
	return m
}

// shapes are those of the map in force on the day, by place.
func (d *drawing) shapes(m *mapView, places []atlas.Place) map[int]atlas.Shape {
	of := d.b.Book.MapOn(d.b.Day)
	if of == nil {
		return nil
	}
	m.Width, m.Height = of.Picture.Width+margin, of.Picture.Height+margin
	m.Source = d.v.Say("brief.map_of", "source", of.Source, "datum", string(of.Datum))
	drawn := map[int]atlas.Shape{}
	for shape, place := range atlas.Match(of.Areas, places).Matched {
		drawn[place] = of.Picture.Shapes[shape]
	}
	return drawn
}
