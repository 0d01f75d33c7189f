package bulletins_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/domain/calendar"
	"huying/internal/domain/scoring"
	"huying/internal/edge/export"
	"huying/internal/edge/web/bulletins"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// fixture is a Source with one bulletin and some cases, all invented.
type fixture struct {
	doc  bulletin.Document
	file bulletins.CaseFile
	fail error                 // every question is answered with it
	seen *bulletins.UnitQuery  // where not nil: what was asked
	got  *bulletins.CaseFilter // likewise
	asOf *time.Time            // likewise
}

var _ bulletins.Source = (*fixture)(nil)

func rich() *fixture { return &fixture{doc: bulletintest.Rich(), file: caseFile()} }

// site serves the pages of a source alone.
func site(s bulletins.Source) http.Handler {
	return page.New(page.Options{Name: "青禾区"}, bulletins.Room(s, []bulletins.Format{
		{Key: "json", Media: "application/json", Write: export.JSON},
		{Key: "md", Media: "text/markdown; charset=utf-8", Write: export.Markdown},
		{Key: "html", Media: "text/html; charset=utf-8", Write: export.HTML},
	}))
}

func (f *fixture) Ready(context.Context) error { return f.fail }

func (f *fixture) Editions(context.Context) ([]bulletins.Edition, error) {
	if f.doc.Title == "" {
		return nil, f.fail
	}
	return []bulletins.Edition{
		{Period: f.doc.Period, AsOf: f.doc.AsOf.Time, Cases: 4188},
		{Period: f.doc.Period.YearBefore(), Cases: 17},
	}, f.fail
}

func (f *fixture) Bulletin(_ context.Context, q bulletins.BulletinQuery) (bulletins.Bulletin, error) {
	if f.fail != nil {
		return bulletins.Bulletin{}, f.fail
	}
	if q.Period != f.doc.Period {
		return bulletins.Bulletin{}, errs.New(errs.NotFound, "bulletin.none", "there is no bulletin of that period", "该周期没有通报")
	}
	if f.asOf != nil {
		*f.asOf = q.AsOf
	}
	d := bulletins.Bulletin{Document: f.doc, Published: published(q)}
	if !q.AsOf.IsZero() {
		d.AsOf.Time = q.AsOf
	}
	return d, nil
}

// published: nothing was, but the bulletin that answers who names no moment.
func published(q bulletins.BulletinQuery) time.Time {
	if !q.AsOf.IsZero() {
		return time.Time{}
	}
	return time.Date(2021, time.December, 8, 1, 30, 0, 0, time.UTC)
}

func (f *fixture) Examples(context.Context) ([]bulletins.Example, error) {
	return []bulletins.Example{{Number: f.file.Number, Name: "夜间摊点 / the night stalls"}}, f.fail
}

func (f *fixture) Unit(_ context.Context, q bulletins.UnitQuery) (bulletins.UnitScore, error) {
	if f.fail != nil {
		return bulletins.UnitScore{}, f.fail
	}
	if f.seen != nil {
		*f.seen = q
	}
	for _, l := range f.doc.Lists {
		for _, r := range l.Rows {
			if r.Unit == q.Unit {
				return f.score(l, r, q), nil
			}
		}
	}
	return bulletins.UnitScore{}, errs.New(errs.NotFound, "unit.none", "there is no such unit in the lists", "榜上没有这个单位")
}

func (f *fixture) score(l bulletin.List, r bulletin.Row, q bulletins.UnitQuery) bulletins.UnitScore {
	u := bulletins.UnitScore{
		Title: f.doc.Title, Period: f.doc.Period, AsOf: f.doc.AsOf.Time, Published: published(q.BulletinQuery), Scheme: f.doc.Scheme,
		List: l.Name, Ranked: len(l.Rows), Row: r, Base: exact.Int(100),
		Legs: map[string]int{"satisfaction": r.Dissatisfied, "avg_days": r.Handled / 3},
	}
	for day, n := range []int{11, 31, 58, 64, 49, 40, 33, 25, 17, 12, 9, 6, 4, 2, 7} {
		u.Days = append(u.Days, bulletins.DayBin{Days: day, Count: n, More: day == 14})
	}
	scheme, err := scoring.Preset("kecheng-2019")
	if err != nil {
		panic(err) // embedded
	}
	u.Grades = scheme.Measures.Satisfaction
	tally := scoring.Tally{
		Handled: r.Handled, Closed: r.Handled, Length: scoring.Span{Days: int64(4 * r.Handled)},
		Satisfied: r.Surveyed - r.Dissatisfied, Dissatisfied: r.Dissatisfied,
		SignDue: r.Handled, SignMet: r.Handled, CloseDue: r.Handled, CloseMet: r.Handled, CallBackDue: r.Handled, CallBackMet: r.Handled,
	}
	for _, c := range scheme.Components {
		o, _ := scheme.Origin(c.Measure, &tally)
		u.Sums = append(u.Sums, bulletins.Sum{Component: c, Origin: o, Weights: exact.Int(int64(40 * u.Legs[c.Key]))})
	}
	u.Costs = costs(q)
	return u
}

// costs is one page of 120 invented legs that cost points.
func costs(q bulletins.UnitQuery) bulletins.CostPage {
	start, _ := strconv.Atoi(q.After)
	page := bulletins.CostPage{}
	for i := start; i < min(start+q.Limit, 120); i++ {
		c := bulletins.Cost{
			Component: "satisfaction", Case: number(i), Leg: 1, Subject: "城市管理/占道经营",
			DispatchedAt: time.Date(2021, time.July, 2+i%28, 1, 20, 0, 0, time.UTC),
			Days:         exact.Int(int64(1 + i%9)).Ptr(), Verdict: bulletins.Tag{Text: q.Lang.Pick("不满意", "dissatisfied"), Tone: bulletins.Bad},
			Weight: exact.Int(40), Points: exact.Ratio(-8, int64(258+i)),
		}
		if i%3 == 0 {
			c.Component, c.Verdict, c.Points = "avg_days", bulletins.Tag{Text: q.Lang.Pick("满意", "satisfied"), Tone: bulletins.Good}, exact.Ratio(-1, int64(40+i))
		}
		if i%7 != 0 {
			c.ClosedAt = c.DispatchedAt.AddDate(0, 0, 1+i%9)
		} else {
			c.Days, c.Verdict = nil, bulletins.Tag{}
		}
		page.Rows = append(page.Rows, c)
	}
	if start+q.Limit < 120 {
		page.Next = strconv.Itoa(start + q.Limit)
	}
	return page
}

func number(i int) string { return fmt.Sprintf("990101202107%02d4%05d7", 1+i%28, 100+i) }

func (f *fixture) Cases(_ context.Context, q bulletins.CaseFilter) (bulletins.CasePage, error) {
	if f.got != nil {
		*f.got = q
	}
	page := bulletins.CasePage{
		Units:    []bulletins.Choice{{Value: "梅溪街道办事处", Label: "梅溪街道办事处"}, {Value: "住建局", Label: "住建局"}},
		States:   []bulletins.Choice{{Value: "handling", Label: "办理中"}, {Value: "closed", Label: "已办结"}},
		Channels: []bulletins.Choice{{Value: "phone", Label: "电话"}, {Value: "web", Label: "网络"}},
	}
	if f.fail != nil || q.Number == "none" {
		return page, f.fail
	}
	titles := []string{"小区北门外夜间占道经营", "路灯连续三晚不亮", "咨询老年优待证办理材料", "雨后道路积水无法通行", "建议增设公交停靠点"}
	states := []bulletins.Tag{{Text: "已办结", Tone: bulletins.Good}, {Text: "办理中"}, {Text: "待回访", Tone: bulletins.Warn}}
	for i := range 24 {
		page.Rows = append(page.Rows, bulletins.CaseLine{
			Number: number(i), Title: titles[i%5], Channel: "电话", Kind: "投诉", Subject: "城市管理/占道经营", State: states[i%3],
			Units: []string{"梅溪街道办事处", "综合执法局"}[:1+i%2], ReceivedAt: time.Date(2021, time.September, 29, 6, 30-i, 0, 0, time.UTC),
		})
	}
	page.Next = "k24"
	return page, nil
}

func (f *fixture) Case(_ context.Context, n string, _ i18n.Lang) (bulletins.CaseFile, error) {
	if f.fail != nil {
		return bulletins.CaseFile{}, f.fail
	}
	if n != f.file.Number {
		return bulletins.CaseFile{}, errs.New(errs.NotFound, "case.not_found", "there is no such case", "没有这个诉求件")
	}
	return f.file, nil
}

// caseFile is an invented case with a return, an extension and a rework.
func caseFile() bulletins.CaseFile {
	at := func(day, hour, minute int) time.Time {
		return time.Date(2021, time.September, day, hour-8, minute, 0, 0, time.UTC)
	}
	return bulletins.CaseFile{
		Number: number(0), Title: "小区北门外夜间占道经营，油烟和噪声扰民",
		Content: "来电反映小区北门外人行道每晚七点以后有多个摊点占道经营，油烟和吆喝声影响休息。\n希望有关部门到场查看并长期管理。",
		State:   bulletins.Tag{Text: "已办结", Tone: bulletins.Good}, Channel: "电话", Kind: "投诉", Subject: "城市管理/占道经营",
		Urgency: "一般", Disclosure: "保密", Place: "梅溪街道 · 春晓社区", Topics: []string{"城市环境整治"},
		ReceivedAt: at(2, 19, 42), ClosedAt: at(16, 10, 5),
		Legs: []bulletins.Leg{
			{
				Seq: 1, Unit: "综合执法局", Role: "主办", State: bulletins.Tag{Text: "已办结", Tone: bulletins.Good},
				DispatchedAt: at(3, 9, 0), SignedAt: at(3, 10, 12), ClosedAt: at(14, 16, 30), Days: exact.Int(11).Ptr(), Cycle: 1,
				Result: "已解决", Reply: "已安排夜间巡查，劝离摊点六处，并在路口增设固定岗。",
				Calls: []bulletins.CallBack{
					{At: at(9, 15, 0), Outcome: bulletins.Tag{Text: "不满意", Tone: bulletins.Bad}, Attitude: "满意", Solved: "否"},
					{At: at(16, 10, 5), Outcome: bulletins.Tag{Text: "满意", Tone: bulletins.Good}, Attitude: "满意", Solved: "是"},
				},
				Scored: &calendar.Period{From: calendar.DateFrom(2021, time.July, 1), To: calendar.DateFrom(2021, time.September, 30)},
				Clocks: []bulletins.Clock{
					{Name: "签收", State: bulletins.Tag{Text: "按期", Tone: bulletins.Good}, Start: at(3, 9, 0), Due: at(6, 17, 30), Met: at(3, 10, 12), Ended: true, Lines: []string{"2021-09-03 09:00 交办，期限1个工作日（假设：次日起计）", "9月4日至5日：周末，不计", "9月6日：第 1 个工作日，下班 17:30 到期"}, Assumed: true},
					{Name: "先行联系", State: bulletins.Tag{Text: "终止"}, Start: at(3, 9, 0), Due: at(6, 17, 30), Ended: true, Ending: "2021-09-08 17:00 “提交办结”后不再计时，没有先行联系的记录"},
					{Name: "办结", State: bulletins.Tag{Text: "超期", Tone: bulletins.Bad}, Start: at(3, 9, 0), Due: at(13, 17, 30), Met: at(14, 16, 30), Ended: true, Provisional: true, Lines: []string{"2021-09-03 09:00 交办，期限5个工作日（依据：qinghe 5 号规则）", "9月4日至5日：周末，不计", "9月6日至10日：第 1 至 5 个工作日", "9月7日批准延期 1 个工作日：9月13日 17:30 到期"}},
					{Name: "回访", State: bulletins.Tag{Text: "计时中", Tone: bulletins.Warn}, Start: at(14, 16, 30), Due: at(25, 0, 0), Lines: []string{"2021-09-14 16:30 审核通过，期限5个工作日", "9月18日：调休上班，计 1 天", "9月19日至21日：中秋节，不计"}},
				},
			},
			{
				Seq: 2, Unit: "生态环境分局", Role: "协办", State: bulletins.Tag{Text: "退单成立"}, Counted: "退单成立，不计入办理数量",
				DispatchedAt: at(3, 9, 0),
			},
			{Seq: 4, Unit: "春晓社区", Role: "下派", Parent: 3, State: bulletins.Tag{Text: "已办结", Tone: bulletins.Good}, Counted: "下派任务不计入", DispatchedAt: at(4, 15, 0)},
			{Seq: 3, Unit: "梅溪街道办事处", Role: "协办", State: bulletins.Tag{Text: "已办结", Tone: bulletins.Good}, DispatchedAt: at(4, 14, 0), SignedAt: at(4, 14, 20), ClosedAt: at(8, 9, 0), Days: exact.Int(4).Ptr()},
		},
		Clocks: []bulletins.Clock{
			{Name: "派单", State: bulletins.Tag{Text: "按期", Tone: bulletins.Good}, Start: at(2, 19, 42), Due: at(3, 19, 42), Met: at(3, 9, 0), Ended: true, Lines: []string{"2021-09-02 19:42 受理，期限24小时（依据：qinghe 2 号规则）", "截止 2021-09-03 19:42"}},
			{Name: "挂账", State: bulletins.Tag{Text: "不限期"}, Start: at(2, 19, 42)},
		},
		Events: []bulletins.Event{
			{Version: 1, At: at(2, 19, 42), Action: "受理", By: "话务员"},
			{Version: 2, At: at(3, 9, 0), Action: "交转", By: "派单员", Detail: "主办 综合执法局；协办 生态环境分局"},
			{Version: 3, At: at(3, 10, 12), Action: "签收", Leg: 1, By: "承办单位"},
			{Version: 4, At: at(3, 11, 30), Action: "退单", Leg: 2, By: "承办单位", Detail: "理由：职责不符"},
			{Version: 5, At: at(4, 13, 50), Action: "退单成立", Leg: 2, By: "派单员"},
			{Version: 6, At: at(4, 14, 0), Action: "增派协办", Leg: 3, By: "派单员"},
			{Version: 7, At: at(7, 9, 10), Action: "同意延期", Leg: 1, By: "中心", Detail: "理由：多部门；至 2021-09-13"},
			{Version: 8, At: at(8, 17, 0), Action: "提交办结", Leg: 1, By: "承办单位"},
			{Version: 9, At: at(9, 15, 0), Action: "回访", Leg: 1, By: "回访员", Detail: "不满意，未解决"},
			{Version: 10, At: at(9, 15, 5), Action: "发回重办", Leg: 1, By: "回访员"},
			{Version: 11, At: at(14, 16, 30), Action: "提交办结", Leg: 1, By: "承办单位"},
			{Version: 12, At: at(16, 10, 5), Action: "回访", Leg: 1, By: "回访员", Detail: "满意，已解决"},
		},
	}
}

// hostile puts markup into every text of the source.
func hostile() *fixture {
	const bad = `<script>alert('x')</script>"&` + "`"
	f := &fixture{doc: bulletintest.Hostile(), file: caseFile()}
	c := &f.file
	for _, s := range []*string{&c.Title, &c.Content, &c.Channel, &c.Kind, &c.Subject, &c.Urgency, &c.Disclosure, &c.Place, &c.Answer, &c.State.Text} {
		*s = bad
	}
	c.Topics = []string{bad}
	for i := range c.Legs {
		l := &c.Legs[i]
		l.Unit, l.Role, l.Reply, l.Result, l.Counted, l.State.Text = bad, bad, bad, bad, bad, bad
		for j := range l.Calls {
			l.Calls[j] = bulletins.CallBack{At: l.DispatchedAt, Outcome: bulletins.Tag{Text: bad, Tone: bulletins.Tone(bad)}, Attitude: bad, Solved: bad}
		}
	}
	for _, clocks := range [][]bulletins.Clock{c.Clocks, c.Legs[0].Clocks} {
		for i := range clocks {
			clocks[i].Name, clocks[i].Ending, clocks[i].Lines = bad, bad, []string{bad}
		}
	}
	for i := range c.Events {
		c.Events[i].Action, c.Events[i].By, c.Events[i].Detail = bad, bad, bad
	}
	return f
}

// unitName is a unit of the fixture that lost points in more than one way.
func unitName(f *fixture) string {
	rows := f.doc.Lists[0].Rows
	for i := len(rows) - 1; i >= 0; i-- {
		if w := rows[i].Working; len(w) > 4 && w[3].Points.Sign() < 0 && w[4].Points.Sign() < 0 && !strings.Contains(rows[i].Unit, "/") {
			return rows[i].Unit
		}
	}
	return rows[0].Unit
}
