package insight

import (
	"context"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/scrub"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Shown 公开件 is a case that is shown to all: what was asked and what was
// answered, without anybody's numbers, and nothing of who asked.
type Shown struct {
	Kind       casework.Kind
	Subject    string
	Place      string // street or community
	ReceivedAt time.Time
	Title      string
	Content    string
	Answers    []ShownAnswer
}

// ShownAnswer is one of its answers.
type ShownAnswer struct {
	Unit string // empty: the centre
	Text string
}

// ShownPage is one page of them, latest receipt first.
type ShownPage struct {
	Cases []Shown
	Next  *CaseKey // nil: the last page
}

// Shown lists the answered cases that the centre has published with the leave
// of whoever brought them.
func (in *Insight) Shown(ctx context.Context, after *CaseKey, limit int) (ShownPage, error) {
	var page ShownPage
	err := in.store.View(ctx, func(tx *store.Tx) error {
		page = ShownPage{}
		book, err := tx.Book(in.region)
		if err != nil {
			return err
		}
		list, err := tx.ShownCases(in.region, after, limit+1)
		if err != nil {
			return err
		}
		for i, c := range list {
			if i == limit {
				last := list[i-1]
				page.Next = &CaseKey{ReceivedAt: last.ReceivedAt, ID: last.ID}
				break
			}
			texts, err := tx.Texts(c.ID)
			if err != nil {
				return err
			}
			name := func(l *casework.Leg) string {
				u, _ := book.Units.Unit(l.Unit)
				return u.Name
			}
			if one, fit := shown(c, texts, name); fit {
				one.Place = book.PlaceName(c.Division)
				page.Cases = append(page.Cases, one)
			}
		}
		return nil
	})
	return page, errs.Wrap("insight.shown", err)
}

// shown is a case as all may see it; not one that nobody has answered yet, or
// whose texts are gone. The case itself says whether it is shown at all.
func shown(c *casework.Case, texts map[casework.TextRef]string, unit func(*casework.Leg) string) (Shown, bool) {
	clean := func(ref casework.TextRef) string {
		text, _ := scrub.Scrub(texts[ref])
		return text
	}
	s := Shown{Kind: c.Kind, Subject: c.Subject, ReceivedAt: c.ReceivedAt, Title: clean(c.Title), Content: clean(c.Content)}
	if c.Answer != nil {
		if text := clean(c.Answer.Reply); text != "" {
			s.Answers = append(s.Answers, ShownAnswer{Text: text})
		}
	}
	for i := range c.Legs {
		if l := &c.Legs[i]; l.Parent == 0 && l.State == casework.LegClosed {
			if text := clean(l.PublicReply); text != "" {
				s.Answers = append(s.Answers, ShownAnswer{unit(l), text})
			}
		}
	}
	return s, c.Public && c.Consented && c.Disclosure != casework.Confidential && s.Content != "" && len(s.Answers) > 0
}
