package person_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huying/internal/domain/person"
)

func TestMask(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		field    person.Field
		in, want string
	}{
		{person.Name, "", ""},
		{person.Name, "张", "*"},
		{person.Name, "张三", "张*"},
		{person.Name, "张某某", "张**"},
		{person.Name, "阿卜杜拉·某某", "阿**"},
		{person.Phone, "13812345678", "138****5678"},
		{person.Phone2, "0570-3012345", "0570-****345"},
		{person.Phone, "0570-3012345-801", "0570-****345"},
		{person.Phone, "010-62345678", "010-*****678"},
		{person.Phone, "3012345", "*****45"},
		{person.Phone, "+85221234567", "**********67"},
		{person.Phone, "1", "*"},
		{person.IDNumber, "11010519491231002X", "1101**********002X"},
		{person.IDNumber, "E12345678", "E******78"},
		{person.Address, "柯城区花园街道荷花小区3幢2单元501室", "柯城区花园街道***"},
		{person.Address, "浙江省衢州市柯城区荷花中路12号", "浙江省衢州市柯城区荷花中路***"},
		{person.Address, "石梁镇某某村12号", "石梁镇***"},
		{person.Address, "延安路3弄5号", "延安路***"},
		{person.Address, "3弄5号", "*弄***"},
		{person.Address, "府山社区12号", "***"},
		{person.Address, "荷花小区3幢", "***"},
		{person.Address, "柯城区荷花新村3幢", "柯城区***"},
		{person.Address, "某某村12号", "***"},
		{person.Company, "衢州市某某有限公司", "衢州***"},
		{person.CreditCode, "91350100M000100Y43", "91**************43"},
		{person.Note, "晚上方便接听", "***"},
		{person.Field("height"), "180", "***"},
	} {
		if got := person.Mask(c.field, c.in); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.field, c.in, got, c.want)
		}
	}
}

// TestMaskHides: whatever a field holds, half of a number and all that comes
// after the street is gone, and what was empty is still told from what was not.
func TestMaskHides(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, f := range person.Fields() {
			in := rapid.String().Draw(t, string(f))
			got := person.Mask(f, in)
			if (in == "") != (got == "") {
				t.Fatalf("%s: %q became %q", f, in, got)
			}
			if in != "" && !strings.Contains(got, "*") {
				t.Fatalf("%s: nothing of %q is hidden", f, in)
			}
		}
		number := rapid.StringMatching(`[0-9]{5,18}`).Draw(t, "number")
		if kept := utf8.RuneCountInString(strings.ReplaceAll(person.Mask(person.Phone, number), "*", "")); kept > 7 {
			t.Errorf("%s keeps %d digits", number, kept)
		}
	})
}
