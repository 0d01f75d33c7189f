package i18n_test

import (
	"strings"
	"testing"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

func TestParseLang(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want i18n.Lang
	}{
		{"zh", i18n.Chinese}, {"zh-CN", i18n.Chinese}, {"zh_CN.UTF-8", i18n.Chinese}, {"ZH-Hans", i18n.Chinese},
		{"en", i18n.English}, {"en-GB", i18n.English}, {"en_US.UTF-8", i18n.English}, {"en.utf8", i18n.English},
	} {
		var got i18n.Lang
		if err := got.UnmarshalText([]byte(c.in)); err != nil || got != c.want {
			t.Errorf("%q reads as %q, %v; want %q", c.in, got, err, c.want)
		}
	}
	for _, in := range []string{"", "C", "fr", "zhuang", "english"} {
		if got, err := i18n.ParseLang(in); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q reads as %q, %v; want an Invalid error", in, got, err)
		}
	}
}

func TestSay(t *testing.T) {
	t.Parallel()
	words := i18n.Catalogue{
		"cases": {Zh: "{unit}共 {n} 件", En: "{n} cases of {unit}"},
		"plain": {Zh: "好", En: "well"},
		"set":   {Zh: "{ }", En: "{ }"},
	}
	for _, c := range []struct {
		lang i18n.Lang
		key  i18n.Key
		args i18n.Args
		want string
	}{
		{i18n.Chinese, "cases", i18n.Args{"unit": "衢化街道", "n": 12}, "衢化街道共 12 件"},
		{i18n.English, "cases", i18n.Args{"unit": "衢化街道", "n": 12}, "12 cases of 衢化街道"},
		{"", "plain", nil, "好"}, // the zero language is Chinese
		{i18n.English, "plain", i18n.Args{"n": 1}, "well"},
		{i18n.English, "cases", i18n.Args{"n": "{unit}", "unit": "x"}, "{unit} cases of x"}, // a value is never read again
		{i18n.Chinese, "no.such", nil, "no.such"},
		{i18n.English, "set", i18n.Args{"n": 1}, "{ }"},
	} {
		if got := words.Say(c.lang, c.key, c.args); got != c.want {
			t.Errorf("%s %s says %q, want %q", c.lang, c.key, got, c.want)
		}
	}
}

func TestCheckFindsWhatIsAmiss(t *testing.T) {
	t.Parallel()
	good := i18n.Catalogue{"a": {Zh: "{n} 件，{unit}", En: "{unit}: {n} and {n} again"}}
	if err := good.Check(); err != nil {
		t.Errorf("a sound catalogue is refused: %v", err)
	}
	for name, bad := range map[string]i18n.Catalogue{
		"not in both languages": {"a": {Zh: "好"}},
		"takes [n] in Chinese":  {"a": {Zh: "{n} 件", En: "cases"}},
		"has no key":            {"": {Zh: "好", En: "well"}},
	} {
		if err := bad.Check(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want an error saying %q", err, name)
		}
	}
}

func TestPickFallsBack(t *testing.T) {
	t.Parallel()
	if got := i18n.English.Pick("好", ""); got != "好" {
		t.Errorf("English without English says %q", got)
	}
	if got := i18n.Chinese.Pick("", "well"); got != "well" {
		t.Errorf("Chinese without Chinese says %q", got)
	}
}
