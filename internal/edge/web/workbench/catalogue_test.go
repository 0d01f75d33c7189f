package workbench

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"huying/internal/domain/casework"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
)

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, messages, page.Words(), regexp.MustCompile(`^nav\.(desk|cases|notices)$|^files\.mark_|^seen\.(view|reveal|search|export|print)$|^field\.`))
	if parts := len(deskWords) + len(caseWords) + len(fieldWords); len(messages) != parts {
		t.Errorf("%d messages of %d: a key stands in two parts", len(messages), parts)
	}
}

// TestEveryFieldHasALabel: whatever a row of the flow asks for has a name on
// the forms.
func TestEveryFieldHasALabel(t *testing.T) {
	t.Parallel()
	asked := map[casework.Field]bool{}
	for _, row := range casework.CaseFlow() {
		for _, f := range append(row.Ask, row.May...) {
			asked[f] = true
		}
	}
	for _, row := range casework.LegFlow() {
		for _, f := range append(row.Ask, row.May...) {
			asked[f] = true
		}
	}
	several := map[casework.Field]bool{casework.AskUnits: true, casework.AskAnswer: true, casework.AskAmend: true, casework.AskNew: true}
	elsewhere := map[casework.Field]bool{casework.AskDues: true}
	for f := range asked {
		if _, ok := messages[key("field."+string(f))]; !ok && !several[f] && !elsewhere[f] {
			t.Errorf("the field %s has no label", f)
		}
	}
}

// TestNothingAboutAPerson: no type that a page is filled from has a field for
// one, since who brought it comes from
// the vault alone, masked.
func TestNothingAboutAPerson(t *testing.T) {
	t.Parallel()
	person := regexp.MustCompile(`(?i)person|caller|phone|mobile|address|gender|identity|citizen|姓名|电话号码|手机|住址|身份证`)
	var look func(reflect.Type)
	seen := map[reflect.Type]bool{reflect.TypeFor[casework.Case](): true} // the case itself is not shown
	look = func(typ reflect.Type) {
		if typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
			look(typ.Elem())
			return
		}
		if typ.Kind() != reflect.Struct || seen[typ] || !strings.HasPrefix(typ.PkgPath(), "huying/internal/edge/web/workbench") {
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
	if len(seen) < 7 {
		t.Errorf("only %d types looked at", len(seen))
	}
}
