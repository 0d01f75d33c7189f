package workbench_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// fixture is a source with some cases, all invented, and a desk that offers
// what it is told to.
type fixture struct {
	file   workbench.CaseFile
	fail   error                 // every question is answered with it
	got    *workbench.CaseFilter // where not nil: what was asked
	offers []casework.Offer
	queues insight.Queues
}

var _ workbench.Source = (*fixture)(nil)

func rich() *fixture { return &fixture{file: caseFile()} }

// site serves the pages of the desk alone, to one who has signed in.
func site(f *fixture) http.Handler {
	return page.New(page.Options{Name: "青禾区", Gate: gate{}, SignIn: "/sign-in", SignOut: "/sign-out", Account: "/account"},
		workbench.Room(workbench.Options{Source: f, Desk: f, Records: f}))
}

// gate lets a dispatcher in.
type gate struct{}

func (gate) Authenticate(_ context.Context, token string) (identity.Account, error) {
	if token != "token" {
		return identity.Account{}, errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	}
	return identity.Account{ID: "d1", Login: "d1", Name: "派单员一", Grants: []identity.Actor{identity.As(identity.Dispatcher, "d1", "990101")}}, nil
}

// get asks for a page as who has signed in.
func get(t *testing.T, h http.Handler, target string) (*httptest.ResponseRecorder, string) {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: "token"})
	h.ServeHTTP(w, r)
	return w, w.Body.String()
}

func parse(t *testing.T, body string) []pagetest.Element {
	t.Helper()
	return pagetest.Parse(t, body)
}

func (f *fixture) Act(context.Context, identity.Account, desk.Request) (desk.Receipt, error) {
	return desk.Receipt{}, f.fail
}

func (f *fixture) Offers(context.Context, identity.Account, *casework.Case) ([]casework.Offer, error) {
	return f.offers, f.fail
}

func (f *fixture) Works(identity.Account, *casework.Case) bool { return false }

func (f *fixture) Take(context.Context, identity.Account, ident.CaseID) (desk.Holding, error) {
	return desk.Holding{}, f.fail
}

func (f *fixture) Leave(context.Context, identity.Account, ident.CaseID) error { return f.fail }

func (f *fixture) Holdings(context.Context, ...ident.CaseID) (map[ident.CaseID]desk.Holding, error) {
	return nil, f.fail
}

func (f *fixture) QueryCode(ident.CaseID) string { return "AB2CD3" }

func (f *fixture) Book(context.Context) (*rulebook.Book, error) { return nil, f.fail }

func (f *fixture) Search(context.Context, identity.Scope, []string, int) (insight.Found, error) {
	return insight.Found{}, f.fail
}

func (f *fixture) Titles(context.Context, ...*casework.Case) (map[ident.CaseID]string, error) {
	return nil, f.fail
}

func (f *fixture) Queues(context.Context, identity.Scope) (insight.Queues, error) {
	return f.queues, f.fail
}

func number(i int) string { return fmt.Sprintf("990101202107%02d4%05d7", 1+i%28, 100+i) }

func (f *fixture) Cases(_ context.Context, _ identity.Account, q workbench.CaseFilter) (workbench.CasePage, error) {
	if f.got != nil {
		*f.got = q
	}
	list := workbench.CasePage{
		Units:    []workbench.Choice{{Value: "梅溪街道办事处", Label: "梅溪街道办事处"}, {Value: "住建局", Label: "住建局"}},
		States:   []workbench.Choice{{Value: "handling", Label: "办理中"}, {Value: "closed", Label: "已办结"}},
		Channels: []workbench.Choice{{Value: "phone", Label: "电话"}, {Value: "web", Label: "网络"}},
	}
	if f.fail != nil || q.Number == "none" {
		return list, f.fail
	}
	titles := []string{"小区北门外夜间占道经营", "路灯连续三晚不亮", "咨询老年优待证办理材料", "雨后道路积水无法通行", "建议增设公交停靠点"}
	states := []page.Tag{{Text: "已办结", Tone: page.Good}, {Text: "办理中"}, {Text: "待回访", Tone: page.Warn}}
	for i := range 24 {
		list.Rows = append(list.Rows, workbench.CaseLine{
			Number: number(i), Title: titles[i%5], Channel: "电话", Kind: "投诉", Subject: "城市管理/占道经营", State: states[i%3],
			Units: []string{"梅溪街道办事处", "综合执法局"}[:1+i%2], ReceivedAt: time.Date(2021, time.September, 29, 6, 30-i, 0, 0, time.UTC),
		})
	}
	list.Next = "k24"
	list.Count = 24
	return list, nil
}

func (f *fixture) Case(_ context.Context, _ identity.Account, n string, _ i18n.Lang) (workbench.CaseFile, error) {
	if f.fail != nil {
		return workbench.CaseFile{}, f.fail
	}
	if n != f.file.Number {
		return workbench.CaseFile{}, errs.New(errs.NotFound, "case.not_found", "there is no such case", "没有这个诉求件")
	}
	return f.file, nil
}

// caseFile is an invented case with a return, an extension and a rework.
func caseFile() workbench.CaseFile {
	at := func(day, hour, minute int) time.Time {
		return time.Date(2021, time.September, day, hour-8, minute, 0, 0, time.UTC)
	}
	return workbench.CaseFile{
		Case:   &casework.Case{ID: "c0", Number: ident.CaseNumber(number(0)), Version: 12},
		Number: number(0), Title: "小区北门外夜间占道经营，油烟和噪声扰民",
		Content: "来电反映小区北门外人行道每晚七点以后有多个摊点占道经营，油烟和吆喝声影响休息。\n希望有关部门到场查看并长期管理。",
		State:   page.Tag{Text: "已办结", Tone: page.Good}, Channel: "电话", Kind: "投诉", Subject: "城市管理/占道经营",
		Urgency: "一般", Disclosure: "保密", Place: "梅溪街道 · 春晓社区", Topics: []string{"城市环境整治"},
		ReceivedAt: at(2, 19, 42), ClosedAt: at(16, 10, 5),
		Legs: []workbench.Leg{
			{
				Seq: 1, Unit: "综合执法局", Role: "主办", State: page.Tag{Text: "已办结", Tone: page.Good},
				DispatchedAt: at(3, 9, 0), SignedAt: at(3, 10, 12), ClosedAt: at(14, 16, 30), Days: exact.Int(11).Ptr(), Cycle: 1,
				Result: "已解决", Reply: "已安排夜间巡查，劝离摊点六处，并在路口增设固定岗。",
				Calls: []workbench.CallBack{
					{At: at(9, 15, 0), Outcome: page.Tag{Text: "不满意", Tone: page.Bad}, Attitude: "满意", Solved: "否"},
					{At: at(16, 10, 5), Outcome: page.Tag{Text: "满意", Tone: page.Good}, Attitude: "满意", Solved: "是"},
				},
				Scored: &calendar.Period{From: calendar.DateFrom(2021, time.July, 1), To: calendar.DateFrom(2021, time.September, 30)},
				Clocks: []workbench.Clock{
					{Name: "签收", State: page.Tag{Text: "按期", Tone: page.Good}, Start: at(3, 9, 0), Due: at(6, 17, 30), Met: at(3, 10, 12), Ended: true, Lines: []string{"2021-09-03 09:00 交办，期限1个工作日（假设：次日起计）", "9月4日至5日：周末，不计", "9月6日：第 1 个工作日，下班 17:30 到期"}, Assumed: true},
					{Name: "先行联系", State: page.Tag{Text: "终止"}, Start: at(3, 9, 0), Due: at(6, 17, 30), Ended: true, Ending: "2021-09-08 17:00 “提交办结”后不再计时，没有先行联系的记录"},
					{Name: "办结", State: page.Tag{Text: "超期", Tone: page.Bad}, Start: at(3, 9, 0), Due: at(13, 17, 30), Met: at(14, 16, 30), Ended: true, Provisional: true, Lines: []string{"2021-09-03 09:00 交办，期限5个工作日（依据：qinghe 5 号规则）", "9月4日至5日：周末，不计", "9月6日至10日：第 1 至 5 个工作日", "9月7日批准延期 1 个工作日：9月13日 17:30 到期"}},
					{Name: "回访", State: page.Tag{Text: "计时中", Tone: page.Warn}, Start: at(14, 16, 30), Due: at(25, 0, 0), Lines: []string{"2021-09-14 16:30 审核通过，期限5个工作日", "9月18日：调休上班，计 1 天", "9月19日至21日：中秋节，不计"}},
				},
			},
			{
				Seq: 2, Unit: "生态环境分局", Role: "协办", State: page.Tag{Text: "退单成立"}, Counted: "退单成立，不计入办理数量",
				DispatchedAt: at(3, 9, 0),
			},
			{Seq: 4, Unit: "春晓社区", Role: "下派", Parent: 3, State: page.Tag{Text: "已办结", Tone: page.Good}, Counted: "下派任务不计入", DispatchedAt: at(4, 15, 0)},
			{Seq: 3, Unit: "梅溪街道办事处", Role: "协办", State: page.Tag{Text: "已办结", Tone: page.Good}, DispatchedAt: at(4, 14, 0), SignedAt: at(4, 14, 20), ClosedAt: at(8, 9, 0), Days: exact.Int(4).Ptr()},
		},
		Clocks: []workbench.Clock{
			{Name: "派单", State: page.Tag{Text: "按期", Tone: page.Good}, Start: at(2, 19, 42), Due: at(3, 19, 42), Met: at(3, 9, 0), Ended: true, Lines: []string{"2021-09-02 19:42 受理，期限24小时（依据：qinghe 2 号规则）", "截止 2021-09-03 19:42"}},
			{Name: "挂账", State: page.Tag{Text: "不限期"}, Start: at(2, 19, 42)},
		},
		Events: []workbench.Event{
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
	f := &fixture{file: caseFile()}
	c := &f.file
	for _, s := range []*string{&c.Title, &c.Content, &c.Channel, &c.Kind, &c.Subject, &c.Urgency, &c.Disclosure, &c.Place, &c.Answer, &c.State.Text} {
		*s = bad
	}
	c.Topics = []string{bad}
	for i := range c.Legs {
		l := &c.Legs[i]
		l.Unit, l.Role, l.Reply, l.Result, l.Counted, l.State.Text = bad, bad, bad, bad, bad, bad
		for j := range l.Calls {
			l.Calls[j] = workbench.CallBack{At: l.DispatchedAt, Outcome: page.Tag{Text: bad, Tone: page.Tone(bad)}, Attitude: bad, Solved: bad}
		}
	}
	for _, clocks := range [][]workbench.Clock{c.Clocks, c.Legs[0].Clocks} {
		for i := range clocks {
			clocks[i].Name, clocks[i].Ending, clocks[i].Lines = bad, bad, []string{bad}
		}
	}
	for i := range c.Events {
		c.Events[i].Action, c.Events[i].By, c.Events[i].Detail = bad, bad, bad
	}
	return f
}

// ask sends a request as nobody, or with the cookie of a session.
func ask(h http.Handler, method, target, token string, form url.Values) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token != "" {
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: token})
	}
	h.ServeHTTP(w, r)
	return w
}
