package browser_test

import (
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// reviewer sends a submission back and accepts the next.
func (c *crew) reviewer() {
	number := c.brought("体检报告半个月没有出来。", "endorsed")
	b := c.as("reviewer")
	b.reads(caseOf(number), "已派人到场处理")
	b.does(number, "legs/1/send_back", map[string]string{"reason": "未说明依据"})
	c.as("officer").reads(caseOf(number), "未说明依据")
	c.brings(number, "signed", "accepted")
	c.as("callback").reads("/desk/callbacks", number)
	b.goes(caseOf(number))
	b.silent("待中心审核")
}

// caller calls back, hears that nothing was solved and sends the case back to be
// worked on anew; the second time it ends well.
func (c *crew) caller() {
	number, code := c.reported("小区门口的诊所夜里放音响。")
	c.brings(number, "reported", "accepted")
	b := c.as("callback")
	visit := func(outcome, solved string) {
		b.goes("/desk/callbacks/" + number + "/legs/1")
		b.says("小区门口的诊所夜里放音响")
		b.sends(map[string]string{"outcome": outcome, "attitude": "satisfied", "solved": solved}, `form:has([name="outcome"]) button`)
	}
	b.goes("/desk/callbacks")
	b.click(`button[value="` + number + `:1"]`)
	b.goes("/desk/callbacks/" + number + "/legs/1")
	b.sends(map[string]string{"unreached": "no-answer"}, `form:has([name="unreached"]) button`)
	visit("dissatisfied", "no")
	b.goes("/desk/callbacks/" + number + "/legs/1")
	b.sends(map[string]string{"rework": "not-solved"}, `form:has([name="rework"]) button`)
	clerk := c.as("unit_clerk")
	clerk.reads(caseOf(number), "发回重办", "不满意")

	offers := strings.Join(clerk.offers(number), " ")
	if strings.Contains(offers, "legs/1/sign") {
		clerk.does(number, "legs/1/sign", nil)
	}
	c.brings(number, "signed", "accepted")
	visit("satisfied", "yes")
	c.as("").finds(number, code)
	c.as("").says("办结")
}

// supervisor hastens, puts a case under supervision and finds it on the board.
func (c *crew) supervisor() {
	number := c.brought("水厂检修没有提前告知。", "signed")
	b, clerk := c.as("supervisor"), c.as("unit_clerk")
	b.does(number, "hasten", map[string]string{"reason": "居民已来电三次"})
	b.does(number, "supervise", map[string]string{"level": "2", "reason": "影响一个小区用水"})
	clerk.reads(caseOf(number), "居民已来电三次", "影响一个小区用水", "督办")
	clerk.reads("/desk/notices", number)
	b.goes("/desk/brief")
	b.follow("/desk/board")
	b.says("热线运行看板", "在办", "已超期")
	if see[int](b, `document.querySelectorAll("header.top").length`) != 0 {
		c.t.Error("the wall has the head of the desk's pages")
	}
	b.goes("/desk/brief")
	b.click(`main .cards a[href="/desk/cases?late=true"], main a[href="/desk/cases?late=true"]`)
	b.at("/desk/cases")
}

// assessor follows the bulletin to a unit, and its score down to the cases.
func (c *crew) assessor() {
	b := c.as("assessor")
	b.reads("/", "效能指数", "按期办结率")
	b.follow("/public/bulletins/2019Q4/ranking")
	b.says("排")
	b.goes("/public/bulletins/2020Q1/units/" + bureau)
	b.says("由来", "95.446")
	b.click(`main td.behind a`)
	first := see[string](b, `document.querySelector('#legs a[href^="/desk/cases/"]').getAttribute("href")`)
	see[bool](b, `(document.querySelector('#legs a[href="`+first+`"]').focus(), true)`)
	b.run(chromedp.KeyEvent(kb.Enter))
	b.says(bureau, "办结")
	b.reads("/desk/decisions", "待裁事项")
	// The figures are the same without signing in, and the case stays shut.
	other := c.as("")
	other.reads("/public/bulletins/2020Q1/units/"+bureau, "95.446")
	other.goes(first)
	other.at("/sign-in")
}

// leader reads the brief on a phone and writes an instruction, which its unit
// is told of.
func (c *crew) leader() {
	number := c.brought("学校门口的诊所占道搭棚。", "signed")
	b := open(c.t, c.demo.base)
	b.narrow()
	b.enterAs("leader")
	b.reads("/desk/brief", "今日要情", "已超期")
	if over := see[float64](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		c.t.Errorf("the brief is %v pixels wider than a phone", over)
	}
	b.does(number, "instruct", map[string]string{"note": "请三日内现场办结并报结果。"})
	if offers := b.offers(number); slices.ContainsFunc(offers, func(o string) bool { return strings.HasPrefix(o, "legs/") }) {
		c.t.Errorf("a leader is offered the unit's own steps: %v", offers)
	}
	clerk := c.as("unit_clerk")
	clerk.reads(caseOf(number), "批示", "请三日内现场办结并报结果")
	clerk.reads("/desk/notices", number)
}

// admin changes a rule after seeing what it moves, opens an account, and its
// owner comes in with a second factor.
func (c *crew) admin() {
	b := c.as("admin")
	b.puts("template", "browser", "name: 已受理\nuse: note\ntext: 您的诉求已受理。\n")
	b.reads("/desk/office/rules/template", "browser")
	auditor := c.as("auditor")
	auditor.reads("/desk/office/rules/template", "browser")

	own := c.hires("browser-reviewer", "审核二", "reviewer", "")
	own.goes("/account/code")
	own.sends(map[string]string{"password": phrase}, `form.sheet button[type="submit"]`)
	secret := strings.Join(strings.Fields(see[string](own, `document.querySelector("code.secret").innerText`)), "")
	own.sends(map[string]string{"code": passcode(c.t, secret)}, `form.sheet button[type="submit"]`)
	own.says("已启用")
	own.click(".top .door button")
	own.comesBack("browser-reviewer")
	if see[string](own, "location.pathname") == "/desk/" {
		c.t.Fatal("nobody was asked for the code")
	}
	auditor.reads("/desk/office/audit", "browser-reviewer")
}

// auditor sees every case and who has done what, and can do nothing.
func (c *crew) auditor() {
	number := c.brought("药店夜间不开窗口。", "signed")
	b := c.as("auditor")
	b.reads(caseOf(number), "药店夜间不开窗口", "签收")
	if offers := b.offers(number); len(offers) != 0 {
		c.t.Errorf("an auditor is offered %v", offers)
	}
	b.goes(caseOf(number) + "/legs/1/submit")
	b.says("409")
	if n := see[int](b, `document.querySelectorAll("main textarea").length`); n != 0 {
		c.t.Error("an auditor is given the form of a unit's reply")
	}
	b.reads("/desk/office/audit", "audit")
	for _, path := range []string{"/desk/office/people", "/desk/office/units/new", "/desk/office/draft/policy", "/desk/office/import", "/desk/receive"} {
		b.goes(path)
		b.says("403")
	}
	c.as("unit_clerk").goes("/desk/office/audit")
	c.as("unit_clerk").says("403")
}

// editor reads cases and answers, and has neither actions nor persons.
func (c *crew) editor() {
	number := c.brought("老年优待证办理材料不清楚。", "dispatched")
	b := c.as("editor")
	b.goes("/desk/cases")
	b.fill(map[string]string{"number": number})
	b.click(`main form button[type="submit"]`)
	b.follow(caseOf(number))
	b.says("老年优待证办理材料不清楚")
	if offers := b.offers(number); len(offers) != 0 {
		c.t.Errorf("an editor is offered %v", offers)
	}
	b.goes(caseOf(number) + "/reveal")
	b.says("403")
	b.reads("/public/answers", "答复")
	b.goes("/desk/office/")
	b.says("403")
}

// outsourced receives a case and sees that one alone.
func (c *crew) outsourced() {
	other, _ := c.reported("路口红绿灯时间太短。")
	b := c.as("outsourced")
	b.goes("/desk/receive")
	b.sends(map[string]string{"content": "咨询：图书馆几点闭馆？", "title": "图书馆闭馆时间", "kind": "consult"}, `button[value="receive"]`)
	number := see[string](b, `document.querySelector(".ticket dd").innerText`)
	b.reads(caseOf(number), "图书馆几点闭馆")
	b.reads("/desk/cases", number)
	b.silent(other)
	b.goes(caseOf(other))
	b.says("404")
	c.as("dispatcher").reads("/desk/pool", number, other)
}

// citizen reports with a photo, follows the case, hastens it, and tells after
// its end how it was.
func (c *crew) citizen() {
	b := c.as("")
	b.goes("/public/submit")
	b.fill(map[string]string{"kind": "complain", "content": "门诊大厅的电梯停运一周。", "place": "门诊大厅", "phone": "13800007103"})
	b.uploads(`input[type="file"]`, "电梯.png")
	b.click(`main button[type="submit"]`)
	number, code := receipt(b)
	b.finds(number, code)
	b.says("门诊大厅的电梯停运一周")
	b.follow("/public/mine/hasten")
	b.sends(nil, `form.sheet button`)
	b.says("以后可以再催")
	desk := c.as("dispatcher")
	desk.reads(caseOf(number), "催办", "电梯.png")
	desk.silent("13800007103")
	c.brings(number, "reported", "accepted")
	c.as("callback").goes("/desk/callbacks/" + number + "/legs/1")
	c.as("callback").sends(map[string]string{"outcome": "satisfied", "attitude": "satisfied", "solved": "yes"}, `form:has([name="outcome"]) button`)
	b.goes("/public/mine")
	b.says("办结", "已处理完毕")
	b.silent("已派人到场处理，并当面说明") // the unit's own words stay inside
}

// finds looks a case up by its number and code.
func (b *tab) finds(number, code string) {
	b.t.Helper()
	b.goes("/public/query")
	b.sends(map[string]string{"number": number, "code": code}, "form.sheet button")
	b.at("/public/mine")
}

// puts registers a rule after its preview.
func (b *tab) puts(kind, key, text string) {
	b.t.Helper()
	b.goes("/desk/office/rules/" + kind)
	b.follow("/desk/office/draft/" + kind)
	b.sends(map[string]string{"key": key, "text": text}, `button[value="preview"]`)
	b.says("尚未登记", strings.TrimSpace(strings.Split(text, "\n")[0]))
	b.click(`button[value="put"], button[value="confirm"]`)
	b.says(key)
}

// hires has the administrator open an account; its owner follows the link,
// chooses a password and signs in.
func (c *crew) hires(login, name, role, unit string) *tab {
	c.t.Helper()
	b := c.as("admin")
	b.goes("/desk/office/people")
	b.follow("/desk/office/people/new")
	b.sends(map[string]string{"login": login, "name": name, "role": role, "unit": unit}, `form.sheet button[type="submit"]`)
	b.click(`form[action$="/link"] button`)
	link := see[string](b, `document.querySelector("#f-link").value.match(/\/setup#\S{43}$/)[0]`)
	own := open(c.t, c.demo.base)
	own.goes(link)
	own.sends(map[string]string{"fresh": phrase, "again": phrase}, "form.sheet button")
	own.at("/sign-in")
	own.comesBack(login)
	own.at("/desk/")
	return own
}

// comesBack signs in by password at the demonstration's door, beside its guests.
func (b *tab) comesBack(login string) {
	b.t.Helper()
	b.goes("/sign-in")
	b.clicks("main details summary")
	b.fill(map[string]string{"login": login, "password": phrase})
	b.click("form.sheet button")
}

// uploads chooses a small picture of the given name.
func (b *tab) uploads(selector, name string) {
	b.t.Helper()
	b.do(chromedp.SetUploadFiles(chromedp.CSS(selector), []string{picture(b.t, name)}))
}
