package demo

import (
	"huying/internal/domain/calendar"
	"huying/internal/kernel/exact"
)

// Sibling is another region's summary, entered as an external figure.
type Sibling struct {
	Name   string
	Period calendar.Period
	Index  exact.Value
	Source string
}

// siblings are five regions of the city under invented names and with
// invented figures, one of them above ours.
func siblings() []Sibling {
	const source = "演示数据：区划名称与指数均为虚构 / demonstration: names and indices are invented"
	var all []Sibling
	for _, s := range []struct{ name, index string }{
		{"甲溪县（虚构）", "99.641"},
		{"乙江区（虚构）", "99.187"},
		{"丙岭县（虚构）", "98.953"},
		{"丁川市（虚构）", "98.716"},
		{"戊陵县（虚构）", "98.094"},
	} {
		all = append(all, Sibling{Name: s.name, Period: Quarter(), Index: exact.Must(s.index), Source: source})
	}
	return all
}
