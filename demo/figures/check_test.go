package figures

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/kernel/exact"
)

// ranking is the published tables, as data.
func ranking(t *testing.T) []map[string]string {
	t.Helper()
	b, err := os.ReadFile("testdata/ranking-2019q4.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func whole(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func figure(s string) *exact.Value { return exact.Must(s).Ptr() }

// typeset is the published bulletin as a document, but for the two figures
// that no cases can give.
func typeset(t *testing.T) (now, epidemic bulletin.Document) {
	t.Helper()
	rank, hundred := 2, figure("100")
	now = bulletin.Document{
		Period: calendar.Period{From: calendar.DateFrom(2019, 10, 1), To: calendar.DateFrom(2019, 12, 31)},
		AsOf:   bulletin.Stamp{Time: time.Date(2020, 2, 19, 0, 0, 0, 0, time.FixedZone("CST", 8*60*60))},
		Summary: bulletin.Summary{
			Received: 10701, Transferred: 7571, Units: 47, SignRate: hundred, CloseRate: hundred, CallBackRate: hundred,
			AvgDays: figure("4.32"), Satisfaction: figure("96.81"), Index: figure("99.363"), OverAverage: 16, BelowFullSatisfaction: 28,
			RankAmongSiblings: &rank,
		},
		Change: bulletin.Change{AvgDays: figure("-0.42"), Satisfaction: figure("1.66")},
		Lists:  []bulletin.List{{Key: "town"}, {Key: "department"}},
		Topics: typesetTopics(),
	}
	for _, row := range ranking(t) {
		r := bulletin.Row{
			Unit: row["unit"], Handled: whole(t, row["handled"]), Dissatisfied: whole(t, row["dissatisfied"]),
			AvgDays: figure(row["avg_days"]), Index: figure(row["index"]), Rank: whole(t, row["rank"]),
		}
		if r.Unit == "退役军人事务局" {
			r.Index = figure("97.332")
		}
		i := 0
		if row["list"] == "department" {
			i = 1
		}
		now.Lists[i].Rows = append(now.Lists[i].Rows, r)
	}
	now.Subjects = []bulletin.Count{
		{Subject: "城乡建设", Count: 2652}, {Subject: "商贸旅游", Count: 835}, {Subject: "环境与保护", Count: 227}, {Subject: "农村农业", Count: 180},
		{Subject: "卫生计生", Count: 99}, {Subject: "教育文体", Count: 72}, {Subject: "国土资源", Count: 67}, {Subject: "劳动和社会保障", Count: 60},
		{Subject: "民政", Count: 56}, {Subject: "政法", Count: 45},
	}
	epidemic.Summary.Contacts = 32187
	epidemic.Topics = []bulletin.Topic{{Key: "epidemic", Total: 2249}, {Key: "healthcode", Total: 972}}
	return now, epidemic
}

func typesetTopics() []bulletin.Topic {
	facets := func(list ...any) []bulletin.Facet {
		var all []bulletin.Facet
		for i := 0; i < len(list); i += 2 {
			all = append(all, bulletin.Facet{Key: list[i].(string), Count: list[i+1].(int)})
		}
		return all
	}
	city := facets("facility", 223, "green", 245, "parking", 143, "dog", 46, "disorder", 46, "fume", 33, "noise", 32)
	for i, change := range []string{"-11.16", "-30.4", "-63.24", "-24.59", "-22.03", "-45.9", "-58.97"} {
		city[i].ChangePercent = figure(change)
	}
	content := facets("core", 6, "other", 13)
	content[0].Facets = facets("start", 2, "tax", 2, "facility", 2)
	return []bulletin.Topic{
		{Key: "city", Total: 768, Groups: []bulletin.Group{{Facets: city}}},
		{
			Key: "business", Total: 19, CloseRate: figure("100"), Satisfaction: figure("94.74"),
			Groups: []bulletin.Group{{Facets: facets("consult", 2, "help", 3, "complain", 3, "suggest", 11)}, {Facets: content}},
		},
		{Key: "house", Total: 272, Groups: []bulletin.Group{{Facets: facets("illegal", 123, "repair", 83, "compensation", 66)}}},
		{Key: "expropriation", Total: 41, Groups: []bulletin.Group{
			{Facets: facets("old-town", 24, "shantytown", 9, "lixian", 8)},
			{Facets: facets("environment", 12, "plan", 7, "policy", 7, "agency", 3, "area", 2, "resettle", 2, "other", 8)},
		}},
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	results, err := Check(typeset(t))
	if err != nil {
		t.Fatal(err)
	}
	var known []string
	for _, r := range results {
		switch {
		case r.Reason != "" && !r.OK:
			known = append(known, r.Figure)
		case !r.OK:
			t.Errorf("%s: printed %s, computed %s", r.Figure, r.Printed, r.Computed)
		}
	}
	if len(results) <= 300 || len(known) != 2 || known[0] != "退役军人事务局 综合效能指数" || known[1] != "文明城市 噪音类 同比 %" {
		t.Errorf("%d figures, known to be irreproducible: %v", len(results), known)
	}
}

// TestFlaws: what cannot be reproduced is named in both languages.
func TestFlaws(t *testing.T) {
	t.Parallel()
	flaws, err := Flaws()
	if err != nil || len(flaws) != 2 {
		t.Fatal(flaws, err)
	}
	for _, f := range flaws {
		if f.Printed == "" || f.Printed == f.Computed || f.Chinese == "" || f.English == "" || f.Figure == "" {
			t.Errorf("%+v", f)
		}
	}
}

// TestCheckFinds: any figure that changes, or is lost, is reported.
func TestCheckFinds(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(now, epidemic *bulletin.Document){
		"cell":            func(now, _ *bulletin.Document) { now.Lists[0].Rows[3].Dissatisfied++ },
		"index":           func(now, _ *bulletin.Document) { now.Lists[1].Rows[30].Index = figure("97.333") },
		"row":             func(now, _ *bulletin.Document) { now.Lists[1].Rows = now.Lists[1].Rows[1:] },
		"order":           func(now, _ *bulletin.Document) { now.Subjects[3], now.Subjects[4] = now.Subjects[4], now.Subjects[3] },
		"rank":            func(now, _ *bulletin.Document) { now.Summary.RankAmongSiblings = nil },
		"mean":            func(now, _ *bulletin.Document) { now.Summary.AvgDays = nil },
		"nested facet":    func(now, _ *bulletin.Document) { now.Topics[1].Groups[1].Facets[0].Facets[2].Count = 3 },
		"change":          func(now, _ *bulletin.Document) { now.Topics[0].Groups[0].Facets[6].ChangePercent = figure("-58.96") },
		"topics":          func(now, _ *bulletin.Document) { now.Topics = nil },
		"calls":           func(_, epidemic *bulletin.Document) { epidemic.Summary.Contacts-- },
		"epidemic topics": func(_, epidemic *bulletin.Document) { epidemic.Topics = nil },
		"moment":          func(now, _ *bulletin.Document) { now.AsOf.Time = now.AsOf.Add(-time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now, epidemic := typeset(t)
			spoil(&now, &epidemic)
			results, err := Check(now, epidemic)
			if err != nil {
				t.Fatal(err)
			}
			if passed(results) {
				t.Error("passed")
			}
		})
	}
}

// passed reports whether every figure agrees or has its reason.
func passed(results []Result) bool {
	return !slices.ContainsFunc(results, func(r Result) bool { return !r.OK && r.Reason == "" })
}

// TestFiguresAreWhole: every printed row and column of the tables is checked.
func TestFiguresAreWhole(t *testing.T) {
	t.Parallel()
	places := map[string]string{}
	rows, err := list()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if places[row[columnWhere]] != "" {
			t.Errorf("%s is checked twice", row[columnWhere])
		}
		places[row[columnWhere]] = row[columnPrinted]
	}
	cells := 0
	for _, row := range ranking(t) {
		for _, column := range []string{"handled", "dissatisfied", "avg_days", "index", "rank"} {
			if got := places["now/lists/"+row["list"]+"/"+row["unit"]+"/"+column]; got != row[column] {
				t.Errorf("%s %s is checked against %q; printed %s", row["unit"], column, got, row[column])
			}
			cells++
		}
	}
	if cells != 47*5 {
		t.Error("cells: " + strconv.Itoa(cells))
	}
}
