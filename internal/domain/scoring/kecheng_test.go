package scoring_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/kernel/exact"
)

// printed is one row of the tables of the 2019 Q4 bulletin: facts.
type printed struct {
	list, unit            string
	handled, dissatisfied int
	days                  int // hundredths
	index                 int // thousandths
	rank                  int
	surveyed              int // fitted, see fit
}

// irreproducible is the one unit whose printed index no whole number of
// surveyed legs gives (READING.md): 97.334 is printed, k = 9 gives 97.332, and
// 97.334 comes out only if S is rounded instead of cut off.
const irreproducible = "退役军人事务局"

// meanDays is the printed district mean, in hundredths of a day.
const meanDays = 432

func readPrinted(t testing.TB) []printed {
	t.Helper()
	f, err := os.Open("testdata/kecheng-2019q4.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []printed
	for _, r := range records[1:] {
		p := printed{
			list: r[0], unit: r[1], handled: scaled(t, r[2], 0), dissatisfied: scaled(t, r[3], 0),
			days: scaled(t, r[4], 2), index: scaled(t, r[5], 3), rank: scaled(t, r[6], 0),
		}
		p.surveyed = fit(t, p)
		rows = append(rows, p)
	}
	if len(rows) != 47 {
		t.Fatalf("%d rows; the bulletin prints 47", len(rows))
	}
	return rows
}

// scaled reads a decimal as a whole number of 10^-places.
func scaled(t testing.TB, s string, places int) int {
	t.Helper()
	whole, fraction, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole + (fraction + "000")[:places])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// satisfactionOf is S in hundredths, cut off, in plain integers: the oracle of
// this test, written apart from the package.
func satisfactionOf(dissatisfied, surveyed int) int {
	if surveyed == 0 {
		return 100_00
	}
	return (100*surveyed - 40*dissatisfied) * 100 / surveyed
}

// indexOf is the index in thousandths by the recovered formula.
func indexOf(satisfaction, days, mean int) int {
	return 100_000 - 2*(100_00-satisfaction) - 5*max(0, days-mean)
}

// fit finds the smallest number of surveyed legs that gives the printed index;
// units without a dissatisfied leg need none.
func fit(t testing.TB, p printed) int {
	t.Helper()
	if p.dissatisfied == 0 {
		return 0
	}
	for k := p.dissatisfied; k <= p.handled; k++ {
		if indexOf(satisfactionOf(p.dissatisfied, k), p.days, meanDays) == p.index {
			return k
		}
	}
	if p.unit != irreproducible {
		t.Fatalf("%s: no number of surveyed legs gives the printed index", p.unit)
	}
	return 9
}

// asTable writes the rows as a user's table.
func asTable(rows []printed) string {
	var b strings.Builder
	b.WriteString("list,unit,handled,surveyed,dissatisfied,avg_days\n")
	for _, p := range rows {
		fmt.Fprintf(&b, "%s,%s,%d,%d,%d,%d.%02d\n", p.list, p.unit, p.handled, p.surveyed, p.dissatisfied, p.days/100, p.days%100)
	}
	return b.String()
}

func preset(t testing.TB, key string) *scoring.Scheme {
	t.Helper()
	s, err := scoring.Preset(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func readTable(t testing.TB, text string) scoring.Table {
	t.Helper()
	table, err := scoring.ReadTable(strings.NewReader(text), "table.csv")
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// rowsOf gathers all rows of a result by unit.
func rowsOf(r scoring.Result) map[string]scoring.Row {
	rows := map[string]scoring.Row{}
	for _, l := range r.Lists {
		for _, row := range l.Rows {
			rows[row.Unit] = row
		}
	}
	return rows
}

var printedMean = scoring.Options{Reference: map[scoring.Measure]exact.Value{scoring.AvgDays: exact.Ratio(meanDays, 100)}}

func TestKechengTable(t *testing.T) {
	t.Parallel()
	rows := readPrinted(t)
	scored, err := scoring.ScoreTable(preset(t, "kecheng-2019"), readTable(t, asTable(rows)), printedMean)
	if err != nil {
		t.Fatal(err)
	}
	checkPrinted(t, rows, scored.Result)
}

// checkPrinted compares every printed index and rank, but for the index that
// is known not to be reproducible.
func checkPrinted(t *testing.T, rows []printed, r scoring.Result) {
	t.Helper()
	got := rowsOf(r)
	exactIndices := 0
	for _, p := range rows {
		row := got[p.unit]
		if row.Rank != p.rank {
			t.Errorf("%s: rank %d, printed %d", p.unit, row.Rank, p.rank)
		}
		switch want := exact.Ratio(int64(p.index), 1000); {
		case row.Index.Equal(want):
			exactIndices++
		case p.unit != irreproducible:
			t.Errorf("%s: index %s, printed %s", p.unit, row.Index, want)
		}
	}
	if exactIndices != 46 {
		t.Errorf("%d of 47 printed indices; 46 can be reproduced", exactIndices)
	}
	if index := got[irreproducible].Index; index.String() != "97.332" {
		t.Errorf("%s: index %s; 9 surveyed legs give 97.332", irreproducible, index)
	}
	if s := *got[irreproducible].Measures.Printed(scoring.Satisfaction); s.String() != "86.66" {
		t.Errorf("%s: satisfaction %s; cut off it is 86.66", irreproducible, s)
	}
	if n := len(r.OverAverage()); n != 16 {
		t.Errorf("%d units over the mean; printed 16", n)
	}
	if n := len(r.BelowFullSatisfaction()); n != 28 {
		t.Errorf("%d units below full satisfaction; printed 28", n)
	}
	if n := r.Units(); n != 47 {
		t.Errorf("%d units; printed 47", n)
	}
}

// TestKechengRoundedSatisfaction shows what READING.md says of the one index:
// it is the printed one when S is rounded, and then others are lost.
func TestKechengRoundedSatisfaction(t *testing.T) {
	t.Parallel()
	s := preset(t, "kecheng-2019")
	s.Rounding.Satisfaction.Mode = exact.HalfUp
	rows := readPrinted(t)
	scored, err := scoring.ScoreTable(s, readTable(t, asTable(rows)), printedMean)
	if err != nil {
		t.Fatal(err)
	}
	got := rowsOf(scored.Result)
	if index := got[irreproducible].Index.String(); index != "97.334" {
		t.Errorf("index %s; printed 97.334", index)
	}
	lost := 0
	for _, p := range rows {
		if !got[p.unit].Index.Equal(exact.Ratio(int64(p.index), 1000)) {
			lost++
		}
	}
	if lost == 0 {
		t.Error("rounding loses nothing, so the scheme should round")
	}
}

// TestKechengWithoutReference: the table's own mean is another one, as the
// bulletin's 120 legs outside the lists are not in it.
func TestKechengWithoutReference(t *testing.T) {
	t.Parallel()
	scored, err := scoring.ScoreTable(preset(t, "kecheng-2019"), readTable(t, asTable(readPrinted(t))), scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if mean := scored.Result.References[scoring.AvgDays]; mean.String() != "4.35" {
		t.Errorf("mean %s; READING.md computes 4.354", mean)
	}
}

var shanghai = time.FixedZone("CST", 8*60*60)

// quarter makes a district's quarter of legs whose counts and days are those
// of the bulletin, 120 legs outside the lists included.
func quarter(t testing.TB, rows []printed) []scoring.Leg {
	t.Helper()
	const legs, surveyed, outsideSeconds = 7571, 5626, 262 * 86400
	var all []scoring.Leg
	for _, p := range rows {
		all = append(all, unitLegs(p, p.days*p.handled*864)...)
	}
	outside := printed{unit: "某外部单位", handled: legs - len(all), surveyed: legs - len(all)}
	all = append(all, unitLegs(outside, outsideSeconds)...)
	return surveyMore(all, surveyed)
}

// unitLegs spreads a total of seconds over a unit's legs: whole days on all
// but one, which is closed on its dispatch date after what is left.
func unitLegs(p printed, seconds int) []scoring.Leg {
	midnight := time.Date(2019, 10, 8, 0, 0, 0, 0, shanghai)
	legs := make([]scoring.Leg, p.handled)
	days, left := seconds/86400, seconds%86400
	spread := p.handled
	if left > 0 {
		spread--
	}
	for i := range legs {
		closed := midnight.Add(time.Duration(left) * time.Second)
		if i < spread {
			n := days / spread
			if i < days%spread {
				n++
			}
			closed = midnight.AddDate(0, 0, n)
		}
		legs[i] = scoring.Leg{
			Ref: fmt.Sprintf("%s-%04d", p.unit, i+1), Unit: p.unit, List: p.list,
			Dispatched: midnight, Closed: closed,
			Sign: scoring.Met, Close: scoring.Met, CallBack: scoring.Met,
		}
		switch {
		case i < p.dissatisfied:
			legs[i].Verdict = survey.Dissatisfied
		case i < p.surveyed:
			legs[i].Verdict = survey.Satisfied
		}
	}
	return legs
}

// surveyMore lets legs of units without a fitted count be surveyed as satisfied
// until so many are surveyed in all.
func surveyMore(legs []scoring.Leg, surveyed int) []scoring.Leg {
	fitted := map[string]bool{}
	n := 0
	for _, l := range legs {
		if l.Verdict == survey.Dissatisfied {
			fitted[l.Unit] = true
		}
		if l.Verdict.Surveyed() {
			n++
		}
	}
	for i := range legs {
		if n < surveyed && !fitted[legs[i].Unit] && legs[i].Verdict == survey.None {
			legs[i].Verdict = survey.Satisfied
			n++
		}
	}
	return legs
}

func TestKechengLegs(t *testing.T) {
	t.Parallel()
	rows := readPrinted(t)
	legs := quarter(t, rows)
	s := preset(t, "kecheng-2019")
	r, err := scoring.Score(s, slices.Values(legs), shanghai, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkPrinted(t, rows, r)
	got := map[string]string{
		"legs":         strconv.Itoa(r.Region.Tally.Handled),
		"outside":      strconv.Itoa(r.Outside.Handled),
		"dissatisfied": strconv.Itoa(r.Region.Tally.Dissatisfied),
		"surveyed":     strconv.Itoa(r.Region.Tally.Surveyed()),
		"avg_days":     r.Region.Measures.Printed(scoring.AvgDays).String(),
		"satisfaction": r.Region.Measures.Printed(scoring.Satisfaction).String(),
		"close_rate":   r.Region.Measures.Printed(scoring.CloseRate).String(),
		"index":        r.Region.Index.String(),
	}
	want := map[string]string{
		"legs": "7571", "outside": "120", "dissatisfied": "448", "surveyed": "5626",
		"avg_days": "4.32", "satisfaction": "96.81", "close_rate": "100", "index": "99.363",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("region's %s: %s; printed %s", name, got[name], value)
		}
	}
	for _, w := range r.Region.Working {
		if w.Component == "avg_days" {
			t.Error("the region's own index has a time term")
		}
	}
}
