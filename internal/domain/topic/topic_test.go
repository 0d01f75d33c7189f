package topic_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/topic"
)

// city is a topic with facets in facets, on filters and on tags.
func city() topic.Definition {
	return topic.Definition{
		Key: "city", Name: "文明城市", From: calendar.DateFrom(2018, 1, 1),
		Filter: &topic.Filter{Subjects: []string{"城乡建设/市容"}},
		Groups: []topic.Group{
			{Key: "kind", Name: "类别", Facets: []topic.Facet{
				{Key: "noise", Name: "噪声", Facets: []topic.Facet{
					{Key: "night", Name: "夜间"},
					{Key: "works", Name: "施工", Filter: &topic.Filter{Subjects: []string{"城乡建设/市容/施工"}}},
				}},
				{Key: "dust", Name: "扬尘", Filter: &topic.Filter{Kinds: []string{"complain", "report"}, Channels: []string{"phone"}}},
			}},
			{Key: "way", Name: "来源", Facets: []topic.Facet{{Key: "web", Name: "网络", Filter: &topic.Filter{Channels: []string{"web"}}}}},
		},
	}
}

// TestFilters: a matter must fit every part that is filled, and a subject
// stands for all below it, but not for one that only begins alike.
func TestFilters(t *testing.T) {
	t.Parallel()
	noise := topic.Matter{Kind: "complain", Channel: "phone", Subject: "城乡建设/市容/噪声"}
	for name, c := range map[string]struct {
		filter *topic.Filter
		want   bool
	}{
		"none":                    {nil, false},
		"nothing filled":          {&topic.Filter{}, true},
		"the subject":             {&topic.Filter{Subjects: []string{"城乡建设/市容/噪声"}}, true},
		"above the subject":       {&topic.Filter{Subjects: []string{"城乡建设"}}, true},
		"below the subject":       {&topic.Filter{Subjects: []string{"城乡建设/市容/噪声/夜间"}}, false},
		"begins alike":            {&topic.Filter{Subjects: []string{"城乡建设/市"}}, false},
		"in the middle":           {&topic.Filter{Subjects: []string{"市容"}}, false},
		"one of two":              {&topic.Filter{Subjects: []string{"环境保护", "城乡建设/市容"}}, true},
		"kind":                    {&topic.Filter{Kinds: []string{"advise", "complain"}}, true},
		"another kind":            {&topic.Filter{Kinds: []string{"advise"}}, false},
		"channel":                 {&topic.Filter{Channels: []string{"phone"}}, true},
		"another channel":         {&topic.Filter{Channels: []string{"web"}}, false},
		"all fit":                 {&topic.Filter{Kinds: []string{"complain"}, Channels: []string{"phone"}, Subjects: []string{"城乡建设"}}, true},
		"all but the kind":        {&topic.Filter{Kinds: []string{"advise"}, Channels: []string{"phone"}, Subjects: []string{"城乡建设"}}, false},
		"all but the channel":     {&topic.Filter{Kinds: []string{"complain"}, Channels: []string{"web"}, Subjects: []string{"城乡建设"}}, false},
		"all but the subject":     {&topic.Filter{Kinds: []string{"complain"}, Channels: []string{"phone"}, Subjects: []string{"民政"}}, false},
		"a kind in another's row": {&topic.Filter{Kinds: []string{"phone"}}, false},
	} {
		if got := (topic.Definition{Key: "x", Filter: c.filter}).Holds(noise); got != c.want {
			t.Errorf("%s: topic %v", name, got)
		}
		if got := (topic.Facet{Key: "x", Filter: c.filter}).Holds("topic", noise); got != c.want {
			t.Errorf("%s: facet %v", name, got)
		}
	}
}

// TestTally counts matters of many sorts, one row each.
func TestTally(t *testing.T) {
	t.Parallel()
	tag := func(facet string) []topic.Tag { return []topic.Tag{{Topic: "city", Facet: facet}} }
	for name, c := range map[string]struct {
		m     topic.Matter
		holds bool
		in    map[string]int
	}{
		"by the filter, in no facet": {topic.Matter{Subject: "城乡建设/市容", Kind: "advise"}, true, map[string]int{}},
		"by a facet's filter":        {topic.Matter{Subject: "城乡建设/市容/扬尘", Kind: "report", Channel: "phone"}, true, map[string]int{"dust": 1}},
		"in two groups":              {topic.Matter{Subject: "城乡建设/市容/施工", Channel: "web"}, true, map[string]int{"noise": 1, "works": 1, "web": 1}},
		"tagged for the topic":       {topic.Matter{Tags: []topic.Tag{{Topic: "city"}}}, true, map[string]int{}},
		"tagged for a facet":         {topic.Matter{Tags: tag("noise")}, true, map[string]int{"noise": 1}},
		"below a facet":              {topic.Matter{Tags: tag("night")}, true, map[string]int{"noise": 1, "night": 1}},
		"tagged twice":               {topic.Matter{Tags: append(tag("night"), tag("night")...)}, true, map[string]int{"noise": 1, "night": 1}},
		"two facets":                 {topic.Matter{Tags: append(tag("night"), tag("dust")...)}, true, map[string]int{"noise": 1, "night": 1, "dust": 1}},
		"tag and filter agree":       {topic.Matter{Subject: "城乡建设/市容/施工", Tags: tag("works")}, true, map[string]int{"noise": 1, "works": 1}},
		"a facet that is gone":       {topic.Matter{Tags: tag("smell")}, true, map[string]int{}},
		"of another topic":           {topic.Matter{Tags: []topic.Tag{{Topic: "country", Facet: "noise"}}}, false, map[string]int{}},
		"a facet's, not the topic's": {topic.Matter{Subject: "环境保护/扬尘", Kind: "report", Channel: "phone"}, false, map[string]int{}},
		"nothing":                    {topic.Matter{}, false, map[string]int{}},
	} {
		tally := topic.NewTally(city())
		if got := tally.Add(c.m); got != c.holds {
			t.Errorf("%s: holds %v", name, got)
		}
		want := 0
		if c.holds {
			want = 1
		}
		if diff := cmp.Diff(c.in, tally.Facets); tally.Total != want || diff != "" {
			t.Errorf("%s: total %d, %s", name, tally.Total, diff)
		}
	}
}

// TestTallyIsASum: matters are counted one by one, in any order; no facet has
// more than what it lies in, nor that more than the topic.
func TestTallyIsASum(t *testing.T) {
	t.Parallel()
	subjects := []string{"", "城乡建设", "城乡建设/市容", "城乡建设/市容/施工", "城乡建设/市容x", "民政"}
	facets := []string{"", "noise", "night", "works", "dust", "web", "gone"}
	matter := rapid.Custom(func(r *rapid.T) topic.Matter {
		m := topic.Matter{
			Kind: rapid.SampledFrom([]string{"complain", "advise"}).Draw(r, "kind"), Channel: rapid.SampledFrom([]string{"phone", "web"}).Draw(r, "channel"),
			Subject: rapid.SampledFrom(subjects).Draw(r, "subject"),
		}
		for range rapid.IntRange(0, 2).Draw(r, "tags") {
			m.Tags = append(m.Tags, topic.Tag{Topic: rapid.SampledFrom([]string{"city", "other"}).Draw(r, "topic"), Facet: rapid.SampledFrom(facets).Draw(r, "facet")})
		}
		return m
	})
	rapid.Check(t, func(r *rapid.T) {
		matters := rapid.SliceOfN(matter, 0, 30).Draw(r, "matters")
		all, again, sum, total := topic.NewTally(city()), topic.NewTally(city()), map[string]int{}, 0
		for i, m := range matters {
			all.Add(m)
			again.Add(matters[len(matters)-1-i])
			one := topic.NewTally(city())
			if one.Add(m) != city().Holds(m) {
				r.Fatalf("%+v is counted and not held, or held and not counted", m)
			}
			total += one.Total
			for key, n := range one.Facets {
				sum[key] += n
			}
		}
		if all.Total != total || !maps.Equal(all.Facets, sum) || again.Total != total || !maps.Equal(again.Facets, sum) {
			r.Fatalf("together %d %v, backwards %d %v, one by one %d %v", all.Total, all.Facets, again.Total, again.Facets, total, sum)
		}
		for _, above := range [][2]string{{"night", "noise"}, {"works", "noise"}} {
			if all.Facets[above[0]] > all.Facets[above[1]] || all.Facets[above[1]] > all.Total {
				r.Fatalf("%v of %d", all.Facets, all.Total)
			}
		}
		if _, ok := all.Facets["gone"]; ok {
			r.Fatalf("an unknown facet is counted: %v", all.Facets)
		}
	})
}

func TestWithin(t *testing.T) {
	t.Parallel()
	day := func(d int) calendar.Date { return calendar.DateFrom(2019, 10, 1) + calendar.Date(d) }
	rapid.Check(t, func(r *rapid.T) {
		d := topic.Definition{From: day(rapid.IntRange(-20, 20).Draw(r, "from"))}
		if rapid.Bool().Draw(r, "ends") {
			d.To = d.From + calendar.Date(rapid.IntRange(0, 20).Draw(r, "runs"))
		}
		p := calendar.Period{From: day(rapid.IntRange(-20, 20).Draw(r, "period"))}
		p.To = p.From + calendar.Date(rapid.IntRange(0, 20).Draw(r, "days"))
		got, ok := d.Within(p)
		for i := -45; i <= 45; i++ {
			runs := p.Contains(day(i)) && d.From <= day(i) && (d.To == 0 || day(i) <= d.To)
			if runs != (ok && got.Contains(day(i))) {
				r.Fatalf("%s of %s..%s in %s..%s: within %v, %v", day(i), d.From, d.To, p.From, p.To, got, ok)
			}
		}
	})
}

// TestFacetNames: keys and printed names lead to each other, at any depth.
func TestFacetNames(t *testing.T) {
	t.Parallel()
	d := city()
	names := map[string]string{"noise": "噪声", "night": "夜间", "works": "施工", "dust": "扬尘", "web": "网络"}
	for _, key := range slices.Sorted(maps.Keys(names)) {
		if !d.HasFacet(key) || d.FacetName(key) != names[key] || d.FacetNamed(names[key]) != key {
			t.Errorf("%s is called %q, and that is %q", key, d.FacetName(key), d.FacetNamed(names[key]))
		}
	}
	for _, key := range []string{"", "kind", "city", "Noise", "噪声"} {
		if d.HasFacet(key) || d.FacetName(key) != "" {
			t.Errorf("%q is no facet: %q", key, d.FacetName(key))
		}
	}
	for _, name := range []string{"", "类别", "noise", "噪"} {
		if key := d.FacetNamed(name); key != "" {
			t.Errorf("nothing is called %q: %s", name, key)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{small, "", "key: a\nname: b\nfrom: 2018-01-01\n", "key: [", "filter: {}\n", "- 1\n", "groups: [{facets: [{facets: [{}]}]}]\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := topic.Parse(data, "t.yaml")
		if (d == nil) == (err == nil) {
			t.Fatalf("%v and %v", d, err)
		}
		if err == nil && d.Check() != nil {
			t.Errorf("%s is read, and is not sound: %v", fmt.Sprintf("%.200q", data), d.Check())
		}
	})
}
