package bulletintest

import (
	"strings"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
)

const townNames = "松岗街道办事处 梅溪街道办事处 望湖街道办事处 石桥街道办事处 东坪街道办事处 柳营街道办事处 " +
	"古渡镇人民政府 双河镇人民政府 云岭镇人民政府 南塘镇人民政府 白沙镇人民政府 青枫乡人民政府 大垅乡人民政府 小源乡人民政府 竹里乡人民政府"

const departmentNames = "住建局 市场监管局 综合执法局 教育局 卫生健康局 公安分局 人力社保局 资源规划分局 生态环境分局 交通运输局 " +
	"农业农村局 水利局 民政局 文旅体育局 经济（商务）局 税务局 财政局 退役军人事务局 应急管理局 医疗保障局 司法局 审计局 统计局 " +
	"林业局 发展改革局 科学技术局 机关事务中心 政务服务中心 残疾人联合会 城投集团 供水公司 燃气公司"

// lists are two ranking lists of 15 and 32 rows with invented figures.
func lists() []bulletin.List {
	dice := dice(20210701)
	town := bulletin.List{Key: "town", Name: "乡镇、街道"}
	for _, name := range strings.Fields(townNames) {
		n := 90 + dice.roll(420)
		town.Rows = append(town.Rows, row(name, n, n*3/4, dice.roll(n/9), exact.Ratio(int64(180+dice.roll(520)), 100)))
	}
	department := bulletin.List{Key: "department", Name: "区级有关单位"}
	for i, name := range strings.Fields(departmentNames) {
		n, u := 1+dice.roll(60), 0
		switch {
		case i < 4:
			n = 180 + dice.roll(400)
			u = dice.roll(n / 8)
		case i < 16:
			u = dice.roll(3)
		case i >= 28: // four units alike, to tie
			department.Rows = append(department.Rows, row(name, 2, 2, 0, exact.Int(1)))
			continue
		}
		department.Rows = append(department.Rows, row(name, n, max(n*3/4, u), u, exact.Ratio(int64(60+dice.roll(560)), 100)))
	}
	rankRows(town.Rows)
	rankRows(department.Rows)
	return []bulletin.List{town, department}
}

// row computes a unit's line with its working under the invented scheme.
func row(unit string, n, surveyed, dissatisfied int, days exact.Value) bulletin.Row {
	hundred := exact.Int(100)
	s := satisfaction(surveyed, dissatisfied)
	forVerdicts := hundred.Sub(s).Mul(exact.Must("-0.2"))
	forDays := days.Sub(meanDays()).Max(exact.Value{}).Mul(exact.Must("-0.5"))
	thousandth := exact.Rounding{Mode: exact.HalfUp, Places: 3}
	full := func(key string) bulletin.Working {
		return bulletin.Working{Component: key, Measure: hundred.Ptr(), Target: hundred.Ptr(), Assumed: true}
	}
	return bulletin.Row{
		Unit: unit, Handled: n, Surveyed: surveyed, Dissatisfied: dissatisfied, AvgDays: days.Ptr(), Satisfaction: s.Ptr(),
		SignRate: hundred.Ptr(), CloseRate: hundred.Ptr(), CallBackRate: hundred.Ptr(),
		Index: hundred.Add(forVerdicts).Add(forDays).Round(thousandth).Ptr(),
		Working: []bulletin.Working{
			full("sign_rate"), full("close_rate"), full("callback_rate"),
			{Component: "satisfaction", Measure: s.Ptr(), Target: hundred.Ptr(), Points: forVerdicts.Round(thousandth)},
			{Component: "avg_days", Measure: days.Ptr(), Target: meanDays().Ptr(), Points: forDays.Round(thousandth)},
		},
	}
}

// satisfaction grades a dissatisfied verdict with 60 points, cut to two places.
func satisfaction(surveyed, dissatisfied int) exact.Value {
	if surveyed == 0 {
		return exact.Int(100)
	}
	return exact.Int(100).Sub(exact.Ratio(int64(40*dissatisfied), int64(surveyed))).
		Round(exact.Rounding{Mode: exact.TowardZero, Places: 2})
}

// die is a small linear congruential generator, so that the fixture is the
// same on every run and machine.
type die struct{ state uint64 }

func dice(seed uint64) *die { return &die{seed} }

// roll returns 0 … n−1.
func (d *die) roll(n int) int {
	d.state = d.state*6364136223846793005 + 1442695040888963407
	return int(d.state >> 33 % uint64(max(n, 1)))
}
