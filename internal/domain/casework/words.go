package casework

import "slices"

// Channel 渠道 is how a matter came in (信访网电).
type Channel string

const (
	Letter Channel = "letter" // 来信
	Visit  Channel = "visit"  // 来访
	Web    Channel = "web"    // 网络
	Phone  Channel = "phone"  // 电话
)

// Channels lists the channels in print order.
func Channels() []Channel { return slices.Clone(channels[:]) }

var channels = [...]Channel{Letter, Visit, Web, Phone}

// Valid reports whether c is one of the four channels.
func (c Channel) Valid() bool { return c.Digit() > 0 }

// Digit is the channel's digit in a case number; 0 when unknown.
func (c Channel) Digit() int { return slices.Index(channels[:], c) + 1 }

// Chinese returns the printed name.
func (c Channel) Chinese() string {
	switch c {
	case Letter:
		return "来信"
	case Visit:
		return "来访"
	case Web:
		return "网络"
	case Phone:
		return "电话"
	}
	return ""
}

// Kind 诉求类型 is what the citizen wants.
type Kind string

const (
	Consult  Kind = "consult"  // 咨询
	Help     Kind = "help"     // 求助
	Complain Kind = "complain" // 投诉
	Inform   Kind = "report"   // 举报
	Suggest  Kind = "suggest"  // 建议
	Praise   Kind = "praise"   // 表扬
	Other    Kind = "other"    // 其他
)

// Kinds lists the kinds in print order.
func Kinds() []Kind { return []Kind{Consult, Help, Complain, Inform, Suggest, Praise, Other} }

// Valid reports whether k is a known kind.
func (k Kind) Valid() bool { return k.Chinese() != "" }

// Chinese returns the printed name.
func (k Kind) Chinese() string {
	switch k {
	case Consult:
		return "咨询"
	case Help:
		return "求助"
	case Complain:
		return "投诉"
	case Inform:
		return "举报"
	case Suggest:
		return "建议"
	case Praise:
		return "表扬"
	case Other:
		return "其他"
	}
	return ""
}

// Urgency 紧急程度; the empty urgency is general.
type Urgency string

const (
	General  Urgency = ""         // 一般
	Expedite Urgency = "expedite" // 加急
	Urgent   Urgency = "urgent"   // 紧急
	Critical Urgency = "critical" // 特急
)

// Valid reports whether u is a known urgency.
func (u Urgency) Valid() bool { return u.Chinese() != "" }

// Chinese returns the printed name.
func (u Urgency) Chinese() string {
	switch u {
	case General:
		return "一般"
	case Expedite:
		return "加急"
	case Urgent:
		return "紧急"
	case Critical:
		return "特急"
	}
	return ""
}

// Disclosure is how far the reporter's identity may travel.
type Disclosure string

const (
	Open         Disclosure = ""             // 公开: units see it when the case needs it
	Confidential Disclosure = "confidential" // 保密: known to the centre alone
	Anonymous    Disclosure = "anonymous"    // 匿名: known to nobody; reached through the case box
)

// Valid reports whether d is a known disclosure.
func (d Disclosure) Valid() bool { return d == Open || d == Confidential || d == Anonymous }

// LegRole 主协办 is a unit's part in a case.
type LegRole string

const (
	Lead   LegRole = "lead"   // 主办: exactly one on a case
	Assist LegRole = "assist" // 协办: gives its part to the lead
	Child  LegRole = "child"  // 下派: inside the parent's duty; never counted
)

// Chinese returns the printed name.
func (r LegRole) Chinese() string {
	switch r {
	case Lead:
		return "主办"
	case Assist:
		return "协办"
	case Child:
		return "下派"
	}
	return ""
}

// Result 办理结果 is what the unit says came of it (domain.md §3.2, 提交办结).
type Result string

const (
	ResultSolved     Result = "solved"      // 已解决
	ResultPartly     Result = "partly"      // 部分解决
	ResultExplained  Result = "explained"   // 解释说明
	ResultUnfounded  Result = "unfounded"   // 不属实
	ResultNotAllowed Result = "not_allowed" // 政策不允许
	ResultPlanned    Result = "planned"     // 列入计划
	ResultPlea       Result = "unreasonable"
	ResultUnrecorded Result = "unrecorded" // 原系统未记录: imported history
)

var resultNames = map[Result]string{
	ResultSolved: "已解决", ResultPartly: "部分解决", ResultExplained: "解释说明", ResultUnfounded: "不属实",
	ResultNotAllowed: "政策不允许", ResultPlanned: "列入计划", ResultPlea: "不合理诉求",
	ResultUnrecorded: "原系统未记录",
}

// Results lists what a unit may report, in print order: not what an upheld
// plea or another system's history comes to.
func Results() []Result {
	return []Result{ResultSolved, ResultPartly, ResultExplained, ResultUnfounded, ResultNotAllowed, ResultPlanned}
}

// Chinese returns the printed name.
func (r Result) Chinese() string { return resultNames[r] }

// ExclusionScope says what an exclusion 剔除 takes a leg out of.
type ExclusionScope string

const (
	ExcludeSurvey ExclusionScope = "survey" // leaves surveyed and dissatisfied, stays in handled and days
	ExcludeAll    ExclusionScope = "all"    // leaves every figure
)

// TextRef names a text by its keyed digest. The text itself is kept apart, so
// that it can be erased while the chain of events stays whole.
type TextRef string
