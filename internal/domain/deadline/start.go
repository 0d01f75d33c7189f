package deadline

// Event is what starts a clock. A policy says it so that readers know, and so
// that whoever starts the clock passes that event's time.
type Event string

// The events that start clocks.
const (
	Received   Event = "received"   // 受理
	Dispatched Event = "dispatched" // 交办
	Signed     Event = "signed"     // 签收
	Submitted  Event = "submitted"  // 提交
	Accepted   Event = "accepted"   // 审核通过
	Closed     Event = "closed"     // 办结
	Raised     Event = "raised"     // what the clock itself is about: a return, a supervision
)

// Chinese returns the event's name; empty for what is no event.
func (e Event) Chinese() string {
	switch e {
	case Received:
		return "受理"
	case Dispatched:
		return "交办"
	case Signed:
		return "签收"
	case Submitted:
		return "提交"
	case Accepted:
		return "审核通过"
	case Closed:
		return "办结"
	case Raised:
		return "提出"
	}
	return ""
}

// English returns the event as a noun.
func (e Event) English() string {
	switch e {
	case Received:
		return "receipt"
	case Dispatched:
		return "dispatch"
	case Signed:
		return "signing"
	case Submitted:
		return "submission"
	case Accepted:
		return "acceptance"
	case Closed:
		return "closing"
	case Raised:
		return "being raised"
	}
	return ""
}

// Convention is when a limit begins to count.
type Convention string

// The conventions of start.
const (
	// AtOnce 即时起算 counts from the event on. Of a limit in days the day of
	// the event is the first, unless it is no working day, or its closing
	// time, at which the limit ends, is over.
	AtOnce Convention = "at_once"
	// NextDay 次日起算 counts from the day after the event on.
	NextDay Convention = "next_day"
)

// End is the time of the last day at which a limit in days ends.
type End string

// The ends of a limit in days; other limits have none.
const (
	Midnight End = "midnight" // 24:00
	// Closing is the calendar's closing time, and 24:00 on a day off.
	Closing End = "closing"
	// SameTime is the time of day of the event: so many full days have passed.
	// A start on a day off counts as one at the end of that day.
	SameTime End = "same_time"
)
