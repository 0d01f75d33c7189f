package bulletin

import (
	"fmt"
	"strings"
)

// Compose writes the bulletin's prose 正文 in Chinese from the document's own
// figures: an overview, each topic, the subjects; of an empty period one
// sentence. It says only what the document knows: an unknown figure is named
// as such or left out, and a comparison appears only with a figure to compare
// with. Notes and reconciliation are printed apart, after the tables. Text and
// Hash of the document are not read.
func Compose(d Document) []Section {
	if d.Empty() {
		return []Section{nothing(&d)}
	}
	sections := []Section{overview(&d)}
	for i := range d.Topics {
		sections = append(sections, topicSection(&d, &d.Topics[i]))
	}
	return append(sections, subjectSection(&d))
}

// sentence joins the clauses that are not empty and ends them.
func sentence(clauses ...string) string {
	said := clauses[:0:0]
	for _, c := range clauses {
		if c != "" {
			said = append(said, c)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return strings.Join(said, "，") + "。"
}

// paragraphs drops the empty ones.
func paragraphs(all ...string) []string {
	kept := []string{}
	for _, p := range all {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return kept
}

// shownNames is how many names a sentence holds before it gives their number
// instead.
const shownNames = 5

// names joins names with 、, or counts them when they are many.
func names(all []string) string {
	if len(all) > shownNames {
		return fmt.Sprintf("%s等%d家单位", all[0], len(all))
	}
	return strings.Join(all, "、")
}
