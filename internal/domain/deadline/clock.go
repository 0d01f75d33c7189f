package deadline

// Clock is what a limit is set for; clocks of one leg run beside each other.
type Clock string

// The clocks, in the order in which they usually run.
const (
	Dispatch   Clock = "dispatch"   // 派单: until the centre has answered or dispatched
	Sign       Clock = "sign"       // 签收: until the unit has signed
	Return     Clock = "return"     // 退单: while the unit may return the leg
	Contact    Clock = "contact"    // 先行联系: until the citizen was first contacted
	Close      Clock = "close"      // 办结: until the submission that the centre accepts
	Review     Clock = "review"     // 中心审核: until the centre has reviewed a submission
	Adjudicate Clock = "adjudicate" // 裁定: until a return or request is decided
	CallBack   Clock = "callback"   // 回访: until the first attempt to call back
	Supervise  Clock = "supervise"  // 督办: until what was asked for under supervision
	Track      Clock = "track"      // 挂账: until the promised day
)

// Clocks returns every clock in the order in which they usually run.
func Clocks() []Clock {
	return []Clock{Dispatch, Sign, Return, Contact, Close, Review, Adjudicate, CallBack, Supervise, Track}
}

// Chinese returns the printed name; empty for what is no clock.
func (c Clock) Chinese() string {
	switch c {
	case Dispatch:
		return "派单"
	case Sign:
		return "签收"
	case Return:
		return "退单"
	case Contact:
		return "先行联系"
	case Close:
		return "办结"
	case Review:
		return "中心审核"
	case Adjudicate:
		return "裁定"
	case CallBack:
		return "回访"
	case Supervise:
		return "督办"
	case Track:
		return "挂账"
	}
	return ""
}
