package intake

import (
	"strconv"

	"huying/internal/domain/arrival"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// ways are the ways in, in the order of their keys: each has a screen of its
// own, with what is written down of it alone.
var ways = []casework.Channel{casework.Phone, casework.Letter, casework.Visit, casework.Web}

// wayPath is the address of a way's screen.
func wayPath(way casework.Channel) string {
	if way == casework.Phone {
		return Path
	}
	return Path + "/" + string(way)
}

// draftName is the form that drafts of a way are kept of.
func draftName(way casework.Channel) string {
	if way == casework.Phone {
		return formName
	}
	return formName + "." + string(way)
}

// turn is the way to another screen: what has been written goes along.
type turn struct {
	Name string
	Way  casework.Channel
	Link string
	Key  string
	Now  bool
}

func turns(v *page.Visit, way casework.Channel) (all []turn) {
	for i, w := range ways {
		all = append(all, turn{
			Name: workbench.Spelt(v, w.Chinese(), string(w)), Way: w, Link: v.Link(wayPath(w)), Key: "alt+" + strconv.Itoa(i+1), Now: w == way,
		})
	}
	return all
}

// arrivalNames are the fields of how a case came in, by way, in their order.
var arrivalNames = map[casework.Channel][]string{
	casework.Letter: {"arrived", "written", "post", "pages", "people", "origin_number"},
	casework.Visit:  {"people", "representatives", "police", "venue", "receiver"},
	casework.Web:    {"source", "origin_number", "people"},
}

// arrivalFields ask how it came in.
func arrivalFields(v *page.Visit, book *rulebook.Book, way casework.Channel, today calendar.Date) (all []page.Field) {
	say := func(name string) string { return v.Say(i18n.Key("arrival." + name)) }
	for _, name := range arrivalNames[way] {
		one := page.Field{Name: name, Label: say(name), Max: maxWord}
		switch name {
		case "arrived", "written":
			one.Type, one.Max = page.Day, 0
			if name == "arrived" {
				one.Value = today.String()
			}
		case "post":
			one.Type, one.Options = page.Select, []page.Option{{Label: v.Say("none")}}
			for _, p := range arrival.Posts() {
				one.Options = append(one.Options, page.Option{Value: string(p), Label: workbench.Spelt(v, p.Chinese(), string(p))})
			}
		case "police":
			one.Type = page.Radio
			for _, p := range []arrival.Police{arrival.Absent, arrival.Present} {
				one.Options = append(one.Options, page.Option{Value: string(p), Label: workbench.Spelt(v, p.Chinese(), string(p))})
			}
		case "pages", "people", "representatives":
			one.Type, one.Max = page.Count, 0
		case "source":
			one.Options, one.Type = workbench.Listed(v, book, "portal", false)
			if one.Type == page.Select {
				one.Options = append([]page.Option{{Label: v.Say("none")}}, one.Options...)
			}
		}
		all = append(all, hinted(v, one, way))
	}
	return all
}

// hinted says what people may not know.
func hinted(v *page.Visit, one page.Field, way casework.Channel) page.Field {
	switch {
	case one.Name == "people" && way == casework.Letter:
		one.Label, one.Hint = v.Say("arrival.signed"), v.Say("arrival.signed_hint")
	case one.Name == "people" && way == casework.Visit:
		one.Hint, one.Required, one.Value = v.Say("arrival.group_hint", "n", arrival.GroupFrom), true, "1"
	case one.Name == "representatives":
		one.Hint = v.Say("arrival.representatives_hint", "n", arrival.MostRepresentatives)
	case one.Name == "origin_number" && way == casework.Letter:
		one.Hint = v.Say("arrival.letter_number")
	}
	return one
}

// maxWord bounds a short text, in characters.
const maxWord = 80

// arrived is how the case came in, as the form says; what is wrong is put beside
// its field.
func (f *filling) arrived(n *casework.NewIntake) {
	asked := map[string]bool{}
	for _, name := range arrivalNames[f.way] {
		asked[name] = true
	}
	said := func(name string) string {
		if !asked[name] {
			return ""
		}
		return f.said(name)
	}
	day := func(name string) calendar.Date {
		if said(name) == "" {
			return 0
		}
		d, err := calendar.ParseDate(said(name))
		if err != nil {
			f.blame(name, f.v.Say("arrival.bad_day"))
		}
		return d
	}
	count := func(name string) int {
		if said(name) == "" {
			return 0
		}
		n, err := strconv.Atoi(said(name))
		if err != nil || n < 1 {
			f.blame(name, f.v.Say("arrival.bad_count"))
			return 0
		}
		return n
	}
	a := arrival.Arrival{
		Written: day("written"), Arrived: day("arrived"), Post: arrival.Post(said("post")), Pages: count("pages"), People: count("people"),
		Representatives: count("representatives"), Police: arrival.Police(said("police")),
	}
	if f.way == casework.Visit && a.People == 0 {
		f.blame("people", f.v.Say("arrival.bad_count"))
	}
	for _, err := range a.Faults(string(f.way), f.today) {
		for _, text := range page.Spoken(f.v.Lang, err) {
			f.blame(errs.CodeOf(err)[len("arrival."):], text)
		}
	}
	if !a.IsZero() {
		n.Arrival = &a
	}
	n.Source, n.Venue, n.Receiver, n.OriginNumber = said("source"), said("venue"), said("receiver"), said("origin_number")
}
