package insight

import (
	"maps"
	"slices"
	"strings"

	"huying/internal/domain/casework"
	"huying/internal/domain/openleg"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// opened is the open data of a bulletin: its lines in the order in which they
// are published, and whose each of them is.
type opened struct {
	lines []openleg.Line
	legs  []store.PublishedLeg
}

// pageOfCases is how many cases are folded at a time.
const pageOfCases = 500

// openLegs makes the open data of what was counted. Cases are folded up to the
// moment, so that what is said beside the figures is as it was then too.
func (b *building) openLegs() (*opened, error) {
	f := b.now.facts
	places := map[ident.CaseID][]int{}
	for i, id := range f.legCase {
		places[id] = append(places[id], i)
	}
	o := &opened{}
	ids := slices.Sorted(maps.Keys(places))
	for page := range slices.Chunk(ids, pageOfCases) {
		events, err := b.tx.EventsAsOf(page, b.asOf)
		if err != nil {
			return nil, err
		}
		heads, folded := map[ident.CaseID]string{}, map[ident.CaseID]*casework.Case{}
		for _, e := range events {
			folded[e.Case], heads[e.Case] = casework.Apply(folded[e.Case], e.Event), e.Hash
		}
		for _, id := range page {
			for _, i := range places[id] {
				b.open(o, i, folded[id], heads[id])
			}
		}
	}
	openleg.Suppress(o.lines)
	o.sort()
	return o, nil
}

// open adds the line of the leg at a place among the facts.
func (b *building) open(o *opened, i int, c *casework.Case, head string) {
	f := b.now.facts
	leg, seq := &f.legs[i], f.legSeq[i]
	own, _ := c.Leg(seq)
	line := openleg.Of(openleg.Name(head, seq), leg, own.First().Outcome, b.scheme.Measures.Days, b.book.Location)
	line.Place = openleg.Place{Street: street(c.Division), Kind: string(c.Kind), Month: leg.Dispatched.In(b.book.Location).Format("2006-01")}
	line.Subject, _, _ = strings.Cut(c.Subject, "/")
	o.lines = append(o.lines, line)
	o.legs = append(o.legs, store.PublishedLeg{Case: c.ID, Leg: seq, Head: head})
}

// sort brings the lines into their order, and writes each down.
func (o *opened) sort() {
	order := make([]int, len(o.lines))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(o.lines[a].ID, o.lines[b].ID) })
	lines, legs := make([]openleg.Line, len(order)), make([]store.PublishedLeg, len(order))
	for i, from := range order {
		lines[i], legs[i] = o.lines[from], o.legs[from]
		legs[i].Record = string(lines[i].Record())
	}
	o.lines, o.legs = lines, legs
}

func (o *opened) records() [][]byte {
	all := make([][]byte, len(o.legs))
	for i := range o.legs {
		all[i] = []byte(o.legs[i].Record)
	}
	return all
}
