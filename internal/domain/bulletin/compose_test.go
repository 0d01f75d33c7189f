package bulletin_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/domain/calendar"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/golden"
)

func prose(sections []bulletin.Section) string {
	var b strings.Builder
	for _, s := range sections {
		fmt.Fprintf(&b, "# %s\n%s\n", s.Heading, strings.Join(s.Paragraphs, "\n"))
	}
	return b.String()
}

func TestComposeGolden(t *testing.T) {
	t.Parallel()
	golden.Check(t, "testdata/rich.txt", []byte(prose(bulletin.Compose(bulletintest.Rich()))))
	golden.Check(t, "testdata/bare.txt", []byte(prose(bulletin.Compose(bulletintest.Bare()))))
}

func TestComposeWords(t *testing.T) {
	t.Parallel()
	value := func(s string) *exact.Value { return exact.Must(s).Ptr() }
	for name, c := range map[string]struct {
		change       func(*bulletin.Document)
		says, silent []string
	}{
		"days longer": {
			func(d *bulletin.Document) { d.Change.AvgDays = value("0.5") },
			[]string{"平均办理时长3.90天，比上年同期延长0.50天。"},
			[]string{"缩短"},
		},
		"days alike": {
			func(d *bulletin.Document) { d.Change.AvgDays = value("0") },
			[]string{"平均办理时长3.90天，与上年同期持平。"},
			[]string{"缩短", "延长"},
		},
		"nothing closed": {
			func(d *bulletin.Document) { d.Summary.AvgDays, d.Change.AvgDays = nil, nil },
			[]string{"期内交转的诉求尚无办结，不计平均办理时长。"},
			[]string{"办理时长超出平均"},
		},
		"satisfaction lower": {
			func(d *bulletin.Document) { d.Change.Satisfaction = value("-1.5") },
			[]string{"比上年同期降低1.50个百分点"}, nil,
		},
		"no verdict": {
			func(d *bulletin.Document) { d.Summary.Surveyed, d.Summary.Dissatisfied = 0, 0 },
			[]string{"回访尚未取得有效评价。"},
			[]string{"满意率97", "个百分点。青禾"},
		},
		"nobody dissatisfied": {
			func(d *bulletin.Document) { d.Summary.Dissatisfied, d.Summary.BelowFullSatisfaction = 0, 0 },
			[]string{"没有不满意件", "各单位均没有失分的评价"},
			[]string{"满意率不足"},
		},
		"nobody over the average": {
			func(d *bulletin.Document) { d.Summary.OverAverage = 0 },
			[]string{"没有单位的办理时长超出平均"}, nil,
		},
		"no siblings": {
			func(d *bulletin.Document) { d.Summary.RankAmongSiblings, d.Siblings = nil, nil },
			[]string{"青禾区效能指数"},
			[]string{"同级地区"},
		},
		"a rate with nothing due": {
			func(d *bulletin.Document) { d.Summary.CallBackRate, d.Summary.SignRate = nil, nil },
			[]string{"按期受理率、按期回访核实率没有到期件可计"},
			[]string{"按期受理率99"},
		},
		"no year before": {
			func(d *bulletin.Document) { d.Change = bulletin.Change{}; d.Topics = nil },
			[]string{"上年同期没有可比数据"},
			[]string{"比上年同期", "持平"},
		},
		"all units outside the lists": {
			func(d *bulletin.Document) { d.Summary.Units, d.Lists = 0, nil },
			[]string{"均由榜外单位办理"},
			[]string{"列榜单位", "末位"},
		},
		"nothing received but legs": {
			func(d *bulletin.Document) { d.Summary.Received = 0 },
			[]string{"青禾区没有受理新的群众诉求", "交转承办"}, nil,
		},
		"contacts": {
			func(d *bulletin.Document) { d.Summary.Contacts = 7 },
			[]string{"登记来电、接待7次。"}, nil,
		},
		"notes are no prose": {
			func(d *bulletin.Document) { d.Notes = []string{"此为推定。"} },
			nil, []string{"此为推定", "应为"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := bulletintest.Rich()
			c.change(&d)
			text := prose(bulletin.Compose(d))
			for _, want := range c.says {
				if !strings.Contains(text, want) {
					t.Errorf("does not say %q:\n%s", want, text)
				}
			}
			for _, not := range c.silent {
				if strings.Contains(text, not) {
					t.Errorf("says %q:\n%s", not, text)
				}
			}
		})
	}
}

func TestComposeEndsOfALists(t *testing.T) {
	t.Parallel()
	units := strings.Split("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉", "")
	for name, c := range map[string]struct {
		ranks []int
		want  string
	}{
		"empty":                 {nil, "“榜”榜没有列榜单位。"},
		"one":                   {[]int{1}, "“榜”榜只有甲参加排名。"},
		"none ranked":           {[]int{0, 0}, "“榜”榜2家单位均未达到排名条件。"},
		"two":                   {[]int{1, 2}, "“榜”榜2家单位中，甲列第1位，乙列末位。"},
		"two alike":             {[]int{1, 1}, "“榜”榜2家单位并列第1位。"},
		"tie at the top":        {[]int{1, 1, 3}, "“榜”榜3家单位中，甲、乙并列第1位，丙列末位。"},
		"tie at the end":        {[]int{1, 2, 2}, "“榜”榜3家单位中，甲列第1位，乙、丙并列第2位，居末位。"},
		"unranked are left out": {[]int{1, 2, 0}, "“榜”榜2家单位中，甲列第1位，乙列末位。"},
		"last tenth of twenty": {
			[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20},
			"“榜”榜20家单位中，甲列第1位，靠后的依次为酉（第20位）、申（第19位）。",
		},
		"last tenth would split a tie": {
			[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 18, 20},
			"“榜”榜20家单位中，甲列第1位，靠后的依次为酉（第20位）、申（第18位）、未（第18位）。",
		},
		"all but the last alike": {
			[]int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 20},
			"“榜”榜20家单位中，甲等19家单位并列第1位，酉列末位。",
		},
		"a long tie at the end": {
			[]int{1, 2, 2, 2, 2, 2, 2, 2},
			"“榜”榜8家单位中，甲列第1位，乙等7家单位并列第2位，居末位。",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := bulletin.List{Name: "榜"}
			for i, rank := range c.ranks {
				list.Rows = append(list.Rows, bulletin.Row{Unit: units[i], Rank: rank})
			}
			text := prose(bulletin.Compose(bulletin.Document{Summary: bulletin.Summary{Received: 1}, Lists: []bulletin.List{list}}))
			if !strings.Contains(text, "\n"+c.want+"\n") {
				t.Errorf("want %q in:\n%s", c.want, text)
			}
		})
	}
}

// TestComposeOfAnEmptyPeriod: one sentence, and no list of zeros.
func TestComposeOfAnEmptyPeriod(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	d.Summary = bulletin.Summary{}
	want := "# 总体情况\n2021年三季度，青禾区没有受理群众诉求，也没有交转承办的诉求。\n"
	if got := prose(bulletin.Compose(d)); got != want || !d.Empty() {
		t.Errorf("says\n%s", got)
	}
}

// figures are the numbers in a text, signs left out.
var figures = regexp.MustCompile(`\d+(\.\d+)?`)

// TestComposeFiguresAreTheDocuments: whatever the document holds, the prose
// has no figure that the document has not; counting the rows of a list, tied
// rows and the regions compared is the only arithmetic that it does.
func TestComposeFiguresAreTheDocuments(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := document().Draw(t, "document")
		plain, err := bulletin.Encode(d)
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]bool{"100": true} // full satisfaction
		for _, n := range figures.FindAllString(string(plain), -1) {
			known[shortest(n)] = true
			known[strings.TrimLeft(n, "0")] = true // months and days
		}
		for i := range max(len(d.Siblings)+1, 23) + 1 {
			known[fmt.Sprint(i)] = true // lengths of lists
		}
		for _, date := range datesIn(d) {
			known[fmt.Sprint(date.Year())] = true
			known[fmt.Sprint(int(date.Month()))] = true
			known[fmt.Sprint(date.Day())] = true
			known[fmt.Sprint((date.Month()-1)/3+1)] = true // a quarter's number
		}
		for _, said := range figures.FindAllString(prose(bulletin.Compose(d)), -1) {
			if !known[shortest(said)] {
				t.Fatalf("the prose says %s, the document does not:\n%s", said, prose(bulletin.Compose(d)))
			}
		}
	})
}

// shortest is a number without the zeros that only keep its places.
func shortest(n string) string { return exact.Must(n).String() }

func datesIn(d bulletin.Document) []calendar.Date {
	dates := []calendar.Date{d.Period.From, d.Period.To, calendar.DateOf(d.AsOf.Time, time.UTC)}
	for _, topic := range d.Topics {
		dates = append(dates, topic.From, topic.To)
	}
	return dates
}

// TestComposeLeavesNoHoles: no sentence of any document is empty, starts with
// a comma or doubles its punctuation.
func TestComposeLeavesNoHoles(t *testing.T) {
	t.Parallel()
	holes := regexp.MustCompile(`，，|。。|，。|、。|：。|（）|<nil>|%!|^[，。、]`)
	rapid.Check(t, func(t *rapid.T) {
		d := document().Draw(t, "document")
		d.Notes, d.Reconciliation = nil, nil // their words are not ours
		for _, s := range bulletin.Compose(d) {
			for _, p := range s.Paragraphs {
				if p == "" || holes.MatchString(strings.NewReplacer("（、", "", "、", "").Replace(p)) || !strings.HasSuffix(p, "。") {
					t.Fatalf("%q: %q", s.Heading, p)
				}
			}
		}
	})
}
