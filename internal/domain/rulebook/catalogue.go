package rulebook

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/domain/yamltext"
)

// DispatchList 派单目录 says which unit answers for what, from a day on, and
// on which ground: what a dispatcher looks up, and may point to in a dispute.
type DispatchList struct {
	Effective calendar.Date
	Entries   []DispatchEntry
}

// DispatchEntry 派单目录条目 is one line of it. What is given of a subject, a
// division and keywords must all fit; of the keywords one is enough.
type DispatchEntry struct {
	Subject  string   // this one and all below it
	Division string   // digits that the division's code begins with
	Keywords []string // one of them in the text
	Unit     string   // by name
	Reason   string   // 依据: why this unit
}

// DispatchQuery is what is known of a case when its unit is looked up.
type DispatchQuery struct {
	Subject  string
	Division string
	Text     string // title and content
}

// Fits reports whether the entry is about the case.
func (e DispatchEntry) Fits(q DispatchQuery) bool {
	switch {
	case e.Subject != "" && e.Subject != q.Subject && !strings.HasPrefix(q.Subject, e.Subject+"/"):
		return false
	case !strings.HasPrefix(q.Division, e.Division):
		return false
	case len(e.Keywords) == 0:
		return true
	}
	return slices.ContainsFunc(e.Keywords, func(word string) bool { return strings.Contains(q.Text, word) })
}

// closeness orders entries: a deeper subject before a higher one, then a
// narrower division, then one that knows the words.
func (e DispatchEntry) closeness(o DispatchEntry) int {
	depth := func(e DispatchEntry) int {
		if e.Subject == "" {
			return 0
		}
		return 1 + strings.Count(e.Subject, "/")
	}
	return cmp.Or(
		cmp.Compare(depth(o), depth(e)),
		cmp.Compare(len(o.Division), len(e.Division)),
		cmp.Compare(min(len(o.Keywords), 1), min(len(e.Keywords), 1)),
	)
}

// DispatchOn are the entries of the list in force on a day that fit a case,
// the closest first. One whose unit is no more, or may be given nothing on that
// day, is left out.
func (b *Book) DispatchOn(day calendar.Date, q DispatchQuery) []DispatchEntry {
	list, ok := inForce(b.dispatch, day, func(l *DispatchList) calendar.Date { return l.Effective })
	if !ok {
		return nil
	}
	fit := slices.DeleteFunc(slices.Clone(list.Entries), func(e DispatchEntry) bool {
		unit, known := b.Units.Named(e.Unit)
		return !known || !unit.Active(day) || !e.Fits(q)
	})
	slices.SortStableFunc(fit, DispatchEntry.closeness)
	return fit
}

func parseDispatch(data []byte, file string) (*DispatchList, error) {
	return parse(data, file, func(f *yamltext.Fields) DispatchList {
		return DispatchList{
			Effective: yamltext.Value(f, "effective", yamltext.Of(calendar.ParseDate)),
			Entries: yamltext.Records(f, "entries", func(f *yamltext.Fields) DispatchEntry {
				return DispatchEntry{
					Subject:  yamltext.Value(f, "subject", yamltext.Text),
					Division: yamltext.Value(f, "division", yamltext.Text),
					Keywords: yamltext.List(f, "keywords", yamltext.Text),
					Unit:     yamltext.Required(f, "unit", yamltext.Text),
					Reason:   yamltext.Required(f, "reason", yamltext.Text),
				}
			}),
		}
	}, checkDispatchList)
}

func checkDispatchList(c *yamltext.Checks, l DispatchList) {
	for i, e := range l.Entries {
		at := yamltext.At("entries", i)
		c.Filled(at+".unit", e.Unit)
		c.Filled(at+".reason", e.Reason)
		if e.Subject == "" && e.Division == "" && len(e.Keywords) == 0 {
			c.Fail(at+".unit", "for everything; expected a subject, a division or keywords beside it")
		}
		if strings.Trim(e.Division, "0123456789") != "" {
			c.Fail(at+".division", "%q; expected the digits of a division code", e.Division)
		}
		for j, word := range e.Keywords {
			c.Filled(yamltext.At(at+".keywords", j), word)
		}
	}
}

// checkDispatch: the latest list names units and subjects that are there.
func (b *Book) checkDispatch() error {
	if len(b.dispatch) == 0 {
		return nil
	}
	var problems []error
	wrong := func(i int, en, zh string) {
		problems = append(problems, fault(Dispatch, Dispatch.onlyKey(), "rulebook.dispatch",
			fmt.Sprintf("entry %d of the dispatch list names %s, which is not on record", i+1, en), fmt.Sprintf("派单目录第 %d 条的%s尚未登记", i+1, zh)))
	}
	for i, e := range b.dispatch[len(b.dispatch)-1].Entries {
		if _, ok := b.Units.Named(e.Unit); !ok {
			wrong(i, "the unit "+e.Unit, "单位“"+e.Unit+"”")
		}
		if e.Subject != "" && !b.Subjects.Has(e.Subject) {
			wrong(i, "the subject "+e.Subject, "内容分类“"+e.Subject+"”")
		}
	}
	return errors.Join(problems...)
}

// Has reports whether a path is in the tree, or above one that is.
func (t SubjectTree) Has(path string) bool {
	return slices.ContainsFunc(t.Paths, func(p string) bool {
		return strings.HasPrefix(p, path) && (len(p) == len(path) || p[len(path)] == '/')
	})
}
