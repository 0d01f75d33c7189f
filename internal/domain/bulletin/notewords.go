package bulletin

import (
	"fmt"
	"slices"

	"huying/internal/kernel/i18n"
)

// noteSection 说明 tells when the data were taken, what is assumed, and where
// figures do not agree with each other.
func noteSection(d *Document) Section {
	at := d.AsOf.Time
	all := []string{fmt.Sprintf("取数时间为%d年%d月%d日%s；考核办法为%s。",
		at.Year(), int(at.Month()), at.Day(), at.Format("15:04"), d.Scheme)}
	if (d.Change == Change{}) {
		all = append(all, "上年同期没有可比数据，不列变化。")
	}
	for _, note := range d.Notes {
		all = append(all, InLanguage(i18n.Chinese, note))
	}
	for i := range d.Reconciliation {
		if r := &d.Reconciliation[i]; !r.OK() {
			all = append(all, fmt.Sprintf("核对“%s”：应为%s，实为%s。%s",
				d.CheckName(i18n.Chinese, r.Check), r.Expected, r.Found, InLanguage(i18n.Chinese, r.Note)))
		}
	}
	return Section{Heading: "说明", Paragraphs: paragraphs(all...)}
}

// UnsaidNotes are the notes, in Chinese, that the prose does not hold, for a
// printer that prints both and would not say anything twice.
func (d *Document) UnsaidNotes() []string {
	var said []string
	for _, s := range d.Text {
		said = append(said, s.Paragraphs...)
	}
	var unsaid []string
	for _, note := range d.Notes {
		note = InLanguage(i18n.Chinese, note)
		if !slices.Contains(said, note) {
			unsaid = append(unsaid, note)
		}
	}
	return unsaid
}
