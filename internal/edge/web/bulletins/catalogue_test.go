package bulletins

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
)

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, messages, page.Words(), regexp.MustCompile(`^nav\.(bulletin|editions|cases)$`))
	if parts := len(roomWords) + len(bulletinWords) + len(unitWords) + len(caseWords); len(messages) != parts {
		t.Errorf("%d messages of %d: a key stands in two parts", len(messages), parts)
	}
}

// TestNothingAboutAPerson: no type that a page is filled from has a field for
// one, and no page has a word for one.
func TestNothingAboutAPerson(t *testing.T) {
	t.Parallel()
	person := regexp.MustCompile(`(?i)person|caller|phone|mobile|address|gender|identity|citizen|姓名|电话号码|手机|住址|身份证`)
	var look func(reflect.Type)
	seen := map[reflect.Type]bool{}
	look = func(typ reflect.Type) {
		if typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
			look(typ.Elem())
			return
		}
		if typ.Kind() != reflect.Struct || seen[typ] || !strings.HasPrefix(typ.PkgPath(), "huying/internal/edge/web/bulletins") {
			return
		}
		seen[typ] = true
		for i := range typ.NumField() {
			if name := typ.Field(i).Name; person.MatchString(name) {
				t.Errorf("%s has the field %s", typ, name)
			}
			look(typ.Field(i).Type)
		}
	}
	look(reflect.TypeFor[CaseFile]())
	look(reflect.TypeFor[CasePage]())
	look(reflect.TypeFor[UnitScore]())
	if len(seen) < 9 {
		t.Errorf("only %d types looked at", len(seen))
	}
	for key, text := range messages {
		if word := person.FindString(text.Zh); word != "" {
			t.Errorf("%s says %s", key, word)
		}
	}
}
