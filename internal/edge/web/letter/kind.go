package letter

import (
	"slices"
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/workbench"
)

// kind is one kind of letter.
type kind struct {
	use   rulebook.TemplateUse
	title string // on the paper, which is Chinese in every language of the pages
	text  string // where the region has put none into words of its own
	fits  func(workbench.CaseFile) bool
}

// kinds are all letters, in the order of a case's course.
var kinds = []kind{
	{
		rulebook.AcceptanceTemplate, "受理告知书",
		"您于{received}反映的“{title}”已收悉并予受理，编号{number}。我们将按规定交有关单位办理，并向您答复。\n您可凭编号和查询码查询办理进度、补充情况。",
		func(c workbench.CaseFile) bool {
			return !slices.Contains([]casework.CaseState{casework.Draft, casework.Void, casework.Refused, casework.Invalid, casework.Emergency, casework.Diverted}, c.Case.State)
		},
	},
	{
		rulebook.RefusalTemplate, "不予受理告知书",
		"您于{received}反映的“{title}”（编号{number}）收悉。经审核，因{reason}，不予受理。请依法通过{route}途径反映。\n如对本告知有异议，可凭编号和查询码留言，或拨打12345热线说明理由，由中心复核。",
		func(c workbench.CaseFile) bool { return c.Case.State == casework.Refused },
	},
	{
		rulebook.LetterTemplate, "答复函",
		"您于{received}反映的“{title}”（编号{number}）收悉。现答复如下：\n{reply}\n感谢您的来信。如对本答复有异议，可凭编号和查询码提出，或拨打12345热线，由中心复核。",
		func(c workbench.CaseFile) bool { return reply(c) != "" },
	},
}

// reply is what may be told to whoever brought the case: the centre's own
// answer, or what units wrote for the public and the centre has accepted.
func reply(c workbench.CaseFile) string {
	if c.Answer != "" {
		return c.Answer
	}
	var all []string
	for i, l := range c.Legs {
		if s := c.Case.Legs[i].State; l.PublicReply != "" && (s == casework.AwaitingCallBack || s == casework.LegClosed) {
			all = append(all, l.PublicReply)
		}
	}
	return strings.Join(all, "\n")
}

// sender is who signs: the unit that leads, for a reply of units; else the
// centre.
func sender(k kind, c workbench.CaseFile, centre string) string {
	if k.use != rulebook.LetterTemplate || c.Answer != "" {
		return centre
	}
	for i := range c.Case.Legs {
		if l := &c.Case.Legs[i]; l.Role == casework.Lead && l.Counts() {
			return c.Legs[i].Unit
		}
	}
	return centre
}

// written is the text of a letter, paragraph by paragraph.
func written(k kind, c workbench.CaseFile, book *rulebook.Book, today calendar.Date) []string {
	t := rulebook.Template{Text: k.text}
	if own := book.TemplatesOn(today, k.use, c.Subject); len(own) > 0 {
		t = own[0]
	}
	title := c.Title
	if title == "" {
		title = c.Kind
	}
	text := t.Fill(map[string]string{
		"number": c.Number, "title": title, "subject": c.Subject, "region": book.RegionName, "reply": reply(c),
		"received": calendar.DateOf(c.ReceivedAt, book.Location).Chinese(), "unit": sender(k, c, book.RegionName), "due": due(c, book),
		"reason": book.ReasonName(c.Case.Reason), "route": book.ReasonName(c.Case.Route),
	})
	return slices.DeleteFunc(strings.Split(text, "\n"), func(p string) bool { return strings.TrimSpace(p) == "" })
}

// due is the day by which the lead unit answers; "" where nobody has it yet.
func due(c workbench.CaseFile, book *rulebook.Book) string {
	for i := range c.Case.Legs {
		l := &c.Case.Legs[i]
		if k, ok := c.Case.Clock(deadline.Close, l.Seq); ok && l.Role == casework.Lead && l.Counts() && !k.Due.IsZero() {
			return calendar.DateOf(k.Due, book.Location).Chinese()
		}
	}
	return ""
}
