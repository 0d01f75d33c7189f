package demo

import (
	"math/rand/v2"
	"strings"

	"huying/internal/kernel/errs"
)

// writer fills the slots of a text: {place} and {project} from the case, the
// others from lists of common names.
type writer struct {
	r     *rand.Rand
	slots map[string][]string
}

func newWriter(r *rand.Rand) (*writer, error) {
	b, err := files.ReadFile("matters/slots.txt")
	if err != nil {
		return nil, errs.Wrap("demo.slots", err)
	}
	w := &writer{r: r, slots: map[string][]string{}}
	for line := range strings.Lines(string(b)) {
		name, values, ok := strings.Cut(strings.TrimSpace(line), " ")
		if ok && name != "#" {
			w.slots[name] = strings.Split(values, "|")
		}
	}
	return w, nil
}

// facts are the slots that one case fills the same way in all its texts.
type facts map[string]string

// write fills a template.
func (w *writer) write(template string, known facts) string {
	var b strings.Builder
	rest := template
	for {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, tail, _ := strings.Cut(after, "}")
		value, ok := known[name]
		if !ok {
			value = pick(w.r, w.slots[name])
			known[name] = value
		}
		b.WriteString(value)
		rest = tail
	}
}
