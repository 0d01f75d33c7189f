package bulletins

import (
	"slices"

	"huying/internal/domain/bulletin"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/i18n"
)

// card is one headline figure.
type card struct {
	Key   string
	Name  string
	Value string
	Mark  string
	Moved string // the change in words; empty when unknown
	Way   string // up, down or same, for the arrow
	Tone  page.Tone
}

// cardGroup is a row of cards that belong together.
type cardGroup struct {
	Name  string
	Cards []card
}

// leading is the figure that the page is about; it stands apart.
const leading = "index"

// cardGroups are the headline figures by what they speak of. Every figure but
// the leading one is in the first group that names it, or in the last.
func cardGroups(lang i18n.Lang, d *bulletin.Document) []cardGroup {
	groups := []struct {
		key  i18n.Key
		keys []string
	}{
		{"cards.intake", []string{"received", "answered_directly", "contacts", "transferred", "units"}},
		{"cards.time", []string{"sign_rate", "close_rate", "callback_rate", "avg_days", "over_average"}},
		{"cards.verdict", nil},
	}
	all := make([]cardGroup, len(groups))
	for i, g := range groups {
		all[i].Name = say(lang, g.key)
	}
	for _, f := range bulletin.Headline(d) {
		if f.Key == leading {
			continue
		}
		i := 0
		for i < len(groups)-1 && !slices.Contains(groups[i].keys, f.Key) {
			i++
		}
		all[i].Cards = append(all[i].Cards, newCard(lang, f))
	}
	return all
}

// leadingCard is the card of the figure that the page is about.
func leadingCard(lang i18n.Lang, d *bulletin.Document) card {
	for _, f := range bulletin.Headline(d) {
		if f.Key == leading {
			return newCard(lang, f)
		}
	}
	return card{Value: bulletin.Unknown}
}

func newCard(lang i18n.Lang, f bulletin.Figure) card {
	c := card{
		Key: f.Key, Name: bulletin.Term(lang, f.Key), Value: f.Unit.Print(f.Value),
		Moved: f.Moved(lang), Tone: toneOf(f.Improved()),
	}
	if f.Value != nil {
		c.Mark = f.Unit.Mark(lang)
	}
	if f.Change != nil {
		c.Way = []string{"down", "same", "up"}[f.Change.Sign()+1]
	}
	return c
}

// toneOf is the tone of a change for the better (+1) or worse (−1).
func toneOf(improved int) page.Tone {
	return map[int]page.Tone{1: page.Good, -1: page.Bad}[improved]
}

// regionLine is one line of the comparison with sibling regions.
type regionLine struct {
	Rank   string
	Name   string
	Index  string
	Source string
	Own    bool
}

// oneSource is the source of every sibling's figures where they all have the
// same, so that it is said once; else empty.
func oneSource(siblings []bulletin.Sibling) string {
	for i := range siblings {
		if siblings[i].Source != siblings[0].Source {
			return ""
		}
	}
	if len(siblings) == 0 {
		return ""
	}
	return siblings[0].Source
}

// regionLines are the siblings with the region itself among them.
func regionLines(d *bulletin.Document) []regionLine {
	if d.Summary.RankAmongSiblings == nil {
		return nil
	}
	own := bulletin.Sibling{Name: d.Region.Name, Index: d.Summary.Index, Rank: *d.Summary.RankAmongSiblings}
	var lines []regionLine
	placed := false
	for _, s := range d.Siblings {
		if !placed && (s.Rank == 0 || s.Rank >= own.Rank) {
			lines, placed = append(lines, newRegionLine(own, true)), true
		}
		lines = append(lines, newRegionLine(s, false))
	}
	if !placed {
		lines = append(lines, newRegionLine(own, true))
	}
	return lines
}

func newRegionLine(s bulletin.Sibling, own bool) regionLine {
	return regionLine{Rank: rankText(s.Rank), Name: s.Name, Index: bulletin.Score.Print(s.Index), Source: s.Source, Own: own}
}
