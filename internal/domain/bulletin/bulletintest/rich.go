package bulletintest

import (
	"cmp"
	"slices"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/kernel/exact"
)

// Rich is a quarter of the invented district with everything that a bulletin
// can hold: two long lists with ties, topics with nested facets, siblings,
// assumptions and a reconciliation gap. It carries its prose and hash.
func Rich() bulletin.Document {
	d := bulletin.Document{
		Title:  "青禾区2021年三季度“效能指数”通报",
		Period: calendar.Period{From: calendar.DateFrom(2021, time.July, 1), To: calendar.DateFrom(2021, time.September, 30)},
		AsOf:   bulletin.Stamp{Time: time.Date(2021, time.November, 8, 0, 0, 0, 0, time.FixedZone("", 8*60*60))},
		Scheme: "qinghe@2",
		Region: bulletin.Region{Code: "990101", Name: "青禾区"},
		Lists:  lists(),
		Subjects: []bulletin.Count{
			{Subject: "城市管理", Count: 1983}, {Subject: "交通出行", Count: 1240}, {Subject: "住房物业", Count: 977},
			{Subject: "市场监管", Count: 640}, {Subject: "环境保护", Count: 388}, {Subject: "教育文体", Count: 151},
			{Subject: "医疗卫生", Count: 120}, {Subject: "劳动保障", Count: 96}, {Subject: "农业农村", Count: 61}, {Subject: "公共安全", Count: 40},
		},
		Topics: topics(),
		Notes: []string{
			"按期受理率、按期办结率、按期回访核实率每低1个百分点的扣分为假设值，考核办法未予明示。",
			"办理时长按自然日计，当日办结的按实际时长折算，此为推定。 / Days are natural days; a leg closed on its dispatch date counts its elapsed time. Inferred.",
		},
	}
	d.Summary = summary(d.Lists)
	d.Siblings = bulletin.RankSiblings(d.Summary.Index, []bulletin.Sibling{
		{Name: "（虚构）东岭区", Index: exact.Must("99.702").Ptr(), Source: "虚构数据，仅供演示"},
		{Name: "（虚构）西浦区", Index: exact.Must("98.114").Ptr(), Source: "虚构数据，仅供演示"},
		{Name: "（虚构）北原县", Index: exact.Must("97.86").Ptr(), Source: "虚构数据，仅供演示"},
		{Name: "（虚构）南屏县", Source: "未报送"},
	})
	d.Summary.RankAmongSiblings = bulletin.RankAmong(d.Summary.Index, d.Siblings)
	d.Change = bulletin.Change{
		Received: exact.Int(-312).Ptr(), Transferred: exact.Int(145).Ptr(), AnsweredDirectly: exact.Int(-457).Ptr(),
		SignRate: exact.Must("0.35").Ptr(), CloseRate: exact.Must("-0.08").Ptr(), CallBackRate: exact.Int(0).Ptr(),
		AvgDays: exact.Must("-0.37").Ptr(), Satisfaction: exact.Must("1.28").Ptr(), Index: exact.Must("0.291").Ptr(),
	}
	d.Reconciliation = []bulletin.Reconciliation{
		{
			Check: "rows sum to transferred", Expected: exact.Int(int64(d.Summary.Transferred)), Found: exact.Int(int64(handled(d.Lists))),
			Note: "其余为榜外单位承办，计入全区而不列榜。",
		},
		{Check: "列榜单位数", Expected: exact.Int(47), Found: exact.Int(int64(d.Summary.Units)), Note: ""},
	}
	d.Text = bulletin.Compose(d)
	return sealed(d)
}

// outsideLegs are legs of units that stand in no list.
const outsideLegs = 64

func handled(lists []bulletin.List) int {
	n := 0
	for _, l := range lists {
		for i := range l.Rows {
			n += l.Rows[i].Handled
		}
	}
	return n
}

// meanDays is the invented district's printed average.
func meanDays() exact.Value { return exact.Must("3.9") }

func summary(lists []bulletin.List) bulletin.Summary {
	s := bulletin.Summary{
		Received: 6180, AnsweredDirectly: 1422, Contacts: 9044, Transferred: handled(lists) + outsideLegs,
		SignRate: exact.Must("99.87").Ptr(), CloseRate: exact.Must("99.4").Ptr(), CallBackRate: exact.Int(100).Ptr(),
		AvgDays: meanDays().Ptr(),
	}
	for _, l := range lists {
		for i := range l.Rows {
			r := &l.Rows[i]
			s.Units++
			s.Surveyed += r.Surveyed
			s.Dissatisfied += r.Dissatisfied
			if r.AvgDays.Cmp(meanDays()) > 0 {
				s.OverAverage++
			}
			if r.Satisfaction.Cmp(exact.Int(100)) < 0 {
				s.BelowFullSatisfaction++
			}
		}
	}
	s.Surveyed += outsideLegs / 2
	s.Satisfaction = satisfaction(s.Surveyed, s.Dissatisfied).Ptr()
	s.Index = exact.Int(100).Sub(exact.Int(100).Sub(*s.Satisfaction).Mul(exact.Must("0.2"))).
		Round(exact.Rounding{Mode: exact.HalfUp, Places: 3}).Ptr()
	return s
}

// rankRows orders rows by index, then days, and gives equals the same rank.
func rankRows(rows []bulletin.Row) {
	slices.SortFunc(rows, func(a, b bulletin.Row) int {
		return cmp.Or(b.Index.Cmp(*a.Index), a.AvgDays.Cmp(*b.AvgDays), cmp.Compare(a.Unit, b.Unit))
	})
	for i := range rows {
		rows[i].Rank = i + 1
		if i > 0 && rows[i].Index.Equal(*rows[i-1].Index) && rows[i].AvgDays.Equal(*rows[i-1].AvgDays) {
			rows[i].Rank = rows[i-1].Rank
		}
	}
}

func sealed(d bulletin.Document) bulletin.Document {
	s, err := bulletin.Seal(d)
	if err != nil {
		panic(err) // the fixture itself is wrong
	}
	return s
}
