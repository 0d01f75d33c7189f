package demo

import (
	"fmt"

	"huying/internal/domain/org"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Unit is a body of the demonstration, by name; identities are the
// installation's business. Parent names the unit above.
type Unit struct {
	Name     string
	List     org.List
	Kind     org.Kind
	Division string
	Parent   string
	class    string // urban or rural for streets and towns
}

// The classes of matters.txt that stand for many units.
const (
	urban = "urban"
	rural = "rural"
)

// roster is the units with their place in the table, by name.
type roster struct {
	units []Unit
	index map[string]int
}

func readRoster() (*roster, error) {
	rows, err := readTable("units.csv")
	if err != nil {
		return nil, err
	}
	r := &roster{index: map[string]int{}}
	for _, row := range rows {
		u := Unit{
			Name: row["name"], List: org.List(row["list"]), Kind: org.Kind(row["kind"]),
			Division: row["division"], Parent: row["parent"], class: row["class"],
		}
		if _, ok := r.index[u.Parent]; u.Parent != "" && !ok {
			return nil, errs.Invalidf("demo.units", "unit %s comes before its parent %s", u.Name, u.Parent)
		}
		r.index[u.Name] = len(r.units)
		r.units = append(r.units, u)
	}
	return r, nil
}

func (r *roster) named(name string) (Unit, bool) {
	i, ok := r.index[name]
	if !ok {
		return Unit{}, false
	}
	return r.units[i], true
}

// class returns urban, rural or nothing.
func (r *roster) class(name string) string {
	u, _ := r.named(name)
	return u.class
}

// user is the pseudonym of one of a unit's people.
func (r *roster) user(unit, post string) ident.UserID {
	return ident.UserID(fmt.Sprintf("u%02d-%s", r.index[unit]+1, post))
}

// below returns a community that the unit can delegate to.
func (r *roster) below(unit string) (string, bool) {
	for _, u := range r.units {
		if u.Parent == unit && u.Kind == org.Community {
			return u.Name, true
		}
	}
	return "", false
}
