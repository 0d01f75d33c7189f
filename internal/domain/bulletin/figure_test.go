package bulletin_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/kernel/i18n"
)

// TestFiguresAreTheContracts: every headline figure and column shows what the
// JSON says under the same key, and has a printed name in both languages.
func TestFiguresAreTheContracts(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	summary, change := object(t, d.Summary), object(t, d.Change)
	for _, f := range bulletin.Headline(&d) {
		if got := bulletin.Plain(f.Value); got != summary[f.Key] {
			t.Errorf("%s is %s, in JSON %s", f.Key, got, summary[f.Key])
		}
		if want, ok := change[f.Key]; ok && bulletin.Plain(f.Change) != want {
			t.Errorf("change of %s is %s, in JSON %s", f.Key, bulletin.Plain(f.Change), want)
		}
		named(t, f.Key)
	}
	for _, list := range d.Lists {
		for i := range list.Rows {
			row := object(t, list.Rows[i])
			for _, c := range bulletin.Columns() {
				if got := bulletin.Plain(c.Figure(&list.Rows[i])); got != row[c.Key] {
					t.Errorf("%s of %s is %s, in JSON %s", c.Key, list.Rows[i].Unit, got, row[c.Key])
				}
				named(t, c.Key)
			}
		}
	}
}

func named(t *testing.T, key string) {
	t.Helper()
	for _, lang := range i18n.Langs() {
		if bulletin.Term(lang, key) == key {
			t.Errorf("%s has no printed name in %s", key, lang)
		}
	}
}

// object is the JSON of a value, its members as text.
func object(t *testing.T, v any) map[string]string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		t.Fatal(err)
	}
	members := map[string]string{}
	for key, value := range raw {
		members[key] = string(value)
		if members[key] == "null" {
			members[key] = bulletin.Unknown
		}
	}
	return members
}

func TestImproved(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change string
		course bulletin.Course
		want   int
	}{
		{"0.4", bulletin.MoreBetter, 1}, {"-0.4", bulletin.MoreBetter, -1}, {"-0.4", bulletin.LessBetter, 1},
		{"0.4", bulletin.LessBetter, -1}, {"3", bulletin.Neutral, 0}, {"0", bulletin.MoreBetter, 0}, {"", bulletin.LessBetter, 0},
	} {
		if got := (bulletin.Figure{Change: known(c.change), Course: c.course}).Improved(); got != c.want {
			t.Errorf("%q with course %d: %d, want %d", c.change, c.course, got, c.want)
		}
	}
}

// TestPrint: every figure of a unit has the same number of decimal places, and
// a minus is one.
func TestPrint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unit        bulletin.Unit
		value, want string
	}{
		{bulletin.Percent, "45.9", "45.90"}, {bulletin.Percent, "100", "100.00"}, {bulletin.Days, "1", "1.00"},
		{bulletin.Score, "-0.02", "−0.020"}, {bulletin.Score, "99.5", "99.500"}, {bulletin.Score, "0.0004", "0.0004"},
		{bulletin.Cases, "1251", "1251"}, {bulletin.Percent, "", bulletin.Unknown},
	} {
		if got := c.unit.Print(known(c.value)); got != c.want {
			t.Errorf("%s %s prints %s, want %s", c.value, c.unit, got, c.want)
		}
	}
	for _, line := range bulletin.PrintRows(bulletintest.Rich().Lists[0].Rows) {
		for i, c := range bulletin.Columns() {
			_, decimals, _ := strings.Cut(line[i], ".")
			if line[i] != bulletin.Unknown && len(decimals) != c.Unit.Places() {
				t.Errorf("%s prints %s", c.Key, line[i])
			}
		}
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		w    bulletin.Working
		lang i18n.Lang
		want string
	}{
		{bulletin.Working{Component: "avg_days"}, i18n.Chinese, "平均办理时长"},
		{bulletin.Working{Component: "avg_days", Name: "办理天数"}, i18n.Chinese, "办理天数"},
		{bulletin.Working{Component: "avg_days", Name: "办理天数"}, i18n.English, "Average days"},
		{bulletin.Working{Component: "own_item", Name: "自设项"}, i18n.English, "自设项"},
		{bulletin.Working{Component: "own_item"}, i18n.English, "own_item"},
	} {
		if got := c.w.Label(c.lang); got != c.want {
			t.Errorf("%+v in %s is %q, want %q", c.w, c.lang, got, c.want)
		}
	}
}

func TestMeasureUnit(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"avg_days": "天", "satisfaction": "%", "sign_rate": "%", "returns": "", "_rate": "", "": "",
	} {
		if got := bulletin.MeasureUnit(key).Mark(i18n.Chinese); got != want {
			t.Errorf("%q is in %q, want %q", key, got, want)
		}
	}
}

func TestMoved(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unit           bulletin.Unit
		change, zh, en string
	}{
		{bulletin.Days, "-0.42", "缩短0.42天", "0.42 days shorter"},
		{bulletin.Days, "0.1", "延长0.10天", "0.10 days longer"},
		{bulletin.Percent, "1.66", "提高1.66个百分点", "1.66 points higher"},
		{bulletin.Percent, "-1", "降低1.00个百分点", "1.00 points lower"},
		{bulletin.Score, "-0.003", "下降0.003", "0.003 lower"},
		{bulletin.Cases, "12", "增加12件", "12 more"},
		{bulletin.Legs, "-7", "减少7件次", "7 fewer"},
		{bulletin.Calls, "0", "持平", "unchanged"},
		{bulletin.Score, "", "", ""},
	} {
		f := bulletin.Figure{Unit: c.unit, Change: known(c.change)}
		if zh, en := f.Moved(i18n.Chinese), f.Moved(i18n.English); zh != c.zh || en != c.en {
			t.Errorf("%s by %q: %q and %q, want %q and %q", c.unit, c.change, zh, en, c.zh, c.en)
		}
	}
}

func TestNotesIn(t *testing.T) {
	t.Parallel()
	d := bulletin.Document{Notes: []string{"参评数为推定。 / Surveyed counts are inferred.", "仅有中文。"}}
	if diff := cmp.Diff([]string{"参评数为推定。", "仅有中文。"}, d.NotesIn(i18n.Chinese)); diff != "" {
		t.Errorf("in Chinese (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Surveyed counts are inferred.", "仅有中文。"}, d.NotesIn(i18n.English)); diff != "" {
		t.Errorf("in English (-want +got):\n%s", diff)
	}
}

func TestListLabel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ key, name, zh, en string }{
		{"town", "乡镇、街道", "乡镇、街道", "Towns and subdistricts"},
		{"town", "镇街", "镇街", "镇街"}, // renamed: not the preset's
		{"school", "学校 / Schools", "学校", "Schools"},
		{"school", "学校", "学校", "学校"},
	} {
		l := bulletin.List{Key: c.key, Name: c.name}
		if zh, en := l.Label(i18n.Chinese), l.Label(i18n.English); zh != c.zh || en != c.en {
			t.Errorf("%s %s: %q and %q", c.key, c.name, zh, en)
		}
	}
}

func TestAttach(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unit   bulletin.Unit
		zh, en string
	}{
		{bulletin.Days, "4.3天", "4.3 days"}, {bulletin.Percent, "4.3%", "4.3%"}, {bulletin.Score, "4.3", "4.3"},
		{bulletin.Cases, "4.3件", "4.3"}, {bulletin.Legs, "4.3件次", "4.3"}, {bulletin.Calls, "4.3次", "4.3"}, {bulletin.Bodies, "4.3家", "4.3"},
	} {
		if zh, en := c.unit.Attach(i18n.Chinese, "4.3"), c.unit.Attach(i18n.English, "4.3"); zh != c.zh || en != c.en {
			t.Errorf("%s: %q and %q", c.unit, zh, en)
		}
	}
}

func TestFlatten(t *testing.T) {
	t.Parallel()
	facets := []bulletin.Facet{{Name: "a", Facets: []bulletin.Facet{{Name: "b", Facets: []bulletin.Facet{{Name: "c"}}}, {Name: "d"}}}, {Name: "e"}}
	got := ""
	for _, b := range bulletin.Flatten(facets) {
		got += b.Name + string(rune('0'+b.Depth))
	}
	if got != "a0b1c2d1e0" {
		t.Errorf("flattened to %s", got)
	}
}

func TestCheckName(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	for _, c := range []struct{ check, zh, en string }{
		{"rows sum to transferred", "各榜办理数之和与交转数", "rows sum to transferred"},
		{"topic city: aspect sum to total", "专题“城市环境整治”：问题类别各项之和与合计", "城市环境整治: 问题类别 sum to the total"},
		{"topic city: nothing sum to total", "topic city: nothing sum to total", "topic city: nothing sum to total"},
		{"topic nowhere: aspect sum to total", "topic nowhere: aspect sum to total", "topic nowhere: aspect sum to total"},
		{"topic city", "topic city", "topic city"},
		{"一项新核对", "一项新核对", "一项新核对"},
		{"", "", ""},
	} {
		if zh, en := d.CheckName(i18n.Chinese, c.check), d.CheckName(i18n.English, c.check); zh != c.zh || en != c.en {
			t.Errorf("%q is named %q and %q", c.check, zh, en)
		}
	}
}

func TestContactsOnlyWhereLogged(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	all := len(bulletin.Headline(&d))
	d.Summary.Contacts = 0
	if got := len(bulletin.Headline(&d)); got != all-1 {
		t.Errorf("%d figures without contacts, %d with", got, all)
	}
}

func TestInLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, zh, en string }{
		{"权重为假设 / the rate is assumed", "权重为假设", "the rate is assumed"},
		{"满意 / 基本满意各计100分", "满意 / 基本满意各计100分", "满意 / 基本满意各计100分"}, // both halves Chinese
		{"办理不足10件的单位不参加排名：供水公司 / 供水公司 handled fewer than 10 and is not ranked", "办理不足10件的单位不参加排名：供水公司", "供水公司 handled fewer than 10 and is not ranked"},
		{"件 / 个", "件 / 个", "件 / 个"},
		{"on / off", "on / off", "on / off"},
		{"办理时长/天", "办理时长/天", "办理时长/天"},
		{"", "", ""},
	} {
		if zh, en := bulletin.InLanguage(i18n.Chinese, c.text), bulletin.InLanguage(i18n.English, c.text); zh != c.zh || en != c.en {
			t.Errorf("%q reads %q and %q", c.text, zh, en)
		}
	}
}
