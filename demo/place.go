package demo

import (
	"math/rand/v2"

	"huying/internal/kernel/errs"
)

// place is where a matter lies: a street or town, and a community of it.
type place struct {
	code string // of the community
	name string // 荷花街道新荷社区
}

// gazetteer is the district's streets with their communities (NBS codes and
// names, facts of 2023).
type gazetteer struct {
	streets []string // codes, in the file's order
	inside  map[string][]place
}

func readGazetteer() (*gazetteer, error) {
	rows, err := readTable("divisions.csv")
	if err != nil {
		return nil, err
	}
	g := &gazetteer{inside: map[string][]place{}}
	names := map[string]string{}
	for _, row := range rows {
		street := row["street"]
		if street == "" {
			names[row["code"]] = row["name"]
			g.streets = append(g.streets, row["code"])
			continue
		}
		if names[street] == "" {
			return nil, errs.Invalidf("demo.divisions", "%s lies in the unknown street %s", row["name"], street)
		}
		g.inside[street] = append(g.inside[street], place{row["code"], names[street] + row["name"]})
	}
	return g, nil
}

// pick draws a community of the street, or of any street when it is unknown.
func (g *gazetteer) pick(r *rand.Rand, street string) place {
	all := g.inside[street]
	if len(all) == 0 {
		all = g.inside[g.streets[r.IntN(len(g.streets))]]
	}
	return all[r.IntN(len(all))]
}
