package demo

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// stories plays the courses that the article on the epidemic tells: only the
// course is taken over, with every person, illness, age and community invented.
func (w *winter) stories() {
	w.sewer()
	w.medicine()
	w.advice()
}

// tale is a case told moment by moment.
type tale struct {
	*script
	day calendar.Date
}

// tell begins a case with its text, received by an operator.
func (w *winter) tell(day calendar.Date, story, title, content string) *tale {
	c := &planned{
		day: day, kind: casework.Help, channel: casework.Phone, words: facts{},
		m: &matter{key: "story"}, text: &wording{title: title, content: content},
	}
	t := &tale{script: w.script(c), day: day}
	w.scenario.Stories = append(w.scenario.Stories, Story{Title: story, Case: t.n})
	return t
}

// at is the moment so many minutes after a time of a day n days on.
func (t *tale) at(n, hour, minute int) time.Time {
	since := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute
	return (t.day + calendar.Date(n)).At(t.y.cal.Location(), since)
}

// give dispatches to a lead and its assistants.
func (t *tale) give(at time.Time, lead string, assist ...string) []*duty {
	t.c.add(lead, casework.Lead)
	for _, u := range assist {
		t.c.add(u, casework.Assist)
	}
	t.script.give(at, t.c.duties)
	return t.c.duties
}

// call adds a unit to the case through another one's leg: as an assistant, or
// below it.
func (t *tale) call(from *duty, at time.Time, role casework.LegRole, unit, note string) *duty {
	d := &duty{unit: unit, role: role, c: t.c}
	cmd := casework.Command{Do: casework.DoInvite, Units: assignments([]*duty{d}), Note: note}
	if role == casework.Child {
		cmd = casework.Command{Do: casework.DoDelegate, Unit: unitID(unit), Note: note}
	}
	t.unit(from, at, identity.UnitClerk, cmd).spawn = []*duty{d}
	return d
}

func (t *tale) signs(d *duty, at time.Time) {
	t.unit(d, at, identity.UnitClerk, casework.Command{Do: casework.DoSign})
}

func (t *tale) notes(d *duty, at time.Time, who identity.Role, note string) {
	t.unit(d, at, who, casework.Command{Do: casework.DoLegNote, Note: note})
}

// ends hands a leg in, accepts it and asks the caller.
func (t *tale) ends(d *duty, submitted, accepted, rung time.Time, reply string) {
	t.unit(d, submitted, identity.UnitClerk, casework.Command{Do: casework.DoSubmit, Reply: reply, Result: casework.ResultSolved})
	t.centreOn(d, accepted, identity.Reviewer, casework.Command{Do: casework.DoAccept})
	t.centreOn(d, rung, identity.CallBackers, casework.Command{Do: casework.DoCallBack, Answer: t.answer(survey.Satisfied)})
}

// sewer: a street hands a blocked sewer to the mediation centre, which calls
// in the housing bureau through a work group; its property office brings in
// the estate's property company.
func (w *winter) sewer() {
	t := w.tell(calendar.DateFrom(2020, time.January, 26), "疫情期间的下水管 / the blocked sewer",
		"小区下水管堵塞污水外溢", "衢化街道和兴社区一位住户来电：一楼下水管堵塞，污水溢出到门前，节日里又逢管控，找不到维修师傅，生活受影响。")
	t.c.subject = "城乡建设/排水排污"
	t.receive(t.at(0, 9, 12), t.at(0, 9, 14))
	t.queue(opening{t.at(0, 9, 13), t.at(0, 9, 23)})
	street := t.give(t.at(0, 9, 24), "衢化街道办事处")[0]
	t.signs(street, t.at(0, 9, 41))
	t.unit(street, t.at(0, 9, 50), identity.Officer, casework.Command{Do: casework.DoContact, Note: "已电话联系住户，情况属实；管控期间街道一时找不到维修师傅。"})
	centre := t.call(street, t.at(0, 10, 5), casework.Assist, "区社会矛盾纠纷调处化解中心", "请矛盾中心协调有关部门共同处理。")
	t.signs(centre, t.at(0, 10, 11))
	t.notes(centre, t.at(0, 10, 15), identity.Mediator, "钉钉工作群：衢化街道和兴社区污水外溢，请住建局物管部门接单，今天先控制住。")
	housing := t.call(street, t.at(0, 10, 20), casework.Assist, "住建局", "钉钉工作群转办，请住建局会同处理。")
	t.signs(housing, t.at(0, 10, 32))
	office := t.call(housing, t.at(0, 10, 36), casework.Child, "住建局物业管理处", "请物管处联系小区物业。")
	t.signs(office, t.at(0, 10, 44))
	t.notes(office, t.at(0, 11, 2), identity.Officer, "钉钉工作群回复：已联系小区物业公司，今天起每天抽取污水，先缓解。")
	t.notes(office, t.at(1, 9, 30), identity.Officer, "钉钉工作群回复：物业已抽水，门前地面冲洗完毕；开始联系业主签字动用维修资金。")
	t.notes(centre, t.at(3, 15, 10), identity.Mediator, "钉钉工作群：住户反馈积水已退，请继续跟进彻底疏通。")
	t.unit(office, t.at(9, 16, 20), identity.UnitClerk, casework.Command{Do: casework.DoCompleteChild, Reply: "业主签字完成，维修资金已动用，管道疏通更换完毕。"})
	rung := t.at(10, 15, 5)
	t.ends(housing, t.at(10, 9, 5), t.at(10, 9, 40), rung, "经物管处协调，物业公司先每日抽排，后动用维修资金更换管段，污水不再外溢。")
	t.ends(centre, t.at(10, 9, 20), t.at(10, 9, 42), rung.Add(time.Minute), "已通过工作群协调街道、住建局和物业公司，问题解决。")
	t.ends(street, t.at(10, 9, 50), t.at(10, 10, 15), rung.Add(2*time.Minute), "街道已回访住户，下水管疏通，门前消毒完毕。")
	w.finish(t.script, settle(t.beats))
}

// medicine: a grid worker on the ground is phoned and acts within minutes.
func (w *winter) medicine() {
	t := w.tell(calendar.DateFrom(2020, time.February, 10), "网格送药 / the medicine",
		"居家观察患者急需处方药", "花园街道春晖社区一户居民来电：家中患者外地就医返回后正在居家观察，慢性肾病用药将断，处方药须本人到场开具，请求帮助。")
	t.c.urgency = casework.Urgent
	t.receive(t.at(0, 15, 28), t.at(0, 15, 30))
	t.queue(opening{t.at(0, 15, 30), t.at(0, 15, 35)})
	legs := t.give(t.at(0, 15, 34), "卫生健康局", "花园街道办事处")
	health, street := legs[0], legs[1]
	t.signs(health, t.at(0, 15, 38))
	t.signs(street, t.at(0, 15, 40))
	t.notes(health, t.at(0, 15, 46), identity.Officer, "已与医院商定：凭既往病历开具处方，由社区代取。")
	community := t.call(street, t.at(0, 15, 44), casework.Child, "春晖社区第三网格", "电话通知网格员到医院代取药品。")
	t.signs(community, t.at(0, 15, 50))
	t.notes(community, t.at(0, 16, 4), identity.GridWorker, "已取到药，正送往住户楼下。")
	t.unit(community, t.at(0, 16, 15), identity.UnitClerk, casework.Command{Do: casework.DoCompleteChild, Reply: "药品已用绳篮送到住户手中，全程不接触，距接到电话25分钟。"})
	rung := t.at(0, 17, 12)
	t.ends(street, t.at(0, 16, 24), t.at(0, 16, 50), rung, "网格员已把药送到，后续每周代取一次。")
	t.ends(health, t.at(0, 16, 30), t.at(0, 16, 52), rung.Add(time.Minute), "已协调医院开具处方，并为居家观察患者建立代配药流程。")
	w.finish(t.script, settle(t.beats))
}

// advice: the operator asks the responsible bureau by phone and answers the
// caller within twenty minutes.
func (w *winter) advice() {
	t := w.tell(calendar.DateFrom(2020, time.January, 24), "除夕夜的解答 / the answer on New Year's Eve",
		"医院测温后要求留观", "来电人在医院测量体温后被告知低热并要求留院观察，不理解相关费用和规定，情绪激动。")
	t.c.kind = casework.Consult
	asked := t.at(0, 19, 45)
	t.receive(asked, asked)
	t.centre(asked.Add(6*time.Minute), identity.Operator, casework.Command{Do: casework.DoNote, Note: "已电话请区卫健局解释当前留观规定。"})
	t.centre(asked.Add(20*time.Minute), identity.Operator, casework.Command{
		Do: casework.DoAnswer, Reply: "已向来电人说明留观的原因、费用和安全考虑，来电人理解并同意留院观察。", Basis: "knowledge/fever",
	})
	t.centre(t.at(1, 9, 30), identity.CallBackers, casework.Command{Do: casework.DoRate, Answer: t.answer(survey.Satisfied)})
	w.finish(t.script, settle(t.beats))
}
