package office

import (
	"net/http"
	"slices"
	"strings"

	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
)

// filed names the lists that come as files, by the pattern of their pages.
func filed() map[string]string {
	return map[string]string{
		"GET " + unitsPath: "units", "GET " + peoplePath: "people", "GET " + auditPath: "audit", "GET " + jobsPath: "jobs",
		"GET " + rulesPath: "rules", "GET " + rulesPath + "/{kind}": "versions",
	}
}

// tabled is the data of a screen with a list.
type tabled interface{ list() *listView }

// fileDoors are the addresses of lists as files; each opens to whom its page does.
func (s *room) fileDoors() (all []door) {
	for _, d := range s.doors() {
		name := filed()[d.pattern]
		if name == "" {
			continue
		}
		patterns := listing.Patterns(name)
		if name == "versions" {
			patterns = listing.Patterns("rules/{kind}/" + name)
		}
		for _, pattern := range patterns {
			all = append(all, door{d.name, pattern, d.need, asked(d), nil, s.listFile(d)})
		}
	}
	return all
}

// asked are what a list may be asked for, but for its page.
func asked(d door) (keys []string) {
	for _, k := range d.keys {
		if k != "after" && k != "done" {
			keys = append(keys, k)
		}
	}
	return keys
}

// file links a list to its files, asked for as it was.
func (s *room) file(v *page.Visit, d door, screen *page.Screen) {
	data, ok := screen.Data.(tabled)
	if name := filed()[d.pattern]; ok && name != "" {
		var pairs []string
		for _, k := range asked(d) {
			pairs = append(pairs, k, v.Query.Get(k))
		}
		data.list().Files = s.Lists.Links(v, listOf(v, name), pairs...)
	}
}

// listOf is a list as a file, but for its lines.
func listOf(v *page.Visit, name string) listing.List {
	l := listing.List{Name: name, Noted: name == "people" || name == "audit"}
	if kind := v.PathValue("kind"); name == "versions" {
		l.Path, l.Title = at(listing.Path+"/rules", kind), kindName(v, rulebook.Kind(kind))
		return l
	}
	l.Title = v.Say(key(name + ".title"))
	return l
}

// listFile writes the list of a page with all its pages.
func (s *room) listFile(d door) page.Raw {
	return func(w http.ResponseWriter, v *page.Visit) error {
		l := listOf(v, filed()[d.pattern])
		l.Fill = func(t *listing.Table) error {
			for head := true; ; head = false {
				screen, err := d.view(v)
				if err != nil {
					return err
				}
				shown := &screen.Data.(tabled).list().Table
				if head {
					t.Head(shown.heads()...)
				}
				for _, row := range shown.Rows {
					if !t.Add(shown.cells(row)...) {
						return nil
					}
				}
				if shown.Behind == "" {
					return nil
				}
				v.Query.Set("after", shown.Behind)
			}
		}
		return s.Lists.Write(w, v, l)
	}
}

// heads are the columns of a table as a file has them: one more for what stands
// small in a column, none for what can be done.
func (t *table) heads() (all []string) {
	for i, name := range t.Heads[:t.wide()] {
		all = append(all, name)
		if small := t.small(i); small != "" {
			all = append(all, small)
		}
	}
	return all
}

func (t *table) cells(row []cell) (all []string) {
	for i, c := range row[:t.wide()] {
		texts := []string{c.Text}
		if c.Tag != nil {
			texts = append(texts, c.Tag.Text)
		}
		small := t.small(i) != ""
		if !small {
			texts = append(texts, c.Small)
		}
		texts = slices.DeleteFunc(append(texts, c.Lines...), func(text string) bool { return text == "" || text == "—" })
		all = append(all, strings.Join(texts, "；"))
		if small {
			all = append(all, c.Small)
		}
	}
	return all
}

// wide is how many columns a file has of a table.
func (t *table) wide() int {
	if t.Acts {
		return len(t.Heads) - 1
	}
	return len(t.Heads)
}

func (t *table) small(i int) string {
	if i < len(t.Smalls) {
		return t.Smalls[i]
	}
	return ""
}

// lengthOf is how many lines are read at a time: a page, or as many as a file
// takes at once, of which one more is asked for to see whether there are any.
func lengthOf(v *page.Visit) int {
	if strings.HasPrefix(v.URL.Path, listing.Path+"/") {
		return listing.Batch - 1
	}
	return pageLength
}
