package bulletin

import (
	"fmt"
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/exact"
)

// topicSection tells of one topic: its total with the year before, its rates,
// and each way of splitting it.
func topicSection(d *Document, t *Topic) Section {
	unit := t.unitMark()
	var previous string
	if t.Previous != nil {
		previous = fmt.Sprintf("上年同期%d%s", *t.Previous, unit)
	}
	total := fmt.Sprintf("%s共%d%s", topicSpan(d, t), t.Total, unit)
	if t.Total == 0 {
		total = topicSpan(d, t) + "没有相关诉求"
	}
	text := sentence(total, previous)
	if t.Total > 0 {
		text += sentence(rateWords("办结率", t.CloseRate), rateWords("满意率", t.Satisfaction))
	}
	all := []string{text}
	for i := range t.Groups {
		all = append(all, groupWords(&t.Groups[i], unit))
	}
	return Section{Heading: t.Name, Paragraphs: paragraphs(all...)}
}

// unitMark is what the topic's figures are counted in.
func (t *Topic) unitMark() string {
	if t.On == OnContacts {
		return "次"
	}
	return "件"
}

// OnContacts marks a topic that counts contacts 来电、接待 rather than cases.
const OnContacts = "contacts"

// topicSpan names the days that the topic covers where they are not the whole
// period.
func topicSpan(d *Document, t *Topic) string {
	if t.From == d.Period.From && t.To == d.Period.To {
		return d.Period.Chinese()
	}
	if t.From == t.To {
		return chineseDate(t.From)
	}
	return chineseDate(t.From) + "至" + chineseDate(t.To)
}

func chineseDate(d calendar.Date) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Day())
}

func rateWords(name string, rate *exact.Value) string {
	if rate == nil {
		return ""
	}
	return name + percentWords(*rate)
}

func groupWords(g *Group, unit string) string {
	if len(g.Facets) == 0 {
		return ""
	}
	head := g.Name
	if head != "" {
		head += "："
	}
	return head + facetWords(g.Facets, unit) + "。"
}

// facetWords lists facets with their counts, changes and parts.
func facetWords(facets []Facet, unit string) string {
	all := make([]string, len(facets))
	for i := range facets {
		f := &facets[i]
		inside := facetChange(f)
		if len(f.Facets) > 0 {
			parts := "其中" + facetWords(f.Facets, unit)
			if inside != "" {
				parts = inside + "；" + parts
			}
			inside = parts
		}
		all[i] = fmt.Sprintf("%s%d%s", f.Name, f.Count, unit) + bracketed(inside)
	}
	return strings.Join(all, "、")
}

// facetChange compares a facet with the year before.
func facetChange(f *Facet) string {
	switch {
	case f.ChangePercent != nil && f.ChangePercent.Sign() == 0 && f.Previous != nil && *f.Previous == f.Count:
		return "与上年同期持平"
	case f.ChangePercent != nil:
		return "比上年同期" + way{"上升", "下降", "%", Percent}.by(*f.ChangePercent)
	case f.Previous != nil && *f.Previous == 0 && f.Count > 0:
		return "上年同期没有"
	}
	return ""
}
