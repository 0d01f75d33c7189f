package scoring_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/scoring"
	"huying/internal/kernel/exact"
)

// standings scores a table of list, unit, handled, surveyed, dissatisfied and
// average days, and writes each row as list/band rank unit tier.
func standings(t *testing.T, s *scoring.Scheme, lines ...string) []string {
	t.Helper()
	table := readTable(t, "list,unit,handled,surveyed,dissatisfied,avg_days\n"+strings.Join(lines, "\n"))
	scored, err := scoring.ScoreTable(s, table, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range scored.Result.Lists {
		for _, row := range l.Rows {
			got = append(got, strings.TrimRight(fmt.Sprintf("%s/%s %d %s %s", l.Key, l.Band, row.Rank, row.Unit, row.Tier), " "))
		}
	}
	return got
}

func TestTies(t *testing.T) {
	t.Parallel()
	lines := []string{
		"town,丁,5,5,0,2", "town,丙,5,5,0,1", "town,乙,5,5,0,1", "town,甲,5,5,5,1",
		"town,戊,5,5,0,", // no days: after those that have some
		"town,己,0,0,0,", // nothing handled: not ranked
	}
	for ties, want := range map[scoring.Ties][]string{
		scoring.Skip:    {"town/ 1 丙", "town/ 1 乙", "town/ 3 丁", "town/ 4 戊", "town/ 5 甲", "town/ 0 己"},
		scoring.Dense:   {"town/ 1 丙", "town/ 1 乙", "town/ 2 丁", "town/ 3 戊", "town/ 4 甲", "town/ 0 己"},
		scoring.Ordinal: {"town/ 1 丙", "town/ 2 乙", "town/ 3 丁", "town/ 4 戊", "town/ 5 甲", "town/ 0 己"},
	} {
		s := preset(t, "kecheng-2019")
		s.Ranking.Ties = ties
		s.Components = s.Components[3:4] // satisfaction alone, so that days only break ties
		s.Region.Components = nil
		if diff := cmp.Diff(want, standings(t, s, lines...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", ties, diff)
		}
	}
}

func TestMinimumSurveyed(t *testing.T) {
	t.Parallel()
	s := preset(t, "kecheng-2019")
	s.Minimum = scoring.Minimum{Handled: 3, Surveyed: 2}
	got := standings(t, s, "town,甲,9,1,0,1", "town,乙,2,2,0,1", "town,丙,3,2,2,1")
	want := []string{"town/ 1 丙", "town/ 0 乙", "town/ 0 甲"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestHangzhouBands: departments are ranked by volume, small ones are measured
// without a rank, and the card goes to the last two below 90.
func TestHangzhouBands(t *testing.T) {
	t.Parallel()
	got := standings(t, preset(t, "hangzhou"),
		"department,大,300,100,0,1", "department,中甲,299,100,0,1", "department,中乙,80,80,0,1",
		"department,中丙,81,80,78,1", "department,中丁,82,80,60,1", "department,中戊,83,80,70,1",
		"department,小,79,10,3,1", "department,微,19,10,9,1", "county,区,10,10,0,1", "county,县,20,10,4,1",
		"county,整九十五,20,20,5,1", "county,整九十,20,20,10,1", // the thresholds themselves
	)
	want := []string{
		"department/large 1 大 excellent",
		"department/medium 1 中乙 excellent", "department/medium 1 中甲 excellent",
		"department/medium 3 中丁 unqualified", "department/medium 4 中戊 yellow-card", "department/medium 5 中丙 yellow-card",
		"department/small 1 小 qualified", "department/small 0 微",
		"county/ 1 整九十五 excellent", "county/ 2 县 qualified", "county/ 3 整九十 qualified", "county/ 0 区",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLinyiTiers(t *testing.T) {
	t.Parallel()
	var lines []string
	for i := range 8 {
		lines = append(lines, fmt.Sprintf("county,县%d,100,100,%d,1", i, i*7))
	}
	want := []string{
		"county/ 1 县0 red", "county/ 2 县1 red", "county/ 3 县2 red", "county/ 4 县3",
		"county/ 5 县4", "county/ 6 县5 yellow", "county/ 7 县6 yellow", "county/ 8 县7 yellow",
	}
	if diff := cmp.Diff(want, standings(t, preset(t, "linyi"), lines...)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	lines[3], lines[4] = "county,县3,100,100,31,1", "county,县4,100,100,30,1"
	got := standings(t, preset(t, "linyi"), append(lines, "county,县8,100,100,90,1", "county,县9,100,100,91,1")...)
	if named := "county/ 4 县4"; got[3] != named {
		t.Errorf("70 %% is not under 70: %q, want %q", got[3], named)
	}
	if named := "county/ 5 县3 named"; got[4] != named {
		t.Errorf("69 %% is named: %q, want %q", got[4], named)
	}
}

// TestLianyungang: the marks kept of the two published items (domain.md §5.2).
func TestLianyungang(t *testing.T) {
	t.Parallel()
	tests := []struct {
		item                           string
		handled, surveyed, dissatified int
		closeRate, measure, kept       string
	}{
		{"close_rate", 10, 10, 0, "80", "80", "5"},
		{"close_rate", 10, 10, 0, "89.82", "89.82", "14.82"},
		{"close_rate", 10, 10, 0, "100", "100", "25"},
		{"close_rate", 10, 10, 0, "75", "75", "0"},
		{"close_rate", 10, 10, 0, "60.5", "60.5", "0"},
		{"satisfied_rate", 10, 8, 1, "100", "87.5", "19.75"},
		{"satisfied_rate", 10, 6, 1, "100", "83.33", "17.67"},
		{"satisfied_rate", 10, 4, 1, "100", "75", "13.5"},
		{"satisfied_rate", 100, 100, 2, "100", "98", "25"},
		{"satisfied_rate", 100, 100, 0, "100", "100", "25"},
		{"satisfied_rate", 100, 100, 27, "100", "73", "12.5"},
		{"satisfied_rate", 100, 100, 90, "100", "10", "12.5"},
	}
	for _, tt := range tests {
		table := readTable(t, fmt.Sprintf("list,unit,handled,surveyed,dissatisfied,avg_days,close_rate\ncounty,某县,%d,%d,%d,3,%s\n",
			tt.handled, tt.surveyed, tt.dissatified, tt.closeRate))
		scored, err := scoring.ScoreTable(preset(t, "lianyungang-2019"), table, scoring.Options{})
		if err != nil {
			t.Fatal(err)
		}
		row, found := rowsOf(scored.Result)["某县"], false
		total := exact.Value{}
		for _, w := range row.Working {
			total = total.Add(*w.Item)
			if w.Component != tt.item {
				continue
			}
			found = true
			if w.Measure.String() != tt.measure || w.Item.String() != tt.kept {
				t.Errorf("%s %s: keeps %s; want %s at %s", tt.item, w.Measure, w.Item, tt.kept, tt.measure)
			}
		}
		if !found {
			t.Errorf("no item %s", tt.item)
		}
		if !row.Index.Equal(total) {
			t.Errorf("index %s; the items sum to %s", row.Index, total)
		}
	}
}

// TestBonusAndCap: a component may add points, and none gives more than its cap.
func TestBonusAndCap(t *testing.T) {
	t.Parallel()
	s := preset(t, "kecheng-2019")
	half, ten, one := exact.Must("0.5"), exact.Int(10), exact.Int(1)
	s.Components = []scoring.Component{
		{Key: "solved", Name: "解决", Measure: scoring.SolvedRate, Target: &scoring.Target{Number: exact.Int(80)}, Side: scoring.Above, Rate: &half, Effect: scoring.Bonus},
		{Key: "returns", Name: "退单", Measure: scoring.Returns, PerCase: &half, Cap: &one, Effect: scoring.Deduct},
		{Key: "reworks", Name: "重办", Measure: scoring.Reworks, PerCase: &half, Cap: &ten, Effect: scoring.Deduct},
	}
	s.Region.Components = nil
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	table := readTable(t, "list,unit,handled,surveyed,dissatisfied,avg_days,solved_rate,returns,reworks\ntown,甲,9,9,0,1,90%,7,3\n")
	scored, err := scoring.ScoreTable(s, table, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := rowsOf(scored.Result)["甲"].Index.String(); got != "102.5" { // 100 + 5 − 1 − 1.5
		t.Errorf("index %s; want 102.5", got)
	}
}
