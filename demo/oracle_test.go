package demo

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/org"
	"huying/internal/domain/survey"
)

// The oracle reads figures out of the plan's steps by its own few rules and in
// whole numbers only: it shares nothing with casework, scoring or insight.

// leg is what the oracle knows of one duty.
type leg struct {
	unit                    string
	given, submitted, ended time.Time
	verdict                 survey.Verdict
	gone, below             bool
}

// story of one case.
type chronicle struct {
	received time.Time
	kind     casework.Kind
	subject  string
	tags     map[string]bool
	answered bool
	legs     []*leg
}

func chronicles(s *Scenario, asOf time.Time) map[int]*chronicle {
	all := map[int]*chronicle{}
	for _, step := range s.Steps {
		if step.At.After(asOf) {
			continue
		}
		c := all[step.Case]
		if c == nil {
			c = &chronicle{received: step.At, tags: map[string]bool{}}
			all[step.Case] = c
		}
		c.read(step)
	}
	return all
}

func (c *chronicle) read(s Step) {
	if n := s.Cmd.New; n != nil {
		c.kind, c.subject = n.Kind, n.Subject
		for _, t := range n.Tags {
			c.tags[t.Topic+":"+t.Facet] = true
		}
	}
	if s.Cmd.Leg > 0 {
		c.legs[s.Cmd.Leg-1].read(s)
	}
	add := func(unit string, below bool) {
		c.legs = append(c.legs, &leg{unit: unit, given: s.At, below: below})
	}
	switch s.Cmd.Do {
	case casework.DoTag:
		for _, t := range s.Cmd.Tags {
			c.tags[t.Topic+":"+t.Facet] = true
		}
	case casework.DoUntag:
		for _, t := range s.Cmd.Tags {
			delete(c.tags, t.Topic+":"+t.Facet)
		}
	case casework.DoAmend:
		c.subject = *s.Cmd.Amend.Subject
	case casework.DoAnswer:
		c.answered = true
	case casework.DoDispatch, casework.DoAddAssist, casework.DoInvite:
		for _, a := range s.Cmd.Units {
			add(string(a.Unit), false)
		}
	case casework.DoRedispatch:
		add(string(s.Cmd.Unit), false)
	case casework.DoDelegate:
		add(string(s.Cmd.Unit), true)
	}
}

func (l *leg) read(s Step) {
	switch s.Cmd.Do {
	case casework.DoUpholdReturn, casework.DoRedispatch, casework.DoCancelLeg:
		l.gone = true
	case casework.DoSubmit, casework.DoEndorse:
		l.submitted = s.At
	case casework.DoAccept:
		l.ended = l.submitted
	case casework.DoRework:
		l.ended = time.Time{}
	case casework.DoCallBack, casework.DoRevisit:
		if v := s.Cmd.Answer.Outcome; v.Surveyed() || !l.verdict.Surveyed() {
			l.verdict = v
		}
	}
}

// sum is what legs come to.
type sum struct {
	handled, closed, surveyed, dissatisfied int
	seconds                                 int64 // of days, whole or elapsed
}

func (u *sum) add(l *leg) {
	u.handled++
	if !l.ended.IsZero() {
		u.closed++
		u.seconds += lasted(l)
	}
	switch l.verdict {
	case survey.Dissatisfied:
		u.dissatisfied++
		u.surveyed++
	case survey.Satisfied, survey.Basic:
		u.surveyed++
	}
}

var shanghai = time.FixedZone("CST", 8*60*60)

// lasted is the leg's days in seconds: whole days between the dates, or what
// elapsed within one.
func lasted(l *leg) int64 {
	a, b := l.given.In(shanghai), l.ended.In(shanghai)
	days := time.Date(b.Year(), b.Month(), b.Day(), 0, 0, 0, 0, time.UTC).Sub(time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, time.UTC))
	if days == 0 {
		return int64(b.Sub(a) / time.Second)
	}
	return int64(days / time.Second)
}

// mean is the average days in hundredths, half up.
func (u sum) mean() int64 {
	per := int64(u.closed) * 24 * 60 * 60
	return (200*u.seconds + per) / (2 * per)
}

// satisfaction is S in hundredths, cut off.
func (u sum) satisfaction() int64 {
	if u.surveyed == 0 {
		return 100_00
	}
	return int64(100*u.surveyed-40*u.dissatisfied) * 100 / int64(u.surveyed)
}

// index is the unit's index in thousandths, beside a mean of all in hundredths.
func (u sum) index(all int64) int64 {
	return 100_000 - 2*(100_00-u.satisfaction()) - 5*max(0, u.mean()-all)
}

// tallied sums the legs dispatched in a period.
func tallied(all map[int]*chronicle, p calendar.Period) (units map[string]*sum, total sum) {
	units = map[string]*sum{}
	for _, c := range all {
		for _, l := range c.legs {
			if l.gone || l.below || !p.Contains(calendar.DateOf(l.given, shanghai)) {
				continue
			}
			if units[l.unit] == nil {
				units[l.unit] = &sum{}
			}
			units[l.unit].add(l)
			total.add(l)
		}
	}
	return units, total
}

func asOf(d calendar.Date) time.Time { return d.Start(shanghai) }

// cents reads "4.32" as 432 hundredths, or "99.363" as thousandths.
func cents(tb testing.TB, s string, places int) int64 {
	tb.Helper()
	whole, fraction, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole+(fraction + "000")[:places], 10, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

func printed(tb testing.TB) []map[string]string {
	tb.Helper()
	f, err := os.Open("testdata/ranking-2019q4.csv")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, v := range line {
			row[lines[0][i]] = v
		}
		rows = append(rows, row)
	}
	return rows
}

// TestFiguresOfAnySeed recounts the quarter from the steps, for the seed of the
// demonstration and others.
func TestFiguresOfAnySeed(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{Seed, otherSeed} {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			s := plan(t, seed)
			all := chronicles(s, asOf(QuarterAsOf()))
			units, total := tallied(all, Quarter())
			checkTable(t, units)
			checkTotal(t, all, total)
			checkBefore(t, all)
		})
	}
}

func checkTable(t *testing.T, units map[string]*sum) {
	t.Helper()
	const region = 432
	listed, over, below := 0, 0, 0
	for _, row := range printed(t) {
		u := units[row["unit"]]
		listed += u.handled
		index := cents(t, row["index"], 3)
		if row["unit"] == "退役军人事务局" {
			index = 97332 // what nine surveyed legs give; printed is 97.334
		}
		want := [4]int64{cents(t, row["handled"], 0), cents(t, row["dissatisfied"], 0), cents(t, row["avg_days"], 2), index}
		if got := [4]int64{int64(u.handled), int64(u.dissatisfied), u.mean(), u.index(region)}; got != want {
			t.Errorf("%s: handled, dissatisfied, days, index are %v; printed %v", row["unit"], got, want)
		}
		if u.mean() > region {
			over++
		}
		if u.satisfaction() < 100_00 {
			below++
		}
	}
	if listed != 7451 || over != 16 || below != 28 {
		t.Errorf("listed legs %d, over the mean %d, below full satisfaction %d", listed, over, below)
	}
}

func checkTotal(t *testing.T, all map[int]*chronicle, total sum) {
	t.Helper()
	if total.handled != 7571 || total.closed != 7571 || total.mean() != 432 || total.satisfaction() != 9681 || total.dissatisfied != 448 {
		t.Errorf("the region comes to %+v, %d hundredth days, S %d", total, total.mean(), total.satisfaction())
	}
	// 100 − 0.2·40·u/k in thousandths, half up, from the unrounded S
	k := int64(total.surveyed)
	if index := (2*100_000*k - 2*8000*int64(total.dissatisfied) + k) / (2 * k); index != 99363 {
		t.Errorf("the region's index is %d", index)
	}
	received, answered := 0, 0
	for _, c := range all {
		if Quarter().Contains(calendar.DateOf(c.received, shanghai)) {
			received++
			if c.answered {
				answered++
			}
		}
	}
	if received != 10701 || answered < 3000 || answered > 3600 {
		t.Errorf("%d received, %d answered directly", received, answered)
	}
}

func checkBefore(t *testing.T, all map[int]*chronicle) {
	t.Helper()
	_, total := tallied(all, Quarter().YearBefore())
	if total.mean() != 474 || total.satisfaction() != 9515 {
		t.Errorf("the year before comes to %d hundredth days, S %d", total.mean(), total.satisfaction())
	}
}

// counted counts cases received in a period by a key of each.
func counted(all map[int]*chronicle, p calendar.Period, keys func(*chronicle) []string) map[string]int {
	n := map[string]int{}
	for _, c := range all {
		if p.Contains(calendar.DateOf(c.received, shanghai)) {
			for _, k := range keys(c) {
				n[k]++
			}
		}
	}
	return n
}

func tagsOf(c *chronicle) []string {
	var keys []string
	for k := range c.tags {
		keys = append(keys, k)
	}
	return keys
}

func TestTopicsAndSubjects(t *testing.T) {
	t.Parallel()
	all := chronicles(plan(t, Seed), asOf(QuarterAsOf()))
	facets := map[string]int{
		"city:facility": 223, "city:green": 245, "city:parking": 143, "city:dog": 46, "city:disorder": 46, "city:fume": 33, "city:noise": 32,
		"house:illegal": 123, "house:repair": 83, "house:compensation": 66,
		"expropriation:old-town": 24, "expropriation:shantytown": 9, "expropriation:lixian": 8,
		"expropriation:environment": 12, "expropriation:plan": 7, "expropriation:policy": 7, "expropriation:agency": 3,
		"expropriation:area": 2, "expropriation:resettle": 2, "expropriation:other": 8,
		"business:start": 2, "business:tax": 2, "business:facility": 2, "business:other": 13,
	}
	equal(t, "facets", counted(all, Quarter(), tagsOf), facets)
	equal(t, "facets before", counted(all, Quarter().YearBefore(), tagsOf), map[string]int{
		"city:facility": 251, "city:green": 352, "city:parking": 389, "city:dog": 61, "city:disorder": 59, "city:fume": 61, "city:noise": 78,
	})
	equal(t, "subjects", counted(all, Quarter(), func(c *chronicle) []string {
		first, _, _ := strings.Cut(c.subject, "/")
		return []string{first}
	}), map[string]int{
		"城乡建设": 2652, "商贸旅游": 835, "环境与保护": 227, "农村农业": 180, "卫生计生": 99, "教育文体": 72,
		"国土资源": 67, "劳动和社会保障": 60, "民政": 56, "政法": 45, "": 6408,
	})
	equal(t, "business line", counted(all, Quarter(), func(c *chronicle) []string {
		for k := range c.tags {
			if strings.HasPrefix(k, "business:") {
				return []string{string(c.kind), string(c.legs[0].verdict)}
			}
		}
		return nil
	}), map[string]int{"consult": 2, "help": 3, "complain": 2, "report": 1, "suggest": 11, "satisfied": 18, "dissatisfied": 1})
}

func equal(t *testing.T, what string, got, want map[string]int) {
	t.Helper()
	for k := range want {
		if got[k] != want[k] {
			t.Errorf("%s: %q has %d; expected %d", what, k, got[k], want[k])
		}
	}
	for k := range got {
		if _, ok := want[k]; !ok {
			t.Errorf("%s: %q has %d; expected none", what, k, got[k])
		}
	}
}

// TestLateVerdicts: early in January fewer callers have been heard than in
// late February, and the figures read differently.
func TestLateVerdicts(t *testing.T) {
	t.Parallel()
	s := plan(t, Seed)
	_, early := tallied(chronicles(s, asOf(calendar.DateFrom(2020, time.January, 5))), Quarter())
	_, settled := tallied(chronicles(s, asOf(QuarterAsOf())), Quarter())
	if settled.surveyed-early.surveyed < 50 || early.dissatisfied >= settled.dissatisfied {
		t.Errorf("%+v as of 5 January, %+v as of 19 February", early, settled)
	}
	t.Logf("surveyed %d, then %d", early.surveyed, settled.surveyed)
}

func TestContacts(t *testing.T) {
	t.Parallel()
	s := plan(t, Seed)
	got := map[string]int{}
	for _, c := range s.Contacts {
		if !Epidemic().Contains(calendar.DateOf(c.At, shanghai)) {
			t.Fatalf("a call at %s", c.At)
		}
		got["all"]++
		for _, tag := range c.Tags {
			got[tag.Topic]++
		}
		if c.Opens {
			got["opening"]++
		}
	}
	if got["opening"] < 200 {
		t.Errorf("only %d calls opened a case", got["opening"])
	}
	delete(got, "opening")
	equal(t, "calls", got, map[string]int{"all": 32187, "epidemic": 2249, "healthcode": 972})
}

// TestListed: the rosters of both lists are the printed ones.
func TestListed(t *testing.T) {
	t.Parallel()
	lists := map[string]org.List{}
	for _, u := range plan(t, Seed).Units {
		if u.List != org.NoList {
			lists[u.Name] = u.List
		}
	}
	for _, row := range printed(t) {
		if lists[row["unit"]] != org.List(row["list"]) {
			t.Errorf("%s is in list %q; printed %q", row["unit"], lists[row["unit"]], row["list"])
		}
		delete(lists, row["unit"])
	}
	if len(lists) > 0 {
		t.Errorf("units that the printed lists lack: %v", lists)
	}
}
