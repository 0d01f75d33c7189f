package bulletin

import (
	"fmt"
	"strings"

	"huying/internal/kernel/exact"
)

// overview 总体情况 is the headline in prose: what came in, how timely and how
// well it was handled, and who stands first and last.
func overview(d *Document) Section {
	var uncompared string
	if d.Change == (Change{}) {
		uncompared = "上年同期没有可比数据，不列变化。"
	}
	var ends strings.Builder
	for i := range d.Lists {
		ends.WriteString(listEnds(&d.Lists[i]))
	}
	return Section{Heading: "总体情况", Paragraphs: paragraphs(
		intakeWords(d)+timeWords(d), verdictWords(d)+indexWords(d)+unitWords(d)+uncompared, ends.String())}
}

// nothing is all that there is to say of an empty period.
func nothing(d *Document) Section {
	return Section{Heading: "总体情况", Paragraphs: []string{
		sentence(d.Period.Chinese(), d.Region.Name+"没有受理群众诉求", "也没有交转承办的诉求")}}
}

func intakeWords(d *Document) string {
	s, c := &d.Summary, &d.Change
	head := d.Period.Chinese()
	if s.Received == 0 {
		head += "，" + d.Region.Name + "没有受理新的群众诉求"
	} else {
		head += fmt.Sprintf("，%s受理群众诉求%d件", d.Region.Name, s.Received)
	}
	received := sentence(head, counted(Cases).onYear(c.Received))
	if s.AnsweredDirectly > 0 {
		received += sentence(fmt.Sprintf("受理时直接答复%d件", s.AnsweredDirectly), counted(Cases).onYear(c.AnsweredDirectly))
	}
	transferred := "期内没有交转承办的诉求。"
	if s.Transferred > 0 {
		transferred = sentence(fmt.Sprintf("交转承办%d件次", s.Transferred),
			counted(Legs).onYear(c.Transferred), listedUnits(s.Units))
	}
	var contacts string
	if s.Contacts > 0 {
		contacts = fmt.Sprintf("登记来电、接待%d次。", s.Contacts)
	}
	return received + transferred + contacts
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
		known = append(known, r.name+percentWords(*r.rate)+bracketed(moved(higherLower, r.change)))
	}
	var none string
	if len(unknown) > 0 {
		none = strings.Join(unknown, "、") + "没有到期件可计"
	}
	days := "期内交转的诉求尚无办结，不计平均办理时长"
	if s.AvgDays != nil {
		days = fmt.Sprintf("平均办理时长%s天", Days.Print(s.AvgDays))
	}
	return sentence(strings.Join(known, "、"), none) + sentence(days, longShort.onYear(c.AvgDays))
}

// percentWords writes a percentage in prose, where a full one is simply 100%.
func percentWords(v exact.Value) string {
	if v.Equal(exact.Int(100)) {
		return "100%"
	}
	return Percent.Print(&v) + "%"
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
	return given + sentence("满意率"+percentWords(*s.Satisfaction), higherLower.onYear(d.Change.Satisfaction))
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
	return sentence(d.Region.Name+"效能指数"+Score.Print(s.Index), risenFallen.onYear(d.Change.Index), rank)
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
