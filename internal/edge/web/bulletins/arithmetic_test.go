package bulletins

import (
	"testing"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// TestArithmetic: each component's sum can be done again by hand, whatever its
// shape, in both languages.
func TestArithmetic(t *testing.T) {
	t.Parallel()
	number := func(s string) *exact.Value { return exact.Must(s).Ptr() }
	days := kechengSum(t, "avg_days", scoring.Origin{Shape: scoring.Averaging, Part: exact.Must("2174.55"), Whole: 399})
	days.Weights = exact.Must("964.28")
	graded := kechengSum(t, "satisfaction", scoring.Origin{Shape: scoring.Grading, Part: exact.Int(38780), Whole: 400})
	graded.Weights = exact.Int(1220)
	unsurveyed := kechengSum(t, "satisfaction", scoring.Origin{Shape: scoring.Grading})
	capped := days
	capped.Component.Cap = number("0.4")
	counted := Sum{Origin: scoring.Origin{Shape: scoring.Counting, Part: exact.Int(3)}, Weights: exact.Int(3)}
	counted.Component = scoring.Component{Effect: scoring.Bonus, PerCase: number("0.15")}
	for _, c := range []struct {
		sum                     Sum
		w                       bulletin.Working
		measured, points, share string
		inEnglish               string // the points
	}{
		{
			days, bulletin.Working{Component: "avg_days", Measure: number("5.45"), Target: number("4.32"), Points: exact.Must("-0.565")},
			"共 2174.55 天 ÷ 办结 399 件 = 5.45天", "扣 0.5 × (5.45 − 4.32) = 0.565",
			"平均办理时长：−0.565 × 该件超出 4.32 天的天数 ÷ 各件超出天数之和 964.28", "less 0.5 × (5.45 − 4.32) = 0.565",
		}, {
			days, bulletin.Working{Component: "avg_days", Measure: number("5.45"), Target: number("6"), Points: exact.Value{}},
			"共 2174.55 天 ÷ 办结 399 件 = 5.45天", "5.45 不高于 6，不扣分", "", "5.45 is not above 6: nothing is taken",
		}, {
			days, bulletin.Working{Component: "avg_days", Measure: number("5.45"), Points: exact.Value{}},
			"共 2174.55 天 ÷ 办结 399 件 = 5.45天", "没有可比的平均值", "", "no average to hold it against",
		}, {
			capped, bulletin.Working{Component: "avg_days", Measure: number("5.45"), Target: number("4.32"), Points: exact.Must("-0.4")},
			"共 2174.55 天 ÷ 办结 399 件 = 5.45天", "扣 0.5 × (5.45 − 4.32) = 0.565，封顶 0.4",
			"平均办理时长：−0.400 × 该件超出 4.32 天的天数 ÷ 各件超出天数之和 964.28", "less 0.5 × (5.45 − 4.32) = 0.565, capped at 0.4",
		}, {
			graded, bulletin.Working{Component: "satisfaction", Measure: number("96.95"), Target: number("100"), Points: exact.Must("-0.61")},
			"满意度得分：100 − 40 × 不满意 122 ÷ 有效评价 400 = 96.95", "扣 0.2 × (100 − 96.95) = 0.61",
			"满意率：−0.610 × 该件失分（100 − 评价得分）÷ 各件失分之和 1220", "less 0.2 × (100 − 96.95) = 0.61",
		}, {
			unsurveyed, bulletin.Working{Component: "satisfaction", Measure: number("100"), Target: number("100"), Points: exact.Value{}},
			"无评价，按 100 计，不扣分", "", "", "",
		}, {
			counted, bulletin.Working{Component: "notices", Measure: number("3"), Points: exact.Must("0.45")},
			"计 3 件", "加 0.15 × 3 = 0.45", "通报次数：+0.450 × 该件计数 ÷ 合计 3", "plus 0.15 × 3 = 0.45",
		}, {
			counted, bulletin.Working{Component: "notices", Measure: number("3"), Points: exact.Must("0.5")},
			"计 3 件", "加 0.15 × 3 = 0.45 ≈ 0.5", "通报次数：+0.500 × 该件计数 ÷ 合计 3", "plus 0.15 × 3 = 0.45 ≈ 0.5",
		},
	} {
		u := &UnitScore{Grades: scoring.Grades{Satisfied: exact.Int(100), Basic: exact.Int(100), Dissatisfied: exact.Int(60)}}
		u.Row.Dissatisfied = 122
		a := arithmetic{i18n.Chinese, u, &c.w, &c.sum}
		if got := a.measured(); got != c.measured {
			t.Errorf("measured\n %s, want\n %s", got, c.measured)
		}
		if got := a.points(); got != c.points {
			t.Errorf("points\n %s, want\n %s", got, c.points)
		}
		if got := a.share(); got != c.share {
			t.Errorf("share\n %s, want\n %s", got, c.share)
		}
		a.lang = i18n.English
		if got := a.points(); got != c.inEnglish {
			t.Errorf("points\n %s, want\n %s", got, c.inEnglish)
		}
	}
}

// TestGradesThatDiffer: where a basically satisfied verdict has points of its
// own, the short form would be wrong.
func TestGradesThatDiffer(t *testing.T) {
	t.Parallel()
	sum := kechengSum(t, "satisfaction", scoring.Origin{Shape: scoring.Grading, Part: exact.Int(250), Whole: 3})
	w := bulletin.Working{Component: "satisfaction", Measure: exact.Must("83.33").Ptr()}
	u := &UnitScore{Grades: scoring.Grades{Satisfied: exact.Int(100), Basic: exact.Int(80), Dissatisfied: exact.Int(60)}}
	if got, want := (arithmetic{i18n.Chinese, u, &w, &sum}).measured(), "满意度得分：评价得分合计 250 ÷ 有效评价 3 件 ≈ 83.33"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
