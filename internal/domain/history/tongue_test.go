package history_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/domain/history"
)

// inBothTongues are the columns of design §4.2, in order, and every value that
// a column of words can hold.
var inBothTongues = []struct {
	en, zh string
	values [][2]string
}{
	{"case_no", "工单编号", nil},
	{"channel", "渠道", [][2]string{{"letter", "来信"}, {"visit", "来访"}, {"web", "网络"}, {"phone", "电话"}}},
	{"kind", "诉求类型", [][2]string{
		{"consult", "咨询"}, {"help", "求助"}, {"complain", "投诉"}, {"report", "举报"}, {"suggest", "建议"}, {"praise", "表扬"}, {"other", "其他"},
	}},
	{"subject", "内容分类", nil},
	{"title", "标题", nil},
	{"content", "内容", nil},
	{"topics", "专题", [][2]string{{"city", "文明城市创建"}, {"city:noise", "文明城市创建:噪音类"}, {"city:noise;house", "农房整治；文明城市创建：噪音类"}}},
	{"caller_name", "姓名", nil},
	{"caller_phone", "电话号码", nil},
	{"address", "地址", nil},
	{"received_at", "受理时间", nil},
	{"unit", "承办单位", nil},
	{"unit_list", "榜单", [][2]string{{"town", "乡镇、街道"}, {"department", "区级有关单位"}, {"none", "无"}}},
	{"role", "主协办", [][2]string{{"lead", "主办"}, {"assist", "协办"}}},
	{"dispatched_at", "交办时间", nil},
	{"sign_due_at", "签收期限", nil},
	{"signed_at", "签收时间", nil},
	{"close_due_at", "办理期限", nil},
	{"closed_at", "办结时间", nil},
	{"callback_due_at", "回访期限", nil},
	{"called_back_at", "回访时间", nil},
	{"verdict", "满意度", [][2]string{
		{"satisfied", "满意"}, {"basic", "基本满意"}, {"dissatisfied", "不满意"}, {"unreached", "未联系上"}, {"declined", "拒评"},
	}},
	{"solved", "是否解决", [][2]string{{"yes", "是"}, {"partly", "部分"}, {"no", "否"}}},
}

func TestHeaderIsTheDesigns(t *testing.T) {
	t.Parallel()
	var want []string
	for _, c := range inBothTongues {
		want = append(want, c.en)
	}
	if d := cmp.Diff(want, history.Header()); d != "" {
		t.Error(d)
	}
}

// TestTheGuideIsTrue keeps the columns and values of docs/import.md to the ones
// that are read.
func TestTheGuideIsTrue(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range inBothTongues {
		_, row, ok := strings.Cut(string(data), "| `"+c.en+"` | "+c.zh+" |")
		row, _, _ = strings.Cut(row, "\n")
		if !ok {
			t.Errorf("docs/import.md has no row of %s %s", c.en, c.zh)
		}
		for _, v := range c.values {
			if c.en != "topics" && !strings.Contains(row, "`"+v[0]+"` "+v[1]) {
				t.Errorf("docs/import.md does not say that %s holds %s %s", c.en, v[0], v[1])
			}
		}
	}
}

// TestEveryWordInBothTongues: each value of each column, said in English and
// in Chinese, under an English and under a Chinese header, is the same case,
// and comes out in English.
func TestEveryWordInBothTongues(t *testing.T) {
	t.Parallel()
	for _, c := range inBothTongues {
		for _, v := range c.values {
			t.Run(c.en+"="+v[0], func(t *testing.T) {
				t.Parallel()
				english := exportOf(t, c.en, v[0], false)
				chinese := exportOf(t, c.en, v[1], true)
				if d := cmp.Diff(english, chinese); d != "" {
					t.Error(d)
				}
				if !strings.Contains(english, ","+v[0]+",") && !strings.Contains(english, ","+v[0]+"\n") {
					t.Errorf("%s is not written as it was read:\n%s", v[0], english)
				}
			})
		}
	}
}

func pickOf(zh bool, en, chinese string) string {
	if zh {
		return chinese
	}
	return en
}

// exportOf takes in a whole case with one cell set to a value, under a header
// in the tongue, and writes it again.
func exportOf(t *testing.T, column, value string, zh bool) string {
	t.Helper()
	// Everything that every case needs; a case with two units, so that either
	// role can be asked for.
	cells := map[string]string{
		"case_no": "A1", "channel": "web", "kind": "help", "received_at": "2019-10-08 09:00", "unit": "新单位", "role": "lead",
		"dispatched_at": "2019-10-08 10:00", "closed_at": "2019-10-09 10:00", "called_back_at": "2019-10-10 10:00", "verdict": "basic", "solved": "no",
	}
	other := map[string]string{"case_no": "A1", "unit": "住建局", "role": "assist", "dispatched_at": "2019-10-08 10:00"}
	if value == "assist" || value == "协办" {
		other["role"] = "lead"
	}
	cells[column] = value
	var header, first, second []string
	for _, c := range inBothTongues {
		header = append(header, pickOf(zh, c.en, c.zh))
		first, second = append(first, cells[c.en]), append(second, other[c.en])
	}
	w := newWorld(t)
	w.setting.CreateUnits = true
	w.must(t, strings.Join(header, ",")+"\n"+strings.Join(first, ",")+"\n"+strings.Join(second, ",")+"\n")
	return w.export(t, "A1")
}

// TestEveryWayOfWritingATable: marks, encodings, line ends, quotes, blank
// lines and blanks around a cell make no difference.
func TestEveryWayOfWritingATable(t *testing.T) {
	t.Parallel()
	const (
		header = "工单编号,渠道,诉求类型,标题,受理时间,承办单位,交办时间\n"
		rows   = "A1,电话,求助,路灯不亮,2019-10-08 09:00,住建局,2019-10-08 10:00\nA2,来信,咨询,停水,2019-10-08 09:00,供水公司,2019-10-08 10:00\n"
		plain  = header + rows
	)
	want := taken(t, []byte(plain))
	ways := map[string]string{
		"a mark":                     "\uFEFF" + plain,
		"a mark and quotes":          "\uFEFF\"工单编号\"" + strings.TrimPrefix(plain, "工单编号"),
		"CRLF":                       strings.ReplaceAll(plain, "\n", "\r\n"),
		"no last line end":           strings.TrimSuffix(plain, "\n"),
		"blank lines":                "\n\n" + header + "\n,,,,,,\n" + rows + " , ,,,,,\n\n",
		"quotes":                     quoted(plain),
		"blanks around":              strings.ReplaceAll(plain, ",", " ,\t"),
		"full-width blanks":          strings.ReplaceAll(plain, ",", "\u3000,"),
		"columns the other way":      reversed(plain),
		"capitals":                   strings.NewReplacer("渠道", "Channel", "电话", "PHONE", "诉求类型", "KIND").Replace(plain),
		"columns that are not asked": strings.ReplaceAll(strings.ReplaceAll(plain, "\n", ",\n"), "交办时间,\n", "交办时间,满意度\n"),
	}
	for name, text := range ways {
		if d := cmp.Diff(want, taken(t, []byte(text))); d != "" {
			t.Errorf("%s: %s\nof %q", name, d, text)
		}
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, taken(t, gb)); d != "" {
			t.Errorf("%s, in GB18030: %s", name, d)
		}
	}
}

func taken(t *testing.T, data []byte) string {
	t.Helper()
	w := newWorld(t)
	w.must(t, string(data))
	if len(w.cases) != 2 {
		t.Fatalf("%d cases of %q", len(w.cases), data)
	}
	return w.export(t, "A1", "A2")
}

// quoted puts every cell of a simple table in quotes.
func quoted(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		fmt.Fprintf(&b, "\"%s\"\n", strings.ReplaceAll(strings.TrimSuffix(line, "\n"), ",", "\",\""))
	}
	return b.String()
}

// reversed writes a simple table with its columns the other way round.
func reversed(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), ",")
		for i := range cells {
			fmt.Fprint(&b, cells[len(cells)-1-i], map[bool]string{true: "\n", false: ","}[i == len(cells)-1])
		}
	}
	return b.String()
}
