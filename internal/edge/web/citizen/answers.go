package citizen

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"huying/internal/app/insight"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// answersView is the screen of what was answered and may be shown to all.
type answersView struct {
	Cases     []answered
	Next      string
	First     string
	Bulletins string
}

type answered struct {
	insight.Shown
	Kind string
}

// answersOnPage is how many stand on one page.
const answersOnPage = 20

// answers lists the answered cases whose writers allowed publication.
func (s *room) answers(v *page.Visit) (*page.Screen, error) {
	after, err := place(v)
	if err != nil {
		return nil, err
	}
	list, err := s.Records.Shown(v.Context(), after, answersOnPage)
	if err != nil {
		return nil, errs.Wrap("citizen.answers", err)
	}
	view := &answersView{Bulletins: v.Link("/public/bulletins/")}
	for _, c := range list.Cases {
		view.Cases = append(view.Cases, answered{c, v.Say(i18n.Key("submit.kind_" + string(c.Kind)))})
	}
	if after != nil {
		view.First = v.Link(answersPath)
	}
	if k := list.Next; k != nil {
		view.Next = v.Link(answersPath, "after", base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(k.ReceivedAt.UnixMicro(), 10)+" "+string(k.ID))))
	}
	return s.screen("answers", v.Say("citizen.published"), view), nil
}

// place is where a page begins; nil: at the beginning.
func place(v *page.Visit) (*insight.CaseKey, error) {
	asked := v.Query.Get("after")
	if asked == "" {
		return nil, nil //nolint:nilnil // the beginning is no place
	}
	raw, err := base64.RawURLEncoding.DecodeString(asked)
	at, id, ok := strings.Cut(string(raw), " ")
	micros, wrong := strconv.ParseInt(at, 10, 64)
	if err != nil || wrong != nil || !ok || id == "" {
		return nil, v.Invalid("after", "answers.after")
	}
	return &insight.CaseKey{ReceivedAt: time.UnixMicro(micros).UTC(), ID: ident.CaseID(id)}, nil
}
