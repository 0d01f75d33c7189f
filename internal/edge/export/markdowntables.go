package export

import (
	"fmt"
	"strconv"
	"strings"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

func (m *markdown) list(l *bulletin.List) {
	m.heading(2, "排名表："+l.Name)
	head := []string{bulletin.Term(i18n.Chinese, "rank"), bulletin.Term(i18n.Chinese, "unit")}
	for _, c := range bulletin.Columns() {
		head = append(head, bulletin.Term(i18n.Chinese, c.Key))
	}
	rows := bulletin.PrintRows(l.Rows)
	for i := range rows {
		rows[i] = append([]string{rank(l.Rows[i].Rank), text(l.Rows[i].Unit)}, rows[i]...)
	}
	m.table(2, head, rows)
	m.working(l)
}

// working is a table of the points that each component gave or took.
func (m *markdown) working(l *bulletin.List) {
	names := components(l)
	if len(names) == 0 {
		return
	}
	head := []string{bulletin.Term(i18n.Chinese, "unit")}
	assumed := false
	for _, w := range names {
		mark := ""
		if w.Assumed {
			assumed, mark = true, "\\*"
		}
		head = append(head, text(w.Label(i18n.Chinese))+mark)
	}
	rows := make([][]string, len(l.Rows))
	for i := range l.Rows {
		rows[i] = []string{text(l.Rows[i].Unit)}
		for _, w := range names {
			rows[i] = append(rows[i], bulletin.Score.Print(points(&l.Rows[i], w.Component)))
		}
	}
	m.heading(3, l.Name+"：得分构成")
	m.table(1, head, rows)
	if assumed {
		m.line("\\* 该项扣分标准为假设。\n")
	}
}

// components lists the components of a list's rows in the order of first
// appearance.
func components(l *bulletin.List) []bulletin.Working {
	var all []bulletin.Working
	seen := map[string]bool{}
	for i := range l.Rows {
		for _, w := range l.Rows[i].Working {
			if !seen[w.Component] {
				seen[w.Component] = true
				all = append(all, w)
			}
		}
	}
	return all
}

func points(r *bulletin.Row, component string) *exact.Value {
	for i := range r.Working {
		if r.Working[i].Component == component {
			return &r.Working[i].Points
		}
	}
	return nil
}

// rank prints a rank; a row that is not ranked has none.
func rank(n int) string {
	if n == 0 {
		return bulletin.Unknown
	}
	return strconv.Itoa(n)
}

func (m *markdown) subjects(subjects []bulletin.Count) {
	if len(subjects) == 0 {
		return
	}
	rows := make([][]string, len(subjects))
	for i, s := range subjects {
		rows[i] = []string{strconv.Itoa(i + 1), text(s.Subject), strconv.Itoa(s.Count)}
	}
	m.heading(2, "诉求内容分类")
	m.table(2, []string{"序", "分类", "件数"}, rows)
}

func (m *markdown) topic(t *bulletin.Topic) {
	m.heading(2, "专题："+t.Name)
	m.line("%s\n", topicFacts(t))
	for _, g := range t.Groups {
		head := []string{"类别", "件数", "上年同期", "变化"}
		if !g.Compared() {
			head = head[:2]
		}
		var rows [][]string
		for _, f := range bulletin.Flatten(g.Facets) {
			indent := strings.Repeat("　", f.Depth)
			cells := []string{indent + text(f.Name), strconv.Itoa(f.Count), optional(f.Previous), percent(f.ChangePercent)}
			rows = append(rows, cells[:len(head)])
		}
		m.heading(3, g.Name)
		m.table(1, head, rows)
	}
}

// topicFacts is the line of figures under a topic's name: what is known.
func topicFacts(t *bulletin.Topic) string {
	facts := []string{fmt.Sprintf("%s 至 %s", t.From, t.To), fmt.Sprintf("合计 %d", t.Total)}
	if t.Previous != nil {
		facts = append(facts, fmt.Sprintf("上年同期 %d", *t.Previous))
	}
	if t.CloseRate != nil {
		facts = append(facts, "办结率 "+percent(t.CloseRate))
	}
	if t.Satisfaction != nil {
		facts = append(facts, "满意率 "+percent(t.Satisfaction))
	}
	return strings.Join(facts, "　")
}

func (m *markdown) siblings(siblings []bulletin.Sibling) {
	if len(siblings) == 0 {
		return
	}
	rows := make([][]string, len(siblings))
	for i, s := range siblings {
		rows[i] = []string{rank(s.Rank), text(s.Name), text(chinese(s.Source)), bulletin.Score.Print(s.Index)}
	}
	m.heading(2, "同级地区")
	m.table(3, []string{"位次", "地区", "来源", "效能指数"}, rows)
}

func (m *markdown) reconciliation(d *bulletin.Document) {
	checks := d.Reconciliation
	if len(checks) == 0 {
		return
	}
	rows := make([][]string, len(checks))
	for i := range checks {
		r := &checks[i]
		rows[i] = []string{text(d.CheckName(i18n.Chinese, r.Check)), agreement(r), text(chinese(r.Note)), r.Expected.String(), r.Found.String()}
	}
	m.heading(2, "数据核对")
	m.table(3, []string{"核对项", "结果", "说明", "应为", "实为"}, rows)
}

// chinese is the Chinese part of a text in both languages: what is exported is
// a Chinese document.
func chinese(s string) string { return bulletin.InLanguage(i18n.Chinese, s) }

func agreement(r *bulletin.Reconciliation) string {
	if r.OK() {
		return "一致"
	}
	return "不一致"
}

func (m *markdown) notes(notes []string) {
	if len(notes) == 0 {
		return
	}
	m.heading(2, "说明")
	for _, n := range notes {
		m.line("- %s", text(n))
	}
	m.line("")
}

func optional(n *int) string {
	if n == nil {
		return bulletin.Unknown
	}
	return strconv.Itoa(*n)
}

func percent(v *exact.Value) string {
	if v == nil {
		return bulletin.Unknown
	}
	return bulletin.Percent.Print(v) + "%"
}
