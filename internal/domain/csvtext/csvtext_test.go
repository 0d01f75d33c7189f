package csvtext_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/domain/csvtext"
	"huying/internal/kernel/errs"
)

func TestReadKeepsTheLineOfEachRecord(t *testing.T) {
	t.Parallel()
	got, err := csvtext.Read([]byte("a,b\n\n\"one\ntwo\",2\r\n3\n"), "t.csv")
	if err != nil {
		t.Fatal(err)
	}
	want := []csvtext.Record{{1, []string{"a", "b"}}, {3, []string{"one\ntwo", "2"}}, {5, []string{"3"}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestReadTellsEncodingsApart(t *testing.T) {
	t.Parallel()
	const text = "工单编号,标题\n1,𠮷野路灯不亮"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"UTF-8": text, "with a mark": "\uFEFF" + text, "GB18030": gb} {
		got, err := csvtext.Read([]byte(data), "t.csv")
		if err != nil || got[0].Fields[0] != "工单编号" || got[1].Fields[1] != "𠮷野路灯不亮" {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestReadSaysWhereATextBreaksOff(t *testing.T) {
	t.Parallel()
	for _, bad := range []struct{ data, code, at string }{
		{"\xFF\xFEa\x00", "table.encoding", "t.csv:1: "},
		{"a\nb\x00", "table.encoding", "t.csv:2: "},
		{"标题\n\xFF\xFF", "table.encoding", "t.csv:1: "},
		{"a,b\n1,\"2", "table.syntax", "t.csv:2: "},
		{"a\nb\"c", "table.syntax", "t.csv:2: not CSV: a quote within a cell"},
		{"a\n\"b\"c", "table.syntax", "t.csv:2: not CSV: a quoted cell that does not end"},
	} {
		_, err := csvtext.Read([]byte(bad.data), "t.csv")
		if errs.CodeOf(err) != bad.code || !strings.HasPrefix(err.Error(), bad.at) || bad.code == "table.syntax" && !strings.Contains(err.Error(), "expected") {
			t.Errorf("%q: %v; expected %s at %s", bad.data, err, bad.code, bad.at)
		}
	}
}

func TestEncodeWritesLikeAnother(t *testing.T) {
	t.Parallel()
	records := [][]string{{"工单编号", "标题"}, {"1", "两\n行,“引”"}}
	for name, like := range map[string]string{"UTF-8": "标题", "with a mark": "\uFEFF标题", "GB18030": "\xB1\xEA\xCC\xE2"} {
		data, err := csvtext.Encode(records, []byte(like))
		if err != nil {
			t.Fatal(err)
		}
		if utf8.Valid(data) == (name == "GB18030") || strings.HasPrefix(string(data), "\uFEFF") != (name == "with a mark") {
			t.Errorf("%s: written as %q", name, data)
		}
		back, err := csvtext.Read(data, "t.csv")
		if err != nil || !slices.Equal(back[0].Fields, records[0]) || !slices.Equal(back[1].Fields, records[1]) {
			t.Errorf("%s: reads back as %v, %v", name, back, err)
		}
	}
}

// FuzzDecode: whatever comes in, what goes out is text without a mark.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "a,b\n", "\uFEFF标题", "\xB1\xEA\xCC\xE2", "\xFE\xFF", "\x81\x30\x81\x30", "\xEF\xBB"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := csvtext.Decode(slices.Clone(data))
		if err != nil {
			return
		}
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			t.Errorf("%q decodes to %q", data, text)
		}
		if utf8.Valid(data) && strings.TrimPrefix(string(data), "\uFEFF") != text {
			t.Errorf("UTF-8 %q reads as %q", data, text)
		}
	})
}
