package deadline

// Clock is one kind of limit that runs on a case or a leg.
type Clock string

const (
	Dispatch   Clock = "dispatch"   // 派单: from receipt until answered or dispatched
	Sign       Clock = "sign"       // 签收: from dispatch
	Return     Clock = "return"     // 退单: the window in which a unit may return a leg
	Contact    Clock = "contact"    // 先行联系: until the citizen is first contacted
	Close      Clock = "close"      // 办结: until the unit's accepted submission
	Review     Clock = "review"     // 中心审核
	Adjudicate Clock = "adjudicate" // 裁定: of a return, extension, suspension or plea
	CallBack   Clock = "callback"   // 回访: from acceptance until the first attempt
	Supervise  Clock = "supervise"  // 督办
	Track      Clock = "track"      // 挂账: until the promised day
)

var clockNames = []struct {
	clock Clock
	zh    string
}{
	{Dispatch, "派单"}, {Sign, "签收"}, {Return, "退单"}, {Contact, "先行联系"}, {Close, "办结"},
	{Review, "中心审核"}, {Adjudicate, "裁定"}, {CallBack, "回访"}, {Supervise, "督办"}, {Track, "挂账"},
}

// Clocks lists every kind in the order in which they run.
func Clocks() []Clock {
	all := make([]Clock, len(clockNames))
	for i, c := range clockNames {
		all[i] = c.clock
	}
	return all
}

// Chinese returns the printed name, empty for an unknown kind.
func (c Clock) Chinese() string {
	for _, n := range clockNames {
		if n.clock == c {
			return n.zh
		}
	}
	return ""
}
