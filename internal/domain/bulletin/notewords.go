package bulletin

import "huying/internal/kernel/i18n"

// Empty reports whether nothing at all was brought or handled in the period,
// so that no table has anything to show.
func (d *Document) Empty() bool {
	return d.Summary.Received == 0 && d.Summary.Transferred == 0 && d.Summary.Contacts == 0
}

// NotesIn are the notes in a language; those that were not written in it come
// as they are.
func (d *Document) NotesIn(lang i18n.Lang) []string {
	notes := make([]string, len(d.Notes))
	for i, note := range d.Notes {
		notes[i] = InLanguage(lang, note)
	}
	return notes
}

// Label returns the printed name of a list: the presets' lists have one in
// English too, all others the one that they were given.
func (l *List) Label(lang i18n.Lang) string {
	if name, known := listNames[i18n.Key(l.Key)]; known && lang == i18n.English && name.Zh == l.Name {
		return name.En
	}
	return InLanguage(lang, l.Name)
}

var listNames = i18n.Catalogue{
	"town":       {Zh: "乡镇、街道", En: "Towns and subdistricts"},
	"department": {Zh: "区级有关单位", En: "Bodies of the district"},
}
