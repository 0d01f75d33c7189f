package person_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"huying/internal/domain/person"
)

// full is a person with every field known.
var full = person.Person{
	Name: "张某某", Phone: "13812345678", Phone2: "0570-3012345", IDNumber: "11010519491231002X",
	Address: "柯城区花园街道荷花小区3幢2单元501室", Company: "衢州市某某有限公司", CreditCode: "91350100M000100Y43", Note: "晚上方便接听",
	Companions: "李某某、王某某",
}

// TestFields: every field of the struct has a name, words, and a place that
// Get and With agree on.
func TestFields(t *testing.T) {
	t.Parallel()
	typ := reflect.TypeFor[person.Person]()
	var tags []string
	for i := range typ.NumField() {
		tag, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
		tags = append(tags, tag)
	}
	var names []string
	for _, f := range person.Fields() {
		names = append(names, string(f))
		if !f.Valid() || f.Chinese() == "" || f.English() == "" {
			t.Errorf("%s: valid %v, %q, %q", f, f.Valid(), f.Chinese(), f.English())
		}
		p := person.Person{}.With(f, "x")
		b, err := json.Marshal(p)
		if want := fmt.Sprintf(`{"%s":"x"}`, f); err != nil || string(b) != want {
			t.Errorf("With(%s) makes %s, %v", f, b, err)
		}
		if p.Get(f) != "x" || p.IsZero() || p.Only(f) != p || full.Only(f).Get(f) != full.Get(f) {
			t.Errorf("%s is not kept where it is looked for", f)
		}
	}
	if !slices.Equal(tags, names) {
		t.Errorf("fields %v, in the struct %v", names, tags)
	}
	other := person.Field("height")
	if other.Valid() || full.Get(other) != "" || full.With(other, "1.8") != full || other.Chinese() != "" {
		t.Error("there is a field that there is not")
	}
	if got := full.Only(person.Fields()...); got != full {
		t.Error("all fields are not the person")
	}
}

// TestNamesNobody: a person that is printed by mistake shows no field.
func TestNamesNobody(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		for _, what := range []any{full, &full, []person.Person{full}, struct{ P person.Person }{full}} {
			got := fmt.Sprintf(verb, what)
			for _, f := range person.Fields() {
				if strings.Contains(got, full.Get(f)) {
					t.Errorf("%s shows %s: %s", verb, f, got)
				}
			}
		}
	}
	if got, want := fmt.Sprint(full.Only(person.Name, person.Phone)), "person(name phone)"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
