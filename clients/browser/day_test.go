package browser_test

import (
	"strings"
	"testing"
)

// TestDays tries the working day of each post in the demonstration, with the
// pointer, from its guests' buttons on. What one has done is seen by another.
func TestDays(t *testing.T) {
	d := demo{demonstration(t)}
	for _, day := range []struct {
		name string
		tell func(*crew)
	}{
		{"operator", (*crew).operator},
		{"registrar", (*crew).registrar},
		{"dispatcher", (*crew).dispatcher},
		{"clerk of a unit", (*crew).clerk},
		{"officer of a unit", (*crew).officer},
		{"leader of a unit", (*crew).unitLeader},
		{"reviewer", (*crew).reviewer},
		{"call-back officer", (*crew).caller},
		{"supervisor", (*crew).supervisor},
		{"assessor", (*crew).assessor},
		{"leader", (*crew).leader},
		{"administrator", (*crew).admin},
		{"auditor", (*crew).auditor},
		{"editor", (*crew).editor},
		{"outsourced seat", (*crew).outsourced},
		{"citizen", (*crew).citizen},
	} {
		t.Run(day.name, func(t *testing.T) {
			t.Parallel()
			day.tell(d.crew(t))
		})
	}
}

// operator takes a call, sees that the next one is a repeat of it and hastens
// instead, and hands a third on to be dispatched.
func (c *crew) operator() {
	b := c.as("operator")
	b.follow("/desk/receive")
	b.sends(map[string]string{"person_phone": "13800007101", "title": "路灯不亮", "content": "小区门口的路灯连续几晚不亮。", "where": "小区北门", "kind": "help"}, `button[value="receive"]`)
	number := see[string](b, `document.querySelector(".ticket dd").innerText`)
	if strings.Contains(see[string](b, "location.href"), "138") {
		c.t.Error("a telephone number stands in an address")
	}

	b.goes("/desk/receive")
	b.fill(map[string]string{"person_phone": "13800007101"})
	b.clicks(`button[value="find"]`)
	b.waits("no repeat call is seen", `/重复来电/.test(document.querySelector("#caller").innerText)`)
	b.says("重复来电", number)
	b.click(`button[value="hasten:` + number + `"]`)
	b.says("催办")
	if see[bool](b, `document.querySelector(".ticket dd") !== null && document.querySelector(".ticket dd").innerText !== "`+number+`"`) {
		c.t.Errorf("a repeat call became a case of its own:\n%s", b.main())
	}

	b.goes("/desk/receive")
	b.sends(map[string]string{"person_phone": "13800007102", "title": "井盖松动", "content": "路口的井盖松动，车过作响。", "kind": "complain"}, `button[value="queue"]`)
	handed := see[string](b, `document.querySelector(".ticket dd").innerText`)
	if handed == number {
		c.t.Fatalf("two calls are one case %s", number)
	}

	other := c.as("dispatcher")
	other.reads(caseOf(number), "路灯不亮", "催办", "话务员")
	other.silent("13800007101")
	other.reads("/desk/pool", handed, "井盖松动")
}

// registrar takes in what comes by letter, by a visit and over the network.
func (c *crew) registrar() {
	b, other := c.as("registrar"), c.as("dispatcher")
	for _, way := range []struct{ channel, shown, content string }{
		{"letter", "来信", "来信反映：渠道淤塞，灌溉不便。"},
		{"visit", "来访", "来访反映：宅基地界址有争议。"},
		{"web", "网络", "网上反映：公交站牌字迹不清。"},
	} {
		b.goes("/desk/receive")
		b.click(`button[value="turn:` + way.channel + `"]`)
		b.sends(map[string]string{"content": way.content, "title": way.content, "kind": "help"}, `button[value="receive"]`)
		number := see[string](b, `document.querySelector(".ticket dd").innerText`)
		other.reads(caseOf(number), way.content, way.shown, "登记员")
		other.reads("/desk/cases?state=registered&channel="+way.channel, number)
	}
}

// dispatcher takes a case from the pool and leaves it again, follows what the
// catalogue suggests, and decides on a return.
func (c *crew) dispatcher() {
	c.as("admin").puts("dispatch", "dispatch", "entries:\n  - {keywords: [喷泉], unit: "+bureau+", reason: 三定方案第六条}\n")
	number, _ := c.reported("广场喷泉的水溅湿步道，老人容易滑倒。")
	b, other := c.as("dispatcher"), c.as("registrar")
	b.reads("/desk/pool", number)
	row := `tr:has(a[href$="` + number + `"])`
	if said := see[string](b, "document.querySelector(`"+row+"`).innerText"); !strings.Contains(said, bureau) || !strings.Contains(said, "三定方案第六条") {
		c.t.Errorf("no unit is suggested with its reason: %s", said)
	}
	b.click(`button[value="take:` + number + `"]`)
	other.reads(caseOf(number), "演示·派单员")
	b.goes("/desk/pool")
	b.click(`button[value="leave:` + number + `"]`)
	other.goes(caseOf(number))
	other.silent("演示·派单员")

	c.brings(number, "reported", "dispatched")
	clerk := c.as("unit_clerk")
	clerk.does(number, "legs/1/return", map[string]string{"reason": "duty", "basis": "三定方案第九条", "note": "广场由城管部门管理。"})
	b.reads("/desk/decisions?what=return", number, "三定方案第九条", "广场喷泉的水溅湿步道")
	b.follow(number + "/legs/1/reject_return")
	b.sends(map[string]string{"reason": "首派单位先行处理"}, `form.sheet button[type="submit"]`)
	b.goes("/desk/decisions?what=return")
	b.silent(number)
	clerk.reads(caseOf(number), "首派单位先行处理")
	clerk.reads("/desk/unit?what=sign", number)
}

// clerk signs for a case, gives it to an office of the unit, and as the clerk of
// a street hands another down to a community.
func (c *crew) clerk() {
	number := c.brought("卫生院预检台无人值守。", "dispatched")
	b := c.as("unit_clerk")
	b.reads("/desk/unit?what=sign", number)
	b.click(`a[href$="` + number + `/legs/1/sign"]`)
	b.sends(nil, `form.sheet button[type="submit"]`)
	b.does(number, "legs/1/assign", map[string]string{"office": "医政科"})
	b.goes("/desk/unit?what=sign")
	b.silent(number)
	b.reads("/desk/unit?what=hand", number)
	c.as("officer").reads(caseOf(number), "医政科", "签收")

	street := c.hires("street-clerk", "街道联络员", "unit_clerk", "花园街道办事处")
	second, _ := c.reported("春晖社区楼道堆物，轮椅进不去。")
	c.as("dispatcher").does(second, "dispatch", map[string]string{"lead": "花园街道办事处"})
	street.does(second, "legs/1/sign", nil)
	street.does(second, "legs/1/delegate", map[string]string{"unit": "花园街道春晖社区", "note": "今日上门。"})
	c.as("dispatcher").reads(caseOf(second), "下派", "花园街道春晖社区", "今日上门")
	b.goes(caseOf(second))
	b.says("404")
}

// officer keeps a log of the calls, puts a photo with the case and proposes the
// reply.
func (c *crew) officer() {
	number := c.brought("诊所门口的医疗废物桶没有盖。", "signed")
	b, leader := c.as("officer"), c.as("unit_leader")
	b.does(number, "legs/1/contact", map[string]string{"note": "已电话联系，约下午到场。"})
	b.goes(caseOf(number) + "/files")
	b.fill(map[string]string{"leg": "1"})
	b.uploads(`input[type="file"]`, "现场.png")
	b.click(`form:has(input[type="file"]) button[type="submit"]`)
	b.says("现场.png")
	b.does(number, "legs/1/propose", map[string]string{"reply": "已加盖并立牌。", "result": "solved", "public_reply": "废物桶已加盖。"})
	leader.reads("/desk/unit/cases/"+number+"/legs/1", "约下午到场", "废物桶已加盖", "已加盖并立牌")
	leader.reads(caseOf(number), "现场.png")
	leader.reads("/desk/unit?what=approve", number)
	if offers := b.offers(number); strings.Contains(strings.Join(offers, " "), "endorse") {
		c.t.Errorf("whoever has proposed it is offered to approve it: %v", offers)
	}
}

// unitLeader sends a reply back, approves the next one, and looks at what the
// unit's score would be.
func (c *crew) unitLeader() {
	number := c.brought("疫苗接种点周末不开门。", "proposed")
	b, officer := c.as("unit_leader"), c.as("officer")
	b.does(number, "legs/1/unit_send_back", map[string]string{"reason": "请写明开放时间"})
	officer.reads(caseOf(number), "请写明开放时间")
	officer.does(number, "legs/1/propose", map[string]string{"reply": "周末上午开放。", "result": "explained"})
	b.goes("/desk/unit?what=approve")
	b.click(`a[href$="` + number + `/legs/1/endorse"]`)
	b.sends(nil, `form.sheet button[type="submit"]`)
	c.as("reviewer").reads(caseOf(number), "周末上午开放", "待中心审核")

	b.goes("/desk/unit/score?period=2020Q1")
	was := see[string](b, `document.querySelector(".numbers dd").innerText`)
	b.click(`main form:not(.size) button[type="submit"]`)
	if see[string](b, `document.querySelector(".numbers dd").innerText`) != was {
		c.t.Error("the score has moved though nothing was supposed")
	}
	see[bool](b, `(document.querySelectorAll('input[name="satisfied"], input[name="on_time"]').forEach(e => e.click()), true)`)
	b.click(`main form:not(.size) button[type="submit"]`)
	b.says(was)
	if would := see[string](b, `document.querySelector(".done[role=status]").innerText`); !strings.Contains(would, "+") {
		c.t.Errorf("the score would not rise: %s", would)
	}
	officer.goes("/desk/unit/score?period=2020Q1")
	if now := see[string](officer, `document.querySelector(".numbers dd").innerText`); now != was {
		c.t.Errorf("what was supposed has changed the score from %s to %s", was, now)
	}
}
