package scrub_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/scrub"
)

func TestScrub(t *testing.T) {
	t.Parallel()
	const phone, id, card, plate = "【电话号码】", "【证件号码】", "【银行卡号】", "【车牌号码】"
	for in, want := range map[string]string{
		// Telephones.
		"请拨13812345678联系我":          "请拨" + phone + "联系我",
		"电话：138 1234 5678。":         "电话：" + phone + "。",
		"138-1234-5678":             phone,
		"138.1234.5678":             phone,
		"１３８１２３４５６７８":               phone,
		"１３８－１２３４－５６７８，":            phone + "，",
		"+8613812345678":            "+" + phone,
		"0086 138 1234 5678":        phone,
		"微信wx13812345678a":          "微信wx" + phone + "a",
		"0570-3012345":              phone,
		"（0570）3012345":             "（" + phone,
		"0571 8888 7777转8":          phone + "转8",
		"13812345678/13912345678":   phone + "/" + phone,
		"13812345678，13912345678":   phone + "，" + phone,
		"13812345678 13912345678":   phone + " " + phone,
		"3楼 13812345678":            "3楼 " + phone,
		"3 13812345678 5":           "3 " + phone + " 5",
		"于2019-10-14 13812345678来电": "于2019-10-14 " + phone + "来电",
		// Identity numbers.
		"身份证11010519491231002X，":   "身份证" + id + "，",
		"11010519491231002x":       id,
		"110105 19491231 002 X":    id,
		"110105-19491231-002Ｘ":     id,
		"440524188001010014":       id,
		"４４０５２４１８８００１０１００１４":       id,
		"440524 1880 0101 0014本人持": id + "本人持",
		// Bank cards.
		"卡号4111 1111 1111 1111":    "卡号" + card,
		"4111111111111111":         card,
		"6222 0202 0000 0000 006。": card + "。",
		"４１１１－１１１１－１１１１－１１１１":      card,
		// Number plates.
		"浙H12345逆行":         plate + "逆行",
		"浙h·12345":          plate,
		"浙H D12345":         plate,
		"浙HD12345、浙H12345D": plate + "、" + plate,
		"浙Ｈ－Ａ１２３４":          plate,
		"浙H12345 2019年":     plate + " 2019年",
		"粤Z1234港":           plate,
		"浙H1234学":           plate,
		"京A·A12B4停在门口":      plate + "停在门口",
		// More than one kind.
		"车主浙H12345，电话13812345678，证件11010519491231002X": "车主" + plate + "，电话" + phone + "，证件" + id,
	} {
		clean, found := scrub.Scrub(in)
		if clean != want {
			t.Errorf("%q: %q, want %q (%v)", in, clean, want, found)
		}
	}
}

// TestLeavesAlone: what looks like a number of somebody and is none.
func TestLeavesAlone(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"", "路灯不亮", "2019年10月14日9时30分", "2019-10-14 09:30:00", "共7571件，满意率98.6%", "12345热线", "拨打96310", "400-123-4567",
		"33080220191014400012", "工单330802201910144000123", "138123456789", "1381234567", "12812345678", "018123456789",
		"110105194912310021", "4111111111111112", "411111111111111", "1.38,1234,5678", "138第1234号5678",
		"浙江H12345号", "浙H1234", "浙H1234567", "浙HABCDE", "浙大学", "川A大桥", "浙I12345", "京AO1234", "新增A12345", "B12345", "3幢2单元501室", "\xff138",
	} {
		if clean, found := scrub.Scrub(in); clean != in || found != nil {
			t.Errorf("%q became %q (%v)", in, clean, found)
		}
	}
}

// TestFind: findings name their place in the text as it was, in order.
func TestFind(t *testing.T) {
	t.Parallel()
	text := "浙H12345，138 1234 5678"
	want := []scrub.Finding{{Kind: scrub.Plate, Start: 0, End: 9}, {Kind: scrub.Phone, Start: 12, End: 25}}
	if diff := cmp.Diff(want, scrub.Find(text)); diff != "" {
		t.Error(diff)
	}
	if got := fmt.Sprintf("%+v", scrub.Find(text)); strings.Contains(got, "1234") {
		t.Errorf("a finding shows what it found: %s", got)
	}
	for _, k := range scrub.Kinds() {
		if k.Chinese() == "" || k.English() == "" {
			t.Errorf("%s has no name", k)
		}
	}
}

// numbers makes numbers of somebody, plain.
func numbers() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`1[3-9][0-9]{9}`),
		rapid.StringMatching(`0[3-9][0-9]{2}[2-9][0-9]{6,7}`),
		rapid.Custom(func(t *rapid.T) string {
			n := fmt.Sprintf("%s%02d%02d%04d%02d%02d%03d", rapid.SampledFrom([]string{"33", "11", "65", "81"}).Draw(t, "province"), rapid.IntRange(0, 99).Draw(t, "city"),
				rapid.IntRange(0, 99).Draw(t, "county"), rapid.IntRange(1900, 2025).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"),
				rapid.IntRange(1, 28).Draw(t, "day"), rapid.IntRange(0, 999).Draw(t, "order"))
			sum := 0
			for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
				sum += int(n[i]-'0') * w
			}
			return n + string("10X98765432"[sum%11])
		}),
		rapid.Custom(func(t *rapid.T) string {
			n := rapid.StringMatching(`[3-9][0-9]{14,17}`).Draw(t, "card")
			for _, check := range "0123456789" {
				sum := 0
				for i, r := range n + string(check) {
					d := int(r - '0')
					if (len(n)-i)%2 == 1 {
						d *= 2
					}
					sum += d/10 + d%10
				}
				if sum%10 == 0 {
					return n + string(check)
				}
			}
			panic("no check digit")
		}),
		rapid.StringMatching(`[浙沪京川][A-H](D[0-9]{5}|[0-9]{5}|[0-9A-H][0-9]{4}|[0-9]{5}F|[0-9]{4}警)`),
	)
}

// written is a number as somebody might write it down.
func written(t *rapid.T, number string) string {
	var b strings.Builder
	for i, r := range []rune(number) {
		if i > 0 && i%4 == 0 {
			b.WriteString(rapid.SampledFrom([]string{"", "", " ", "-", "－", "　", " - "}).Draw(t, "between"))
		}
		if r < 128 && rapid.Bool().Draw(t, "wide") {
			r += '！' - '!'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// TestFindsWhatIsPlanted: a number is found wherever it stands, unless digits
// or letters that it is not made of touch it, and the text around is kept.
func TestFindsWhatIsPlanted(t *testing.T) {
	t.Parallel()
	around := rapid.StringMatching(`([路灯不亮，。0-9 \-A浙]{0,12}[号，。：]|[号，。：]?)`)
	rapid.Check(t, func(t *rapid.T) {
		before, after := around.Draw(t, "before"), around.Draw(t, "after")
		after = strings.TrimLeft(after, "0123456789 -A")
		number := written(t, numbers().Draw(t, "number"))
		text := before + number + after
		covered := false
		for _, f := range scrub.Find(text) {
			covered = covered || f.Start <= len(before) && f.End >= len(before)+len(number)
		}
		if !covered {
			t.Errorf("%q is not found in %q: %v", number, text, scrub.Find(text))
		}
		clean, _ := scrub.Scrub(text)
		again, more := scrub.Scrub(clean)
		if again != clean || more != nil {
			t.Errorf("%q, scrubbed again, is %q", clean, again)
		}
		if !strings.HasSuffix(clean, after) && len(scrub.Find(after)) == 0 {
			t.Errorf("the text after %q is lost in %q", number, clean)
		}
	})
}

// TestInRuns: of numbers that stand in a row with spaces between, none shows.
func TestInRuns(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.StringMatching(`1[3-9][0-9]{9}`), 1, 6).Draw(t, "numbers")
		clean, _ := scrub.Scrub(strings.Join(list, " "))
		for _, n := range list {
			if strings.Contains(clean, n) || strings.Contains(clean, n[4:]) {
				t.Errorf("%s shows in %q", n, clean)
			}
		}
	})
}

func FuzzScrub(f *testing.F) {
	for _, s := range []string{
		"请拨138 1234 5678", "11010519491231002X", "4111 1111 1111 1111", "浙H·D12345", "0570-3012345转8", "粤Z1234港", "\xff\xfe", "【】", "13812345678 13912345678",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean, found := scrub.Scrub(text)
		if len(found) == 0 && clean != text {
			t.Errorf("%q became %q with no finding", text, clean)
		}
		if utf8.ValidString(text) && !utf8.ValidString(clean) {
			t.Errorf("%q became %q, which is no text", text, clean)
		}
		last, kept := 0, ""
		for _, f := range found {
			if f.Start < last || f.End <= f.Start || f.End > len(text) {
				t.Fatalf("findings of %q: %v", text, found)
			}
			kept += text[last:f.Start] + "【" + f.Kind.Chinese() + "】"
			last = f.End
		}
		if kept += text[last:]; kept != clean {
			t.Errorf("%q became %q, where its findings make %q", text, clean, kept)
		}
		if again, more := scrub.Scrub(clean); again != clean || more != nil {
			t.Errorf("%q, scrubbed again, is %q", clean, again)
		}
	})
}

func BenchmarkScrub(b *testing.B) {
	text := strings.Repeat("小区门口的路灯连续几晚不亮，出行不便，希望尽快修复。联系电话138 1234 5678，车牌浙H12345。", 10)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		scrub.Scrub(text)
	}
}
