package intake

import (
	"cmp"
	"html"
	"maps"
	"net/http"
	"slices"
	"strings"

	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// placeList are the places of a region under names that tell them apart.
type placeList struct {
	names []string
	codes map[string]string // by name, and by code
}

func places(book *rulebook.Book) placeList {
	list := placeList{codes: map[string]string{}}
	named := book.Places()
	often := map[string]int{}
	for _, name := range named {
		often[name]++
	}
	for _, code := range slices.Sorted(maps.Keys(named)) {
		name := named[code]
		if often[name] > 1 {
			name += "（" + code + "）"
		}
		list.names = append(list.names, name)
		list.codes[name], list.codes[code] = code, code
	}
	return list
}

// place is the code of a place as somebody wrote it; ok is false for what may be
// none or several.
func (l placeList) place(said string) (code string, ok bool) {
	if code, ok = l.codes[said]; ok || said == "" {
		return code, true
	}
	if found := holding(l.names, said); len(found) == 1 {
		return l.codes[found[0]], true
	}
	return "", false
}

// subject is the path of a subject as somebody wrote it: its last level will do,
// or any part that is in one path alone.
func subject(paths []string, said string) (path string, ok bool) {
	if said == "" || slices.Contains(paths, said) {
		return said, true
	}
	last := slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return p[strings.LastIndexByte(p, '/')+1:] != said })
	if len(last) == 1 {
		return last[0], true
	}
	if found := holding(paths, said); len(found) == 1 {
		return found[0], true
	}
	return "", false
}

// holding are the entries that hold a text, those that begin with it first.
func holding(list []string, said string) []string {
	found := slices.DeleteFunc(slices.Clone(list), func(one string) bool { return !strings.Contains(one, said) })
	slices.SortStableFunc(found, func(a, b string) int { return cmp.Compare(strings.Index(a, said), strings.Index(b, said)) })
	return found
}

// fewest is how many completions are named in a fault, or told to a script.
const (
	namedMost = 5
	toldMost  = 30
)

// unsure is the fault of what is not in a list, or several things in it.
func unsure(v *page.Visit, list []string, said string) string {
	found := holding(list, said)
	if len(found) == 0 {
		return v.Say("error.unlisted", "given", said)
	}
	return v.Say("error.several", "given", said, "known", strings.Join(found[:min(len(found), namedMost)], v.Lang.Pick("、", ", ")))
}

// complete tells a script what may be meant, as the entries of a list. What is
// typed may be somebody's address, so it comes in a body.
func (s *room) complete(w http.ResponseWriter, v *page.Visit) error {
	f, err := s.filling(v, casework.Phone)
	if err != nil {
		return err
	}
	sent, err := v.Sent()
	if err != nil {
		return err
	}
	list := f.book.Subjects.Paths
	switch sent.Get("of") {
	case "subject":
	case "division", "where", "person_address":
		list = places(f.book).names
	default:
		return errs.New(errs.Invalid, "complete.of", "there is no such list", "没有该清单")
	}
	var b strings.Builder
	found := holding(list, strings.TrimSpace(sent.Get("said")))
	for _, one := range found[:min(len(found), toldMost)] {
		b.WriteString(`<option value="` + html.EscapeString(one) + `"></option>` + "\n")
	}
	return page.Answer(w, b.String())
}
