package web

import (
	"net/http"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// elsewhere answers every address that is not one of the pages'.
func (s *site) elsewhere(v *visit) (*screen, error) {
	if v.Method != http.MethodGet && v.Method != http.MethodHead {
		return &screen{
			layout: problemLayout, title: v.say("error.title.405"), status: http.StatusMethodNotAllowed, allow: "GET, HEAD",
			data: problem{
				Status: http.StatusMethodNotAllowed, Title: v.say("error.title.405"),
				Messages: []string{v.say("error.method")}, Home: v.link("/"),
			},
		}, nil
	}
	return nil, noPage()
}

// noPage is the error of an address that nothing is at.
func noPage() error {
	return errs.New(errs.NotFound, "page.not_found", say(i18n.English, "error.page"), say(i18n.Chinese, "error.page"))
}

// healthy says that the process answers.
func (s *site) healthy(w http.ResponseWriter, _ *visit) error { return answer(w, "ok\n") }

// ready says whether requests can be served.
func (s *site) ready(w http.ResponseWriter, v *visit) error {
	if err := s.source.Ready(v.Context()); err != nil {
		s.options.Log.Error("not ready", "error", err)
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return nil
	}
	return answer(w, "ready\n")
}

func answer(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write([]byte(text))
	return err
}
