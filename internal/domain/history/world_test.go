package history_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/history"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/topic"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

const region = ident.RegionCode("330802")

// world is a region without a database: units, topics and the cases on record.
type world struct {
	setting history.Setting
	env     *casework.Env
	cases   map[ident.CaseNumber]*casework.Case
	callers map[ident.CaseNumber]history.Caller
	texts   map[casework.TextRef]string
	bornAs  int
	// arrivals: exports say how cases came in
	arrivals bool
}

var shanghai = time.FixedZone("CST", 8*60*60)

// rules are the same for every world, and take longest to read.
var rules = sync.OnceValues(func() (r struct {
	policy   *deadline.Policy
	calendar *calendar.Calendar
}, err error) {
	if r.policy, err = deadline.Preset("district"); err != nil {
		return r, err
	}
	r.calendar, err = calendar.New(calendar.China())
	return r, err
})

func newWorld(tb testing.TB) *world {
	tb.Helper()
	limits, err := rules()
	if err != nil {
		tb.Fatal(err)
	}
	w := &world{cases: map[ident.CaseNumber]*casework.Case{}, callers: map[ident.CaseNumber]history.Caller{}, texts: map[casework.TextRef]string{}}
	ref := func(text string) casework.TextRef {
		w.texts[casework.TextRef("ref of "+text)] = text
		return casework.TextRef("ref of " + text)
	}
	w.env = &casework.Env{Policy: limits.policy, Calendar: limits.calendar, Rules: casework.DefaultRules(), Ref: ref}
	w.setting = history.Setting{
		Location: shanghai, Now: time.Date(2020, 3, 9, 2, 0, 0, 0, time.UTC), Ref: ref,
		Subjects: []string{"城乡建设/市政设施", "民政"},
		Topics: []topic.Definition{
			{Key: "city", Name: "文明城市创建", Groups: []topic.Group{{Key: "matter", Name: "按问题", Facets: []topic.Facet{{Key: "noise", Name: "噪音类"}}}}},
			{Key: "house", Name: "农房整治"},
		},
	}
	w.found(tb, org.Unit{Name: "住建局", List: org.Department}, org.Unit{Name: "花园街道", List: org.Town}, org.Unit{Name: "供水公司"})
	return w
}

// found adds units.
func (w *world) found(tb testing.TB, units ...org.Unit) {
	tb.Helper()
	var all []org.Unit
	if w.setting.Units != nil {
		all = w.setting.Units.All()
	}
	for _, u := range units {
		u.ID = ident.UnitID("u-" + u.Name)
		all = append(all, u)
	}
	tree, err := org.NewTree(all)
	if err != nil {
		tb.Fatal(err)
	}
	w.setting.Units, w.env.Units = tree, tree
}

// read reads a text that must have a usable header.
func (w *world) read(tb testing.TB, text string) *history.Sheet {
	tb.Helper()
	table, err := history.ReadCSV([]byte(text), "t.csv")
	if err != nil {
		tb.Fatal(err)
	}
	s, err := history.Read(table, w.setting)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// plan plans a text against what is on record.
func (w *world) plan(tb testing.TB, text string) *history.Plan {
	tb.Helper()
	return w.read(tb, text).Plan(history.OnRecord{Cases: w.cases, Callers: w.callers})
}

// take takes in a text as the desk does, and returns the plan.
func (w *world) take(tb testing.TB, text string) *history.Plan {
	tb.Helper()
	p := w.plan(tb, text)
	w.found(tb, p.Units()...)
	for _, course := range p.Courses {
		c, err := w.run(course, p)
		if err == nil {
			w.cases[course.Number] = c
			if !course.Caller.IsZero() {
				w.callers[course.Number] = history.Caller{Person: course.Caller}
			}
		}
	}
	return p
}

// run gives the commands of one case.
func (w *world) run(course history.Course, p *history.Plan) (*casework.Case, error) {
	c := course.Known
	for _, s := range course.Steps {
		cmd := s.Cmd
		if s.Unit != "" {
			u, _ := w.setting.Units.Named(s.Unit)
			cmd.Units[0].Unit = u.ID
		}
		if cmd.New != nil {
			w.bornAs++
			cmd.New.ID, cmd.New.Region = ident.CaseID(fmt.Sprint("case-", w.bornAs)), region
		}
		d, err := casework.Decide(w.env, c, casework.Act{By: identity.As(identity.Importer, "import", region), Now: s.At}, cmd)
		if err != nil {
			p.Refuse(s, err)
			return nil, err
		}
		c = casework.Apply(c, d.Event)
	}
	return c, nil
}

// must takes in a text without a bad row.
func (w *world) must(tb testing.TB, text string) {
	tb.Helper()
	if bad := problems(w.take(tb, text)); len(bad) > 0 {
		tb.Fatalf("bad rows:\n%s", strings.Join(bad, "\n"))
	}
}

// export writes cases as Writer does.
func (w *world) export(tb testing.TB, numbers ...string) string {
	tb.Helper()
	writer := history.NewWriter(shanghai, w.setting.Units, w.arrivals)
	records := [][]string{writer.Header()}
	for _, n := range numbers {
		records = append(records, writer.Rows(w.cases[ident.CaseNumber(n)], w.texts)...)
	}
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// checkSaid: a problem of a row names its place, and says in both languages
// what was expected there; in Chinese, without names of columns in English.
func checkSaid(tb testing.TB, p *history.Plan) {
	tb.Helper()
	for _, r := range p.Rejected() {
		for _, err := range r.Problems {
			e, ok := errors.AsType[*errs.Error](err)
			for ok && e.Err != nil {
				e, ok = errors.AsType[*errs.Error](e.Err)
			}
			if !ok || !strings.HasPrefix(e.Code, "history.") {
				continue // the case's own word
			}
			if !strings.Contains(e.En, "expected ") || !strings.Contains(e.Zh, "应") {
				tb.Errorf("%s does not say what was expected: %q, %q", e.Code, e.En, e.Zh)
			}
			for _, c := range history.Header() {
				if strings.Contains(c, "_") && strings.Contains(e.Zh, c) || strings.Contains(e.Zh+e.En, "%!") {
					tb.Errorf("%s says %q, %q", e.Code, e.En, e.Zh)
				}
			}
		}
	}
}

// problems lists a plan's problems as "line:column code".
func problems(p *history.Plan) []string {
	var all []string
	for _, r := range p.Rejected() {
		for _, err := range r.Problems {
			at := strings.TrimPrefix(strings.SplitN(err.Error(), " ", 2)[0], "t.csv:")
			all = append(all, strings.TrimSuffix(at, ":")+" "+errs.CodeOf(err))
		}
	}
	return all
}

func local(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}
