package figures

import (
	"strconv"
	"strings"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
)

// missing stands for a figure that the document does not have.
const missing = "—"

// find reads a figure of the documents by its place, "now/lists/town/X/rank";
// the first word chooses the document.
func find(where string, now, epidemic bulletin.Document) string {
	path := strings.Split(where, "/")
	doc := now
	if path[0] == "epidemic" {
		doc = epidemic
	}
	switch rest := path[2:]; path[1] {
	case "period":
		return map[string]string{"from": doc.Period.From.String(), "to": doc.Period.To.String()}[rest[0]]
	case "as_of":
		return doc.AsOf.Format("2006-01-02")
	case "summary":
		return findSummary(doc.Summary, rest[0])
	case "change":
		return value(map[string]*exact.Value{"avg_days": doc.Change.AvgDays, "satisfaction": doc.Change.Satisfaction}[rest[0]])
	case "lists":
		return findRow(doc.Lists, rest)
	case "topics":
		return findTopic(doc.Topics, rest)
	case "subjects":
		return findSubject(doc.Subjects, rest[0])
	}
	return missing
}

func value(v *exact.Value) string {
	if v == nil {
		return missing
	}
	return v.String()
}

func findSummary(s bulletin.Summary, name string) string {
	if v, ok := map[string]*exact.Value{
		"sign_rate": s.SignRate, "close_rate": s.CloseRate, "callback_rate": s.CallBackRate,
		"avg_days": s.AvgDays, "satisfaction": s.Satisfaction, "index": s.Index,
	}[name]; ok {
		return value(v)
	}
	if name == "rank_among_siblings" && s.RankAmongSiblings != nil {
		return strconv.Itoa(*s.RankAmongSiblings)
	}
	if count, ok := map[string]int{
		"received": s.Received, "transferred": s.Transferred, "units": s.Units, "contacts": s.Contacts,
		"over_average": s.OverAverage, "below_full_satisfaction": s.BelowFullSatisfaction,
	}[name]; ok {
		return strconv.Itoa(count)
	}
	return missing
}

// findRow reads a cell of a list, its number of rows, or the unit so many
// places from its end.
func findRow(lists []bulletin.List, path []string) string {
	for _, l := range lists {
		if l.Key != path[0] {
			continue
		}
		switch path[1] {
		case "rows":
			return strconv.Itoa(len(l.Rows))
		case "last":
			n, err := strconv.Atoi(path[2])
			if err != nil || n < 1 || n > len(l.Rows) {
				return missing
			}
			return l.Rows[len(l.Rows)-n].Unit
		}
		for _, r := range l.Rows {
			if r.Unit == path[1] {
				return findCell(r, path[2])
			}
		}
	}
	return missing
}

func findCell(r bulletin.Row, column string) string {
	switch column {
	case "handled":
		return strconv.Itoa(r.Handled)
	case "dissatisfied":
		return strconv.Itoa(r.Dissatisfied)
	case "avg_days":
		return value(r.AvgDays)
	case "index":
		return value(r.Index)
	case "rank":
		return strconv.Itoa(r.Rank)
	}
	return missing
}

// findTopic reads a topic's total, one of its rates, or a facet's count or
// change.
func findTopic(topics []bulletin.Topic, path []string) string {
	for _, t := range topics {
		if t.Key != path[0] {
			continue
		}
		if len(path) == 1 {
			return strconv.Itoa(t.Total)
		}
		switch path[1] {
		case "close_rate":
			return value(t.CloseRate)
		case "satisfaction":
			return value(t.Satisfaction)
		}
		for _, g := range t.Groups {
			if f, ok := findFacet(g.Facets, path[1]); ok {
				if len(path) > 2 {
					return value(f.ChangePercent)
				}
				return strconv.Itoa(f.Count)
			}
		}
	}
	return missing
}

func findFacet(facets []bulletin.Facet, key string) (bulletin.Facet, bool) {
	for _, f := range facets {
		if f.Key == key {
			return f, true
		}
		if sub, ok := findFacet(f.Facets, key); ok {
			return sub, true
		}
	}
	return bulletin.Facet{}, false
}

// findSubject reads a subject's count, or the name at a place.
func findSubject(subjects []bulletin.Count, key string) string {
	if n, err := strconv.Atoi(key); err == nil {
		if n < 1 || n > len(subjects) {
			return missing
		}
		return subjects[n-1].Subject
	}
	for _, s := range subjects {
		if s.Subject == key {
			return strconv.Itoa(s.Count)
		}
	}
	return missing
}
