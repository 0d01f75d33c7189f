package paper

import (
	"fmt"
	"strconv"
	"strings"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/i18n"
)

func (a *annex) subjects(subjects []bulletin.Count) {
	if len(subjects) == 0 {
		return
	}
	t := &Table{Name: "诉求内容分类", Columns: []Column{{"序", true, 3}, {"分类", true, nameWide}, {"件数", false, 6}}, Chart: 2}
	for i, s := range subjects {
		t.Rows = append(t.Rows, []Cell{rank(i + 1), word(s.Subject), whole(s.Count)})
	}
	a.heading(1, t.Name)
	a.add(t)
}

func (a *annex) topic(t *bulletin.Topic) {
	a.heading(1, "专题："+t.Name)
	a.add(Paragraph(TopicFacts(t)))
	for _, g := range t.Groups {
		a.heading(2, g.Name)
		a.add(facets(t.Name, g))
	}
}

func facets(topic string, g bulletin.Group) *Table {
	t := &Table{Name: topic + " " + g.Name, Columns: []Column{
		{"类别", true, 14}, {"件数", false, 6}, {"上年同期", false, 6}, {"变化", false, 8},
	}, Chart: 1}
	if !g.Compared() {
		t.Columns = t.Columns[:2]
	}
	for _, f := range bulletin.Flatten(g.Facets) {
		row := []Cell{{Text: f.Name, Depth: f.Depth}, whole(f.Count), optional(f.Previous), marked(f.ChangePercent, bulletin.Percent)}
		t.Rows = append(t.Rows, row[:len(t.Columns)])
	}
	return t
}

// TopicFacts is the line of figures under a topic's name: what is known.
func TopicFacts(t *bulletin.Topic) string {
	facts := []string{fmt.Sprintf("%s 至 %s", t.From, t.To), fmt.Sprintf("合计 %d", t.Total)}
	if t.Previous != nil {
		facts = append(facts, fmt.Sprintf("上年同期 %d", *t.Previous))
	}
	if t.CloseRate != nil {
		facts = append(facts, "办结率 "+marked(t.CloseRate, bulletin.Percent).Text)
	}
	if t.Satisfaction != nil {
		facts = append(facts, "满意率 "+marked(t.Satisfaction, bulletin.Percent).Text)
	}
	return strings.Join(facts, "　")
}

func (a *annex) siblings(siblings []bulletin.Sibling) {
	if len(siblings) == 0 {
		return
	}
	t := &Table{Name: "同级地区", Columns: []Column{{"位次", true, 3}, {"地区", true, nameWide}, {"来源", true, 14}, {term("index"), false, 6}}}
	for i := range siblings {
		s := &siblings[i]
		t.Rows = append(t.Rows, []Cell{rank(s.Rank), word(s.Name), word(chinese(s.Source)), figure(s.Index, bulletin.Score)})
	}
	a.heading(1, t.Name)
	a.add(t)
}

func (a *annex) reconciliation(d *bulletin.Document) {
	if len(d.Reconciliation) == 0 {
		return
	}
	t := &Table{Name: "数据核对", Columns: []Column{
		{"核对项", true, 12}, {"结果", true, 4}, {"说明", true, 16}, {"应为", false, 6}, {"实为", false, 6},
	}}
	for i := range d.Reconciliation {
		r := &d.Reconciliation[i]
		t.Rows = append(t.Rows, []Cell{
			word(d.CheckName(i18n.Chinese, r.Check)), word(Agreement(r)), word(chinese(r.Note)),
			{Text: r.Expected.String(), Value: &r.Expected}, {Text: r.Found.String(), Value: &r.Found},
		})
	}
	a.heading(1, t.Name)
	a.add(t)
}

// Agreement says whether both sides of a check agree.
func Agreement(r *bulletin.Reconciliation) string {
	if r.OK() {
		return "一致"
	}
	return "不一致"
}

func (a *annex) notes(notes []string) {
	if len(notes) == 0 {
		return
	}
	a.heading(1, "说明")
	a.add(Items(notes))
}

// chinese is the Chinese part of a text in both languages.
func chinese(s string) string { return bulletin.InLanguage(i18n.Chinese, s) }

// numerals are the digits of Chinese numbering.
var numerals = [...]string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// Numeral writes 1 to 99 as headings are numbered: 一, 十, 二十三. Beyond, it
// writes digits.
func Numeral(n int) string {
	switch {
	case n < 1 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return numerals[n]
	case n < 20:
		return "十" + numerals[n%10]
	}
	return numerals[n/10] + "十" + numerals[n%10]
}
