package demo

import (
	"slices"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
)

// share is what one unit has to come to in a quarter: counts of legs and the
// total of their days. The satisfied are surveyed less basic and dissatisfied.
type share struct {
	unit                          string
	handled, assist               int // assist: of those handled
	surveyed, basic, dissatisfied int
	days                          int // of the legs closed on a later day than dispatched
	sameDayLegs                   int // closed on the day of dispatch
	sameDay                       time.Duration
}

// facetQuota is how many cases of a quarter belong to one facet.
type facetQuota struct {
	topic, facet string
	cases        int
}

// subjectQuota is how many cases of a quarter stand under a first level.
type subjectQuota struct {
	subject string
	cases   int
}

// quarter is the inputs of one quarter: counts and day totals, nothing else.
type quarter struct {
	period   calendar.Period
	received int
	shares   []share
	facets   []facetQuota
	subjects []subjectQuota // empty: a plausible share is classified
	business bool           // the business line's matters are on record
}

// readShares reads a quarter's table of units.
func readShares(name string) ([]share, error) {
	rows, err := readTable(name)
	if err != nil {
		return nil, err
	}
	shares := make([]share, len(rows))
	for i, row := range rows {
		s := &shares[i]
		s.unit = row["unit"]
		seconds := 0
		for column, into := range map[string]*int{
			"handled": &s.handled, "assist": &s.assist, "surveyed": &s.surveyed, "basic": &s.basic,
			"dissatisfied": &s.dissatisfied, "days": &s.days, "same_day_legs": &s.sameDayLegs, "same_day_seconds": &seconds,
		} {
			if *into, err = row.number(column); err != nil {
				return nil, err
			}
		}
		s.sameDay = time.Duration(seconds) * time.Second
	}
	return shares, nil
}

// quarters returns the comparison quarter and the bulletin's quarter.
func quarters() ([]quarter, error) {
	before, err := readShares("quarter2018.csv")
	if err != nil {
		return nil, err
	}
	now, err := readShares("quarter2019.csv")
	if err != nil {
		return nil, err
	}
	return []quarter{
		{period: Quarter().YearBefore(), received: 9860, shares: before, facets: cityCases(251, 352, 389, 61, 59, 61, 78)},
		{
			period: Quarter(), received: 10701, shares: now, business: true,
			facets: append(cityCases(223, 245, 143, 46, 46, 33, 32),
				facetQuota{houseTopic, "illegal", 123}, facetQuota{houseTopic, "repair", 83}, facetQuota{houseTopic, "compensation", 66}),
			subjects: []subjectQuota{
				{"城乡建设", 2652}, {"商贸旅游", 835}, {"环境与保护", 227}, {"农村农业", 180}, {"卫生计生", 99},
				{"教育文体", 72}, {"国土资源", 67}, {"劳动和社会保障", 60}, {"民政", 56}, {"政法", 45},
			},
		},
	}, nil
}

// cityCases gives the seven facets of 文明城市 their numbers, in their order.
func cityCases(cases ...int) []facetQuota {
	facets := cityGroups()[0].Facets
	all := make([]facetQuota, len(facets))
	for i, f := range facets {
		all[i] = facetQuota{cityTopic, f.Key, cases[i]}
	}
	return all
}

// expropriationIssues are the cases of 2019 Q4 by issue.
func expropriationIssues() []facetQuota {
	counts := map[string]int{"environment": 12, "plan": 7, "policy": 7, "agency": 3, "area": 2, "resettle": 2, "other": 8}
	var all []facetQuota
	for _, f := range expropriationGroups()[1].Facets {
		all = append(all, facetQuota{expropriationTopic, f.Key, counts[f.Key]})
	}
	return all
}

// businessKinds are the kinds of the business line's cases, one each.
func businessKinds() []casework.Kind {
	return slices.Concat(
		slices.Repeat([]casework.Kind{casework.Consult}, 2),
		slices.Repeat([]casework.Kind{casework.Help}, 3),
		slices.Repeat([]casework.Kind{casework.Complain}, 2),
		[]casework.Kind{casework.Inform},
		slices.Repeat([]casework.Kind{casework.Suggest}, 11),
	)
}

// businessMatters are the contents of the same cases, one each.
func businessMatters() []string {
	return strings.Fields("start start tax tax facility facility" + strings.Repeat(" other", 13))
}

// businessDissatisfied is how many of them ended without the caller's consent.
const businessDissatisfied = 1
