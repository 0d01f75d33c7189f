package rulebook_test

import (
	"testing"

	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
)

const oneStreet = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"adcode":"330802013","name":"花园街道"},"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}}]}`

func regionMap(version int, text string) rulebook.Rule {
	return rulebook.Rule{Kind: rulebook.Map, Key: "map", Version: version, Text: text}
}

// TestMapOn: a region has no map until the day of its first.
func TestMapOn(t *testing.T) {
	t.Parallel()
	b, err := rulebook.New(head, nil, []rulebook.Rule{
		china(), regionMap(1, "effective: 2020-01-01\ndatum: GCJ-02\nsource: 自绘\ncode: adcode\ngeojson: |\n  "+oneStreet+"\n"),
		regionMap(2, "effective: 2021-01-01\ndatum: WGS-84\nsource: 测绘\ngeojson: '"+oneStreet+"'\n"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if m := b.MapOn(day(t, "2019-12-31")); m != nil {
		t.Errorf("a map before there is one: %v", m)
	}
	if m := b.MapOn(day(t, "2020-06-01")); m == nil || m.Datum != rulebook.GCJ02 || m.Areas[0].Code != "330802013" || len(m.Picture.Shapes) != 1 {
		t.Errorf("%+v", m)
	}
	if m := b.MapOn(day(t, "2021-01-01")); m == nil || m.Datum != rulebook.WGS84 || m.Areas[0].Code != "" || m.Areas[0].Name != "花园街道" {
		t.Errorf("%+v", m)
	}
	if d := regionMap(1, "effective: 2020-01-01\ndatum: GCJ-02\nsource: 自绘\ngeojson: '"+oneStreet+"'\n").Date(); d.From != day(t, "2020-01-01") {
		t.Errorf("from %v", d.From)
	}
}

// TestBadMap: a map says its datum and its source, and is one.
func TestBadMap(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no datum": "source: 自绘\ngeojson: '" + oneStreet + "'\n", "a datum of nobody": "datum: BD-09\nsource: 自绘\ngeojson: '" + oneStreet + "'\n",
		"no source": "datum: WGS-84\ngeojson: '" + oneStreet + "'\n", "no map": "datum: WGS-84\nsource: 自绘\n", "empty": "datum: WGS-84\nsource: 自绘\ngeojson: ''\n",
		"no GeoJSON": "datum: WGS-84\nsource: 自绘\ngeojson: '{}'\n", "no property": "datum: WGS-84\nsource: 自绘\nname: title\ngeojson: '" + oneStreet + "'\n",
	} {
		if err := regionMap(1, text).Read(); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
