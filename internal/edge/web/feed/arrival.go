package feed

import (
	"strconv"

	"huying/internal/domain/arrival"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/edge/web/workbench"
)

// arrival is how a case came in, as far as it was written down.
func (t *telling) arrival(c *casework.Case) (all []workbench.Fact) {
	add := func(zh, en, value string) {
		if value != "" {
			all = append(all, workbench.Fact{Name: t.say(zh, en), Value: value})
		}
	}
	add("来源", "Came from", t.reason(c.Source))
	add("来源编号", "Number there", t.text(c.OriginNumber))
	if a := c.Arrival; a != nil {
		add("来信日期", "Letter of", t.day(a.Written))
		add("到信日期", "Arrived on", t.day(a.Arrived))
		add("邮递方式", "Came by", t.say(a.Post.Chinese(), string(a.Post)))
		add("页数", "Pages", number(a.Pages))
		add("人数", "People", t.people(c.Channel, *a))
		add("代表人数", "Representatives", number(a.Representatives))
		add("公安到场", "Police there", t.say(a.Police.Chinese(), string(a.Police)))
	}
	add("接待地点", "Received at", t.text(c.Venue))
	add("接待人", "Received by", t.text(c.Receiver))
	return all
}

// people is how many brought it, and whether they are a group.
func (t *telling) people(by casework.Channel, a arrival.Arrival) string {
	if by == casework.Visit && a.Group() {
		return t.say(number(a.People)+"（集体访）", number(a.People)+" (a group)")
	}
	return number(a.People)
}

func (t *telling) day(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return t.say(d.Chinese(), d.String())
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
