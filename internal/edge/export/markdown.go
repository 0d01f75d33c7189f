package export

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// Markdown writes the document in Markdown with pipe tables (GFM). Every text
// of the document is escaped, so none can become markup.
func Markdown(d bulletin.Document, w io.Writer) error {
	m := &markdown{}
	m.heading(1, d.Title)
	m.line("统计时间：%s 至 %s  ", d.Period.From, d.Period.To)
	m.line("取数时间：%s  ", moment(d.AsOf))
	m.line("考核办法：%s  ", text(d.Scheme))
	m.line("地区：%s（%s）\n", text(d.Region.Name), text(d.Region.Code))
	m.prose(d.Text)
	if !d.Empty() {
		m.tables(&d)
	}
	m.notes(d.NotesIn(i18n.Chinese))
	if d.Hash != "" {
		m.line("SM3：`%s`", d.Hash)
	}
	_, err := w.Write(m.Bytes())
	return errs.Wrap("export.Markdown", err)
}

// markdown collects the output.
type markdown struct{ bytes.Buffer }

func (m *markdown) tables(d *bulletin.Document) {
	m.headline(d)
	for i := range d.Lists {
		m.list(&d.Lists[i])
	}
	m.subjects(d.Subjects)
	for i := range d.Topics {
		m.topic(&d.Topics[i])
	}
	m.siblings(d.Siblings)
	m.reconciliation(d)
}

func (m *markdown) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m *markdown) heading(level int, title string) {
	m.line("%s %s\n", strings.Repeat("#", level), text(title))
}

// table writes a pipe table; the first left columns are aligned left, the
// others, figures, right. Cells are escaped already.
func (m *markdown) table(left int, head []string, rows [][]string) {
	m.line("| %s |", strings.Join(head, " | "))
	marks := make([]string, len(head))
	for i := range marks {
		marks[i] = "---"
		if i >= left {
			marks[i] = "---:"
		}
	}
	m.line("| %s |", strings.Join(marks, " | "))
	for _, row := range rows {
		m.line("| %s |", strings.Join(row, " | "))
	}
	m.line("")
}

func (m *markdown) prose(sections []bulletin.Section) {
	for _, s := range sections {
		m.heading(2, s.Heading)
		for _, p := range s.Paragraphs {
			m.line("%s\n", text(p))
		}
	}
}

func (m *markdown) headline(d *bulletin.Document) {
	var rows [][]string
	for _, f := range bulletin.Headline(d) {
		rows = append(rows, []string{
			bulletin.Term(i18n.Chinese, f.Key), withMark(f), f.Moved(i18n.Chinese),
		})
	}
	if rank := d.Summary.RankAmongSiblings; rank != nil {
		rows = append(rows, []string{bulletin.Term(i18n.Chinese, "rank_among_siblings"), fmt.Sprintf("第%d位", *rank), ""})
	}
	m.heading(2, "主要指标")
	m.table(1, []string{"指标", "本期", "比上年同期"}, rows)
}

// withMark is a headline figure with what it is counted in.
func withMark(f bulletin.Figure) string {
	if f.Value == nil {
		return bulletin.Unknown
	}
	return f.Unit.Attach(i18n.Chinese, f.Unit.Print(f.Value))
}

func moment(s bulletin.Stamp) string { return s.Format("2006-01-02 15:04") }
