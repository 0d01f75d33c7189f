package scoring

// Measure is one published measure of a unit or region, by its stable key.
type Measure string

const (
	SignRate      Measure = "sign_rate"      // 按期受理率, percent
	CloseRate     Measure = "close_rate"     // 按期办结率, percent
	CallBackRate  Measure = "callback_rate"  // 按期回访核实率, percent
	Satisfaction  Measure = "satisfaction"   // 满意度得分: verdict points over surveyed
	SatisfiedRate Measure = "satisfied_rate" // 满意率 as a plain share, percent
	SolvedRate    Measure = "solved_rate"    // 解决率 by the citizen's own word, percent
	ReachedRate   Measure = "reached_rate"   // 联系成功率, percent of call-backs
	SurveyedRate  Measure = "surveyed_rate"  // 参评率, percent of handled
	ReturnRate    Measure = "return_rate"    // 退单率, percent of handled
	ReworkRate    Measure = "rework_rate"    // 重办率, percent of handled
	ExtensionRate Measure = "extension_rate" // 延期率, percent of handled
	AvgDays       Measure = "avg_days"       // 平均办理时长, days
	Handled       Measure = "handled"        // 办理件数
	Surveyed      Measure = "surveyed"       // 参评件数
	Dissatisfied  Measure = "dissatisfied"   // 不满意件数
	Overdue       Measure = "overdue"        // 超期办结件数: due and not closed in time
	LateSigns     Measure = "late_signs"     // 超期签收件数
	LateCallBacks Measure = "late_callbacks" // 超期回访件数
	Returns       Measure = "returns"        // 退单次数
	Reworks       Measure = "reworks"        // 重办次数
	Extensions    Measure = "extensions"     // 延期次数
	Notices       Measure = "notices"        // 通报次数
)

// form is the shape of a measure's arithmetic.
type form uint8

const (
	count    form = iota // part
	rate                 // 100 × part ÷ whole
	graded               // verdict points ÷ surveyed
	duration             // days ÷ closed
)

// definition says what a measure counts: the only place that does, for units,
// regions and a single leg's share alike (domain.md §5.3, design §4.3).
type definition struct {
	key         Measure
	chinese     string
	form        form
	part, whole func(*Tally) int
}

func handled(t *Tally) int  { return t.Handled }
func surveyed(t *Tally) int { return t.Surveyed() }

// definitions is in print order.
var definitions = [...]definition{
	{SignRate, "按期受理率", rate, func(t *Tally) int { return t.SignMet }, func(t *Tally) int { return t.SignDue }},
	{CloseRate, "按期办结率", rate, func(t *Tally) int { return t.CloseMet }, func(t *Tally) int { return t.CloseDue }},
	{CallBackRate, "按期回访核实率", rate, func(t *Tally) int { return t.CallBackMet }, func(t *Tally) int { return t.CallBackDue }},
	{Satisfaction, "满意度得分", graded, nil, surveyed},
	{SatisfiedRate, "满意率", rate, func(t *Tally) int { return t.Satisfied + t.Basic }, surveyed},
	{SolvedRate, "解决率", rate, func(t *Tally) int { return t.SolvedYes }, func(t *Tally) int { return t.SolvedYes + t.SolvedPartly + t.SolvedNo }},
	{ReachedRate, "联系成功率", rate, func(t *Tally) int { return t.called() - t.Unreached }, (*Tally).called},
	{SurveyedRate, "参评率", rate, surveyed, handled},
	{ReturnRate, "退单率", rate, func(t *Tally) int { return t.Returns }, handled},
	{ReworkRate, "重办率", rate, func(t *Tally) int { return t.Reworks }, handled},
	{ExtensionRate, "延期率", rate, func(t *Tally) int { return t.Extensions }, handled},
	{AvgDays, "平均办理时长", duration, nil, func(t *Tally) int { return t.Closed }},
	{Handled, "办理件数", count, handled, nil},
	{Surveyed, "参评件数", count, surveyed, nil},
	{Dissatisfied, "不满意件数", count, func(t *Tally) int { return t.Dissatisfied }, nil},
	{Overdue, "超期办结件数", count, func(t *Tally) int { return t.CloseDue - t.CloseMet }, nil},
	{LateSigns, "超期签收件数", count, func(t *Tally) int { return t.SignDue - t.SignMet }, nil},
	{LateCallBacks, "超期回访件数", count, func(t *Tally) int { return t.CallBackDue - t.CallBackMet }, nil},
	{Returns, "退单次数", count, func(t *Tally) int { return t.Returns }, nil},
	{Reworks, "重办次数", count, func(t *Tally) int { return t.Reworks }, nil},
	{Extensions, "延期次数", count, func(t *Tally) int { return t.Extensions }, nil},
	{Notices, "通报次数", count, func(t *Tally) int { return t.Notices }, nil},
}

// AllMeasures lists every measure in print order.
func AllMeasures() []Measure {
	all := make([]Measure, len(definitions))
	for i := range definitions {
		all[i] = definitions[i].key
	}
	return all
}

func (m Measure) definition() (*definition, bool) {
	for i := range definitions {
		if definitions[i].key == m {
			return &definitions[i], true
		}
	}
	return nil, false
}

// Valid reports whether the measure is known.
func (m Measure) Valid() bool {
	_, ok := m.definition()
	return ok
}

// Chinese returns the printed name.
func (m Measure) Chinese() string {
	if d, ok := m.definition(); ok {
		return d.chinese
	}
	return string(m)
}
