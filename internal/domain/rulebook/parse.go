package rulebook

import (
	"maps"
	"slices"
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/domain/yamltext"
)

// The kinds of rule that have no package of their own are read and checked
// here. Errors are Invalid, one for each problem with line and column, joined.

// parse reads a document field by field, then checks what it says.
func parse[T any](data []byte, file string, read func(*yamltext.Fields) T, check func(*yamltext.Checks, T)) (*T, error) {
	d, top := yamltext.Open(data, file)
	if top == nil {
		return nil, d.Err()
	}
	v := read(top)
	top.Done()
	if d.Err() == nil {
		c := &yamltext.Checks{Code: "rule.invalid"}
		check(c, v)
		c.Place(d)
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return &v, nil
}

func parseHouse(data []byte, file string) (*HouseRules, error) {
	return parse(data, file, func(f *yamltext.Fields) HouseRules {
		return HouseRules{
			Effective:      yamltext.Value(f, "effective", yamltext.Of(calendar.ParseDate)),
			ReturnTimes:    yamltext.Required(f, "return_times", yamltext.Int),
			ExtensionTimes: yamltext.Required(f, "extension_times", yamltext.Int),
			HastenHours:    yamltext.Required(f, "hasten_hours", yamltext.Int),
			RequireContact: yamltext.Value(f, "require_contact", yamltext.Bool),
			ArchiveDays:    yamltext.Value(f, "archive_days", yamltext.Int),
		}
	}, func(c *yamltext.Checks, h HouseRules) {
		between(c, "return_times", h.ReturnTimes, 100)
		between(c, "extension_times", h.ExtensionTimes, 100)
		between(c, "hasten_hours", h.HastenHours, 10_000)
		between(c, "archive_days", h.ArchiveDays, 10_000)
	})
}

func between(c *yamltext.Checks, path string, n, most int) {
	if n < 0 || n > most {
		c.Fail(path, "%d; expected a number from 0 to %d", n, most)
	}
}

func parseNote(data []byte, file string) (*DataNote, error) {
	return parse(data, file, func(f *yamltext.Fields) DataNote {
		return DataNote{
			From: yamltext.Required(f, "from", yamltext.Of(calendar.ParseDate)),
			To:   yamltext.Required(f, "to", yamltext.Of(calendar.ParseDate)),
			Text: yamltext.Required(f, "text", yamltext.Text),
		}
	}, func(c *yamltext.Checks, n DataNote) {
		if n.To < n.From {
			c.Fail("to", "%s; expected no day before %s", n.To, n.From)
		}
		if strings.TrimSpace(n.Text) == "" {
			c.Fail("text", "empty; expected a text")
		}
	})
}

func parseSubjects(data []byte, file string) (*SubjectTree, error) {
	return parse(data, file, func(f *yamltext.Fields) SubjectTree {
		return SubjectTree{Paths: yamltext.List(f, "paths", yamltext.Text)}
	}, func(c *yamltext.Checks, t SubjectTree) {
		if len(t.Paths) == 0 {
			c.Fail("paths", "none; expected the subjects, levels joined by /")
		}
		for i, path := range t.Paths {
			at := yamltext.At("paths", i)
			for _, level := range strings.Split(path, "/") {
				if level == "" || strings.TrimSpace(level) != level {
					c.Fail(at, "%q; expected a path such as 城乡建设/市政设施", path)
				}
			}
			if slices.Contains(t.Paths[:i], path) {
				c.Fail(at, "%q is listed twice", path)
			}
			c.Plain(at, path)
		}
	})
}

func parseReasons(data []byte, file string) (*ReasonList, error) {
	return parse(data, file, func(f *yamltext.Fields) ReasonList {
		return ReasonList{
			Name: yamltext.Required(f, "name", yamltext.Text), En: yamltext.Value(f, "en", yamltext.Text),
			Reasons: yamltext.Records(f, "reasons", func(f *yamltext.Fields) Reason {
				return Reason{
					Code: yamltext.Required(f, "code", yamltext.Text), Name: yamltext.Required(f, "name", yamltext.Text), En: yamltext.Value(f, "en", yamltext.Text),
				}
			}),
		}
	}, func(c *yamltext.Checks, l ReasonList) {
		c.Filled("name", l.Name)
		if len(l.Reasons) == 0 {
			c.Fail("reasons", "none; expected at least one")
		}
		for i, r := range l.Reasons {
			at := yamltext.At("reasons", i)
			c.Key(at+".code", r.Code)
			c.Filled(at+".name", r.Name)
			if slices.ContainsFunc(l.Reasons[:i], func(o Reason) bool { return o.Code == r.Code }) {
				c.Fail(at+".code", "%q is listed twice", r.Code)
			}
		}
	})
}

func parsePlaces(data []byte, file string) (*PlaceNames, error) {
	return parse(data, file, func(f *yamltext.Fields) PlaceNames {
		return PlaceNames{Names: yamltext.Map(f, "names", yamltext.Text)}
	}, func(c *yamltext.Checks, p PlaceNames) {
		for _, code := range slices.Sorted(maps.Keys(p.Names)) {
			if strings.Trim(code, "0123456789") != "" {
				c.Fail("names."+code, "%q; expected the digits of a division code", code)
			}
			c.Filled("names."+code, p.Names[code])
		}
	})
}
