package office_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestASchemeIsTried: before a scheme goes on record it is seen what it would
// have made of a period, of any that has cases; what it cannot be tried on is
// said.
func TestASchemeIsTried(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		const draft = base + "draft/scheme"
		form := w.filled(w.see("admin", draft+"?key=kecheng-2019"), draft, url.Values{"do": {"preview"}})
		lower := strings.NewReplacer("base: 100", "base: 90", "version: 1", "version: 2").Replace(form.Get("text"))
		if !strings.Contains(lower, "base: 90") || !strings.Contains(lower, "version: 2") {
			t.Fatal("the preset has another base or version")
		}
		form.Set("text", lower)
		res := w.send("admin", draft, form)
		w.sound("trial", res.Body.String())
		w.holds(res.Body.String(), "试算", "2019年四季度", "1家单位中有0家名次不同", "住建局", "100.000", "90.000")
		again := w.filled(res.Body.String(), draft, url.Values{"do": {"preview"}})
		if again.Get("period") != "2019Q4" {
			t.Errorf("tried on %q", again.Get("period"))
		}
		english := w.send("admin", draft+"?lang=en", again).Body.String()
		w.sound("trial?lang=en", english)
		w.holds(english, "0 of 1 units would have another rank")
		reasons := w.send("admin", base+"draft/reasons", w.filled(w.see("admin", base+"draft/reasons?key=return"), base+"draft/reasons", url.Values{"do": {"preview"}}))
		if reasons.Code != http.StatusOK || strings.Contains(reasons.Body.String(), "试算") {
			t.Errorf("a list of reasons is tried: %d", reasons.Code)
		}
	})
}
