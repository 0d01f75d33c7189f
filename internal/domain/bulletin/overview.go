package bulletin

import (
	"fmt"
	"strings"

	"huying/internal/kernel/exact"
)

// overview 总体情况 is the headline in prose: what came in, how timely and how
// well it was handled, and who stands first and last.
func overview(d *Document) Section {
	all := []string{
		intakeWords(d), timeWords(d), verdictWords(d), indexWords(d), unitWords(d),
	}
	for i := range d.Lists {
		all = append(all, listEnds(&d.Lists[i]))
	}
	return Section{Heading: "总体情况", Paragraphs: paragraphs(
		strings.Join(all[:2], ""), strings.Join(all[2:5], ""), strings.Join(all[5:], ""))}
}

func intakeWords(d *Document) string {
	s, c := &d.Summary, &d.Change
	head := d.Period.Chinese()
	if s.Received == 0 {
		head += "，" + d.Region.Name + "没有受理新的群众诉求"
	} else {
		head += fmt.Sprintf("，%s受理群众诉求%d件", d.Region.Name, s.Received)
	}
	received := sentence(head, counted("件").onYear(c.Received))
	if s.AnsweredDirectly > 0 {
		received += sentence(fmt.Sprintf("受理时直接答复%d件", s.AnsweredDirectly), counted("件").onYear(c.AnsweredDirectly))
	}
	if s.Transferred == 0 {
		return received + "期内没有交转承办的诉求。"
	}
	return received + sentence(fmt.Sprintf("交转承办%d件次", s.Transferred),
		counted("件次").onYear(c.Transferred), listedUnits(s.Units))
}

func listedUnits(n int) string {
	if n == 0 {
		return "均由榜外单位办理"
	}
	return fmt.Sprintf("涉及列榜单位%d家", n)
}

// timeWords speaks of the three on-time rates and the average days.
func timeWords(d *Document) string {
	s, c := &d.Summary, &d.Change
	if s.Transferred == 0 {
		return ""
	}
	var known, unknown []string
	for _, r := range []struct {
		name         string
		rate, change *exact.Value
	}{
		{"按期受理率", s.SignRate, c.SignRate},
		{"按期办结率", s.CloseRate, c.CloseRate},
		{"按期回访核实率", s.CallBackRate, c.CallBackRate},
	} {
		if r.rate == nil {
			unknown = append(unknown, r.name)
			continue
		}
		known = append(known, fmt.Sprintf("%s%s%%", r.name, r.rate)+bracketed(moved(higherLower, r.change)))
	}
	var none string
	if len(unknown) > 0 {
		none = strings.Join(unknown, "、") + "没有到期件可计"
	}
	days := "期内交转的诉求尚无办结，不计平均办理时长"
	if s.AvgDays != nil {
		days = fmt.Sprintf("平均办理时长%s天", s.AvgDays)
	}
	return sentence(strings.Join(known, "、"), none) + sentence(days, longShort.onYear(c.AvgDays))
}

// moved is onYear, silent where nothing changed.
func moved(w way, change *exact.Value) string {
	if change == nil || change.Sign() == 0 {
		return ""
	}
	return w.onYear(change)
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "（" + s + "）"
}

func verdictWords(d *Document) string {
	s := &d.Summary
	switch {
	case s.Transferred == 0:
		return ""
	case s.Surveyed == 0:
		return "截至取数时间，回访尚未取得有效评价。"
	}
	dissatisfied := "没有不满意件"
	if s.Dissatisfied > 0 {
		dissatisfied = fmt.Sprintf("其中不满意%d件", s.Dissatisfied)
	}
	given := sentence(fmt.Sprintf("回访取得有效评价%d件", s.Surveyed), dissatisfied)
	if s.Satisfaction == nil {
		return given
	}
	return given + sentence(fmt.Sprintf("满意率%s%%", s.Satisfaction), higherLower.onYear(d.Change.Satisfaction))
}

func indexWords(d *Document) string {
	s := &d.Summary
	if s.Index == nil {
		return ""
	}
	var rank string
	if s.RankAmongSiblings != nil {
		rank = fmt.Sprintf("在%d个同级地区中列第%d位", rankedRegions(d.Siblings), *s.RankAmongSiblings)
	}
	return sentence(fmt.Sprintf("%s效能指数%s", d.Region.Name, s.Index), risenFallen.onYear(d.Change.Index), rank)
}

// rankedRegions counts the regions that have an index, the own one included.
func rankedRegions(siblings []Sibling) int {
	n := 1
	for i := range siblings {
		if siblings[i].Index != nil {
			n++
		}
	}
	return n
}

func unitWords(d *Document) string {
	s := &d.Summary
	if s.Units == 0 {
		return ""
	}
	over, below := "没有单位的办理时长超出平均", "各单位均没有失分的评价"
	if s.AvgDays == nil {
		over = ""
	} else if s.OverAverage > 0 {
		over = fmt.Sprintf("办理时长超出平均的单位有%d家", s.OverAverage)
	}
	if s.BelowFullSatisfaction > 0 {
		below = fmt.Sprintf("满意率不足100%%的单位有%d家", s.BelowFullSatisfaction)
	}
	return sentence(over, below)
}
