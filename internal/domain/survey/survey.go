// Package survey is what a citizen answers when called back (回访): the
// verdict on the outcome, the verdict on the attitude, and whether the matter
// is solved. Outcome and attitude are asked apart (domain.md §5.3).
//
// The package is pure and may be imported by every other domain package.
package survey

// Verdict 评价 is the citizen's answer, or why there is none.
type Verdict string

const (
	None         Verdict = ""             // not asked yet
	Satisfied    Verdict = "satisfied"    // 满意
	Basic        Verdict = "basic"        // 基本满意
	Dissatisfied Verdict = "dissatisfied" // 不满意
	Unreached    Verdict = "unreached"    // 未联系上
	Declined     Verdict = "declined"     // 拒评
)

// Verdicts lists every verdict that a call-back can record, in print order.
func Verdicts() []Verdict {
	return []Verdict{Satisfied, Basic, Dissatisfied, Unreached, Declined}
}

// Surveyed reports whether the citizen gave a verdict that counts
// (design §4.3: satisfied, basic or dissatisfied).
func (v Verdict) Surveyed() bool {
	return v == Satisfied || v == Basic || v == Dissatisfied
}

// Valid reports whether v is a verdict that a call-back can record.
func (v Verdict) Valid() bool {
	switch v {
	case Satisfied, Basic, Dissatisfied, Unreached, Declined:
		return true
	}
	return false
}

// Chinese returns the printed name.
func (v Verdict) Chinese() string {
	switch v {
	case Satisfied:
		return "满意"
	case Basic:
		return "基本满意"
	case Dissatisfied:
		return "不满意"
	case Unreached:
		return "未联系上"
	case Declined:
		return "拒评"
	}
	return "未回访"
}

// Solved 是否解决 is the citizen's own word on whether the matter is solved;
// the unit's claim is kept apart (domain.md §5.3).
type Solved string

const (
	SolvedUnknown Solved = ""       // not asked or not told
	SolvedYes     Solved = "yes"    // 是
	SolvedPartly  Solved = "partly" // 部分
	SolvedNo      Solved = "no"     // 否
)

// Valid reports whether s is known, the unasked state included.
func (s Solved) Valid() bool {
	return s == SolvedUnknown || s == SolvedYes || s == SolvedPartly || s == SolvedNo
}

// Chinese returns the printed name.
func (s Solved) Chinese() string {
	switch s {
	case SolvedYes:
		return "是"
	case SolvedPartly:
		return "部分"
	case SolvedNo:
		return "否"
	}
	return ""
}

// Answer is one call-back: outcome and attitude asked apart, and solved.
type Answer struct {
	Outcome  Verdict `json:"outcome"`
	Attitude Verdict `json:"attitude,omitempty"`
	Solved   Solved  `json:"solved,omitempty"`
}
