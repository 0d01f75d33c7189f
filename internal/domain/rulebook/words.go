package rulebook

import (
	"maps"
	"slices"
)

// Words holds codes against the region's lists, as they stand in the book.
// Where the region has no list, any word is taken.
type Words struct{ Book *Book }

// routes is the list of the lawful routes 法定途径 that a citizen may be told.
const routes = "route"

// Reason reports whether the list has the code.
func (w Words) Reason(list, code string) bool {
	l, there := w.Book.lists[list]
	return !there || slices.ContainsFunc(l.Reasons, func(r Reason) bool { return r.Code == code })
}

// ReasonLists returns the region's lists of reasons, and of routes, by key.
func (b *Book) ReasonLists() map[string]ReasonList { return maps.Clone(b.lists) }

// Route reports whether the word is the code or the name of a lawful route.
func (w Words) Route(word string) bool {
	l, there := w.Book.lists[routes]
	return !there || slices.ContainsFunc(l.Reasons, func(r Reason) bool { return r.Code == word || r.Name == word })
}

// Subject reports whether the path is in the tree of subjects, on whichever level.
func (w Words) Subject(path string) bool {
	return len(w.Book.Subjects.Paths) == 0 || w.Book.Subjects.Has(path)
}

// Topic reports whether there is such a topic, with that facet if one is named.
// A region without any topic takes every key.
func (w Words) Topic(key, facet string) bool {
	for i := len(w.Book.topics) - 1; i >= 0; i-- { // the latest version first
		if t := w.Book.topics[i]; t.Key == key {
			return facet == "" || t.HasFacet(facet)
		}
	}
	return len(w.Book.topics) == 0
}
