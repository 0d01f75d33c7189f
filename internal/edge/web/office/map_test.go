package office_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestMapFromFile: a map comes as a file, says its origin, is shown with what it
// matches before it is on record, and one with a fault is told where.
func TestMapFromFile(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		const shapes = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"无此街道"},
"geometry":{"type":"Polygon","coordinates":[[[118.1,28.1],[118.2,28.1],[118.2,28.2],[118.1,28.1]]]}}]}`
		const draft = base + "draft/map"
		res := w.upload("admin", draft+"/file", "map.geojson", shapes)
		body := res.Body.String()
		w.sound("the map's draft", body)
		w.holds(body, "geojson: |", `"无此街道"`, "datum:")
		form := w.filled(body, draft, url.Values{"do": {"preview"}})
		if res := w.send("admin", draft, form); res.Code != http.StatusUnprocessableEntity {
			t.Errorf("a map of no datum: %d", res.Code)
		}
		text := strings.NewReplacer("datum:", "datum: GCJ-02", "source:", "source: 自绘").Replace(form.Get("text"))
		form.Set("text", strings.Replace(text, "[118.1,28.1]]]", "[118.1,28.3]]]", 1))
		broken := w.send("admin", draft, form)
		if broken.Code != http.StatusUnprocessableEntity {
			t.Errorf("a ring that is open: %d", broken.Code)
		}
		w.holds(broken.Body.String(), "第 1 个要素（无此街道）第 1 个面第 1 个环没有闭合")
		form.Set("text", text)
		seen := w.send("admin", draft, form).Body.String()
		w.sound("the map's preview", seen)
		w.holds(seen, "对应 0 个，不认识 1 个", "GCJ-02，来源：自绘", "不认识，不显示", "缺图形，列在图旁")
		w.holds(w.see("admin", base+"rules/map"), "尚未登记")
		w.holds(w.follow("admin", w.send("admin", draft, w.filled(seen, draft, url.Values{"do": {"put"}}))), "新版本已登记")
	})
}
