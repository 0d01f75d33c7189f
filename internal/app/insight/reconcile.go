package insight

import (
	"fmt"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
)

// reconcile holds the printed figures against each other. A gap is not an
// error of arithmetic but something the reader must know; each says why.
func (b *building) reconcile(doc bulletin.Document) []bulletin.Reconciliation {
	checks := []bulletin.Reconciliation{
		b.rowsToTransferred(doc), b.rowsToSurveyed(doc), b.rowsToDays(doc), b.subjectsToReceived(), b.casesToReceived(),
	}
	for _, t := range doc.Topics {
		for _, g := range t.Groups {
			checks = append(checks, groupToTotal(t, g))
		}
	}
	return checks
}

func ofCount(n int) exact.Value { return exact.Int(int64(n)) }

func (b *building) rowsToTransferred(doc bulletin.Document) bulletin.Reconciliation {
	sum := 0
	for _, l := range doc.Lists {
		for _, r := range l.Rows {
			sum += r.Handled
		}
	}
	r := bulletin.Reconciliation{Check: "rows sum to transferred", Expected: ofCount(doc.Summary.Transferred), Found: ofCount(sum)}
	if out := b.now.result.Outside.Handled; out > 0 {
		r.Note = both(fmt.Sprintf("另有 %d 件由榜外单位承办", out),
			fmt.Sprintf("%d more legs are of units in no list", out))
	}
	return r
}

func (b *building) rowsToSurveyed(doc bulletin.Document) bulletin.Reconciliation {
	sum := 0
	for _, l := range doc.Lists {
		for _, r := range l.Rows {
			sum += r.Surveyed
		}
	}
	r := bulletin.Reconciliation{Check: "rows sum to surveyed", Expected: ofCount(doc.Summary.Surveyed), Found: ofCount(sum)}
	if out := b.now.result.Outside.Surveyed(); out > 0 {
		r.Note = both(fmt.Sprintf("另有 %d 件榜外单位承办件参评", out),
			fmt.Sprintf("%d more surveyed legs are of units in no list", out))
	}
	return r
}

// rowsToDays compares the region's printed mean with the mean of the printed
// rows, each weighted by its closed legs: open ones are in no mean (design
// §4.3).
func (b *building) rowsToDays(doc bulletin.Document) bulletin.Reconciliation {
	closed := map[string]int{}
	for _, l := range b.now.result.Lists {
		for i := range l.Rows {
			closed[l.Rows[i].Unit] += l.Rows[i].Tally.Closed
		}
	}
	sum, n := exact.Value{}, 0
	for _, l := range doc.Lists {
		for _, r := range l.Rows {
			if r.AvgDays != nil {
				sum = sum.Add(r.AvgDays.Mul(ofCount(closed[r.Unit])))
				n += closed[r.Unit]
			}
		}
	}
	r := bulletin.Reconciliation{Check: "weighted mean of rows' avg_days to avg_days"}
	if doc.Summary.AvgDays != nil {
		r.Expected = *doc.Summary.AvgDays
	}
	if n > 0 {
		r.Found = sum.Div(ofCount(n)).Round(b.scheme.Rounding.AvgDays)
	}
	if out := b.now.result.Outside; out.Closed > 0 {
		mean := out.Length.Value().Div(ofCount(out.Closed)).Round(b.scheme.Rounding.AvgDays)
		r.Note = both(fmt.Sprintf("全区平均含榜外单位 %d 件，其平均办理时长 %s 天", out.Closed, mean),
			fmt.Sprintf("the region's mean holds %d legs of units in no list, of %s days on average", out.Closed, mean))
	}
	return r
}

func (b *building) subjectsToReceived() bulletin.Reconciliation {
	classified, subjects := 0, map[string]bool{}
	for i := range b.now.facts.cases {
		if s := firstLevel(b.now.facts.cases[i].matter.Subject); s != "" {
			classified++
			subjects[s] = true
		}
	}
	received := len(b.now.facts.cases)
	r := bulletin.Reconciliation{Check: "classified cases to received", Expected: ofCount(received), Found: ofCount(classified)}
	if received > classified {
		r.Note = both(fmt.Sprintf("%d 件未分类，不参与内容排名", received-classified),
			fmt.Sprintf("%d cases are unclassified and stand in no subject", received-classified))
	}
	return r
}

// casesToReceived holds receipt against what became of the cases.
func (b *building) casesToReceived() bulletin.Reconciliation {
	withLegs := map[string]bool{}
	for _, id := range b.now.facts.legCase {
		withLegs[string(id)] = true
	}
	answered, transferred := 0, 0
	for i := range b.now.facts.cases {
		switch c := &b.now.facts.cases[i]; {
		case c.answered:
			answered++
		case withLegs[string(c.id)]:
			transferred++
		}
	}
	r := bulletin.Reconciliation{
		Check:    "answered directly and transferred to received",
		Expected: ofCount(len(b.now.facts.cases)), Found: ofCount(answered + transferred),
	}
	if rest := len(b.now.facts.cases) - answered - transferred; rest > 0 {
		r.Note = both(fmt.Sprintf("%d 件未交转（不予受理、撤回、并单、待派或期后交转）", rest),
			fmt.Sprintf("%d cases were not transferred: refused, withdrawn, merged, waiting, or transferred after the period", rest))
	}
	return r
}

func groupToTotal(t bulletin.Topic, g bulletin.Group) bulletin.Reconciliation {
	sum := 0
	for _, f := range g.Facets {
		sum += f.Count
	}
	r := bulletin.Reconciliation{Check: fmt.Sprintf("topic %s: %s sum to total", t.Key, g.Key), Expected: ofCount(t.Total), Found: ofCount(sum)}
	switch {
	case sum > t.Total:
		r.Note = both("一件可属多个分类", "a case may belong to several")
	case sum < t.Total:
		r.Note = both("部分件未归入该分类", "some cases belong to none")
	}
	return r
}

// addSiblings ranks the region among others of the city whose figures were
// entered from outside by the as-of.
func (b *building) addSiblings(doc *bulletin.Document) {
	doc.Siblings = []bulletin.Sibling{}
	for _, x := range b.book.ExternalsOf(b.period, b.asOf) {
		doc.Siblings = append(doc.Siblings, bulletin.Sibling{Name: x.Name, Index: x.Index.Ptr(), Source: x.Source})
	}
	doc.Summary.RankAmongSiblings = bulletin.RankAmong(doc.Summary.Index, doc.Siblings)
	doc.Siblings = bulletin.RankSiblings(doc.Summary.Index, doc.Siblings)
}
