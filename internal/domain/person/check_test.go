package person_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/domain/person"
	"huying/internal/kernel/errs"
)

func TestNormalPhone(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"13812345678":         "13812345678",
		" 138 1234 5678 ":     "13812345678",
		"138-1234-5678":       "13812345678",
		"１３８１２３４５６７８":         "13812345678",
		"１３８－１２３４－５６７８":       "13812345678",
		"+86 138 1234 5678":   "13812345678",
		"+8613812345678":      "13812345678",
		"0086-138-12345678":   "13812345678",
		"8613812345678":       "13812345678",
		"（+86）13812345678":    "13812345678",
		"19912345678":         "19912345678",
		"05703012345":         "0570-3012345",
		"0570-3012345":        "0570-3012345",
		"(0570) 301 2345":     "0570-3012345",
		"（0570）3012345":       "0570-3012345",
		"0570—3012345":        "0570-3012345",
		"0571 8888 7777":      "0571-88887777",
		"010-62345678":        "010-62345678",
		"021 62345678":        "021-62345678",
		"+86-21-62345678":     "021-62345678",
		"+86 570 3012345":     "0570-3012345",
		"0086 0570 3012345":   "0570-3012345",
		"0570-3012345-801":    "0570-3012345-801",
		"0570-3012345转801":    "0570-3012345-801",
		"0570-3012345转分机801":  "0570-3012345-801",
		"0570-3012345 ext.80": "0570-3012345-80",
		"0570-3012345#8":      "0570-3012345-8",
		"3012345":             "3012345",
		"301-2345":            "3012345",
		"12345":               "12345",
		"95588":               "95588",
		"400-123-4567":        "4001234567",
		"+852 2123 4567":      "+85221234567",
		"+1 (212) 555-0100":   "+12125550100",
	} {
		got, err := person.NormalPhone(in)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "电话", "1381234567", "138123456789", "12812345678", "13812345678/13912345678", "13812345678转8", "0570", "0570-301234",
		"0570-1012345", "00570-3012345", "1", "123456789", "1012345", "+", "+86", "+123456", "+1234567890123456", "138l2345678", "无", "\x00",
	} {
		if got, err := person.NormalPhone(in); errs.CodeOf(err) != "person.phone" {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}

// TestNormalIDNumber: the example is that of GB 11643.
func TestNormalIDNumber(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"11010519491231002X":   "11010519491231002X",
		"11010519491231002x":   "11010519491231002X",
		"110105 19491231 002X": "11010519491231002X",
		"１１０１０５１９４９１２３１００２Ｘ": "11010519491231002X",
		"440524188001010014":    "440524188001010014",
		"E12345678":             "E12345678",
		"h60123456 (01)":        "H6012345601",
		"01234567":              "01234567",
		"110105-19491231-002-X": "11010519491231002X",
	} {
		got, err := person.NormalIDNumber(in)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", in, got, err, want)
		}
	}
	for name, in := range map[string]string{
		"wrong check":     "110105194912310021",
		"two swapped":     "11010519491213002X",
		"no such month":   "110105194913310025",
		"29 February":     "110105190002290020",
		"no province":     "990105194912310023",
		"fifteen digits":  "110105491231002",
		"letter within":   "11010519A912310021",
		"check not last":  "1101051949123100X2",
		"seventeen":       "11010519491231002",
		"nineteen":        "11010519491231002X1",
		"nothing":         "",
		"a word":          "身份证",
		"a sign that not": "E1234567!",
	} {
		if got, err := person.NormalIDNumber(in); errs.CodeOf(err) != "person.id_number" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestCheckCharacter: any one digit changed, and any two neighbours swapped,
// is found (ISO 7064 MOD 11-2, GB 32100).
func TestCheckCharacter(t *testing.T) {
	t.Parallel()
	for code, is := range map[string]func(string) bool{"11010519491231002X": person.IsIDNumber, "91350100M000100Y43": person.IsCreditCode} {
		if !is(code) {
			t.Fatalf("%s does not check", code)
		}
		for i := range code {
			for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXYZ" {
				if other := code[:i] + string(c) + code[i+1:]; other != code && is(other) {
					t.Errorf("%s passes for %s", other, code)
				}
			}
			if i > 0 && code[i] != code[i-1] {
				if swapped := code[:i-1] + string([]byte{code[i], code[i-1]}) + code[i+1:]; is(swapped) {
					t.Errorf("%s passes for %s", swapped, code)
				}
			}
		}
	}
	if got, err := person.NormalCreditCode("91350100-m000100y-43"); err != nil || got != "91350100M000100Y43" {
		t.Errorf("%q, %v", got, err)
	}
	for _, in := range []string{"", "91350100M000100Y4", "9135010OM000100Y43", "统一社会信用代码"} {
		if _, err := person.NormalCreditCode(in); errs.CodeOf(err) != "person.credit_code" {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestNormal(t *testing.T) {
	t.Parallel()
	got, err := person.Person{
		Name: " 张　某某 ", Phone: "+86 138-1234-5678", IDNumber: "11010519491231002x", Address: "花园街道　荷花小区３幢", CreditCode: "91350100m000100y43", Note: "讲\n方言",
	}.Normal()
	want := person.Person{
		Name: "张 某某", Phone: "13812345678", IDNumber: "11010519491231002X", Address: "花园街道 荷花小区3幢", CreditCode: "91350100M000100Y43", Note: "讲 方言",
	}
	if err != nil || got != want {
		t.Errorf("%#v, %v", got, err)
	}
	for code, p := range map[string]person.Person{
		"person.phone":       {Phone2: "13812345678、13912345678"},
		"person.id_number":   {IDNumber: "110105194912310021"},
		"person.credit_code": {CreditCode: "91350100M000100Y44"},
		"person.long":        {Address: strings.Repeat("路", 201)},
		"person.text":        {Name: "张\x00"},
	} {
		_, err := p.Normal()
		if errs.CodeOf(err) != code || !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", code, err)
		}
		for _, f := range person.Fields() {
			if v := p.Get(f); v != "" && strings.Contains(err.Error(), v) {
				t.Errorf("%s: the error quotes the field: %v", code, err)
			}
		}
	}
	if _, err := (person.Person{Name: "\xff"}).Normal(); errs.CodeOf(err) != "person.text" {
		t.Error(err)
	}
}

// TestNormalForm: what is normal is its own normal form, however a number was
// spaced out before.
func TestNormalForm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`1[3-9][0-9]{9}|0[3-9][0-9]{2}[2-9][0-9]{6,7}|02[0-9][2-9][0-9]{7}`).Draw(t, "number")
		plain, err := person.NormalPhone(number)
		if err != nil {
			t.Fatalf("%s: %v", number, err)
		}
		again, err := person.NormalPhone(plain)
		if err != nil || again != plain {
			t.Errorf("%s, then %s, %v", plain, again, err)
		}
		var spaced strings.Builder
		spaced.WriteString(rapid.SampledFrom([]string{"", " ", "0086 ", "+86-"}).Draw(t, "prefix"))
		for i, r := range number {
			if i == 4 || i == 8 {
				spaced.WriteString(rapid.SampledFrom([]string{"", " ", "—", "　", "－"}).Draw(t, "sign"))
			}
			if rapid.Bool().Draw(t, "wide") {
				r += '０' - '0'
			}
			spaced.WriteRune(r)
		}
		if got, err := person.NormalPhone(spaced.String()); err != nil || got != plain {
			t.Errorf("%q: %q, %v; want %q", spaced.String(), got, err, plain)
		}
	})
}

func FuzzNormal(f *testing.F) {
	for _, s := range []string{"13812345678", "0570-3012345转8", "+852 2123 4567", "11010519491231002X", "91350100M000100Y43", "10000转0", "（", "转", "0", "+86"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, field := range person.Fields() {
			p, err := person.Person{}.With(field, s).Normal()
			if err != nil {
				continue
			}
			if again, err := p.Normal(); err != nil || again != p {
				t.Errorf("%s %q: normal %q, then %q, %v", field, s, p.Get(field), again.Get(field), err)
			}
			p.Masked()
		}
	})
}
