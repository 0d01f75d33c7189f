package bulletin_test

import (
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/kernel/exact"
)

// word draws a name without digits, so that every digit in the prose is a
// figure's.
func word() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.RuneFrom([]rune("甲乙丙丁（、”<&|办a ")), 0, 6, -1)
}

// figure draws a printed figure, or none.
func figure() *rapid.Generator[*exact.Value] {
	return rapid.Custom(func(t *rapid.T) *exact.Value {
		if rapid.IntRange(0, 3).Draw(t, "unknown") == 0 {
			return nil
		}
		return exact.Ratio(rapid.Int64Range(-200_000, 200_000).Draw(t, "thousandths"), 1000).Ptr()
	})
}

func small() *rapid.Generator[int] { return rapid.IntRange(0, 40) }

func maybe() *rapid.Generator[*int] { return rapid.Ptr(small(), true) }

func day() *rapid.Generator[calendar.Date] {
	return rapid.Custom(func(t *rapid.T) calendar.Date {
		return calendar.DateFrom(2019, time.January, rapid.IntRange(1, 900).Draw(t, "day"))
	})
}

func rows() *rapid.Generator[[]bulletin.Row] {
	return rapid.Custom(func(t *rapid.T) []bulletin.Row {
		all := make([]bulletin.Row, rapid.SampledFrom([]int{0, 1, 2, 3, 9, 23}).Draw(t, "rows"))
		rank := 0
		for i := range all {
			if i == 0 || rapid.Bool().Draw(t, "next rank") {
				rank = i + 1
			}
			all[i] = bulletin.Row{Unit: word().Draw(t, "unit"), Handled: small().Draw(t, "handled"), Rank: rank, Index: figure().Draw(t, "index")}
			if rapid.IntRange(0, 2).Draw(t, "working") == 0 {
				all[i].Working = []bulletin.Working{{Component: word().Draw(t, "component"), Target: figure().Draw(t, "target")}}
			}
		}
		for i := len(all) - rapid.IntRange(0, len(all)).Draw(t, "unranked"); i < len(all); i++ {
			all[i].Rank = 0
		}
		return all
	})
}

func facets(depth int) *rapid.Generator[[]bulletin.Facet] {
	return rapid.Custom(func(t *rapid.T) []bulletin.Facet {
		all := make([]bulletin.Facet, rapid.IntRange(0, 3).Draw(t, "facets"))
		for i := range all {
			f := bulletin.Facet{Name: word().Draw(t, "facet"), Count: small().Draw(t, "count"), Previous: maybe().Draw(t, "previous")}
			f.ChangePercent = bulletin.ChangePercent(f.Count, f.Previous)
			if depth > 0 {
				f.Facets = facets(depth-1).Draw(t, "parts")
			}
			all[i] = f
		}
		return all
	})
}

func topic() *rapid.Generator[bulletin.Topic] {
	return rapid.Custom(func(t *rapid.T) bulletin.Topic {
		topic := bulletin.Topic{
			Name: word().Draw(t, "topic"), From: day().Draw(t, "from"), To: day().Draw(t, "to"),
			Total: small().Draw(t, "total"), Previous: maybe().Draw(t, "previous"),
			CloseRate: figure().Draw(t, "closed"), Satisfaction: figure().Draw(t, "satisfied"),
			On: rapid.SampledFrom([]string{"", bulletin.OnContacts}).Draw(t, "on"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "groups") {
			topic.Groups = append(topic.Groups, bulletin.Group{Name: word().Draw(t, "group"), Facets: facets(1).Draw(t, "facets")})
		}
		return topic
	})
}

func change() *rapid.Generator[bulletin.Change] {
	return rapid.Custom(func(t *rapid.T) bulletin.Change {
		return bulletin.Change{
			Received: figure().Draw(t, "+received"), Transferred: figure().Draw(t, "+transferred"),
			AnsweredDirectly: figure().Draw(t, "+answered"), SignRate: figure().Draw(t, "+sign"), CloseRate: figure().Draw(t, "+close"),
			CallBackRate: figure().Draw(t, "+callback"), AvgDays: figure().Draw(t, "+days"),
			Satisfaction: figure().Draw(t, "+satisfaction"), Index: figure().Draw(t, "+index"),
		}
	})
}

// document draws any document at all, also ones that no engine would make.
func document() *rapid.Generator[bulletin.Document] {
	return rapid.Custom(func(t *rapid.T) bulletin.Document {
		d := bulletin.Document{
			Title: word().Draw(t, "title"), Scheme: "any@1", Region: bulletin.Region{Name: word().Draw(t, "region")},
			Period: calendar.Period{From: day().Draw(t, "from"), To: day().Draw(t, "to")},
			AsOf:   bulletin.Stamp{Time: time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "as of"), 0).UTC()},
			Summary: bulletin.Summary{
				Received: small().Draw(t, "received"), Transferred: small().Draw(t, "transferred"), AnsweredDirectly: small().Draw(t, "answered"),
				Units: small().Draw(t, "units"), SignRate: figure().Draw(t, "sign"), CloseRate: figure().Draw(t, "close"),
				CallBackRate: figure().Draw(t, "callback"), AvgDays: figure().Draw(t, "days"), Surveyed: small().Draw(t, "surveyed"),
				Dissatisfied: small().Draw(t, "dissatisfied"), Satisfaction: figure().Draw(t, "satisfaction"), Index: figure().Draw(t, "index"),
				OverAverage: small().Draw(t, "over"), BelowFullSatisfaction: small().Draw(t, "below"), RankAmongSiblings: maybe().Draw(t, "rank"),
			},
			Change: change().Draw(t, "change"), Topics: rapid.SliceOfN(topic(), 0, 2).Draw(t, "topics"),
			Notes: rapid.SliceOfN(word(), 0, 2).Draw(t, "notes"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "lists") {
			d.Lists = append(d.Lists, bulletin.List{Name: word().Draw(t, "list"), Rows: rows().Draw(t, "rows")})
		}
		for range rapid.IntRange(0, 3).Draw(t, "subjects") {
			d.Subjects = append(d.Subjects, bulletin.Count{Subject: word().Draw(t, "subject"), Count: small().Draw(t, "count")})
		}
		for range rapid.IntRange(0, 3).Draw(t, "siblings") {
			d.Siblings = append(d.Siblings, bulletin.Sibling{Name: word().Draw(t, "sibling"), Index: figure().Draw(t, "index")})
		}
		for range rapid.IntRange(0, 2).Draw(t, "checks") {
			d.Reconciliation = append(d.Reconciliation, bulletin.Reconciliation{
				Check: word().Draw(t, "check"), Expected: exact.Int(int64(small().Draw(t, "expected"))),
				Found: exact.Int(int64(small().Draw(t, "found"))), Note: word().Draw(t, "note"),
			})
		}
		return d
	})
}
