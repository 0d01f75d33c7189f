package scoring_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/golden"
)

const sample = `unit,avg_days,list,surveyed,dissatisfied,handled,close_rate,basic
航埠镇,4.5,town,40,2,50,98.25%,1
石梁镇,,town,0,0,3,,
"双港, 街道",2,town,10,0,10,100,
民政局,3.125,民政榜,9,9,9,100,
`

func TestReadTable(t *testing.T) {
	t.Parallel()
	type row struct {
		Line                                   int
		List, Unit                             string
		Handled, Surveyed, Basic, Dissatisfied int
		Days, Close                            string
	}
	want := []row{
		{2, "town", "航埠镇", 50, 40, 1, 2, "4.5", "98.25"},
		{3, "town", "石梁镇", 3, 0, 0, 0, "none", "none"},
		{4, "town", "双港, 街道", 10, 10, 0, 0, "2", "100"},
		{5, "民政榜", "民政局", 9, 9, 0, 9, "3.125", "100"},
	}
	given := func(r scoring.TableRow, m scoring.Measure) string {
		if v, ok := r.Given[m]; ok {
			return v.String()
		}
		return "none"
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(sample)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"utf-8": sample, "utf-8 with mark": "\uFEFF" + sample, "windows lines": strings.ReplaceAll(sample, "\n", "\r\n"),
		"gb18030": gb, "gb18030 with mark": "\x84\x31\x95\x33" + gb, "no last line break": strings.TrimSpace(sample),
		"spaces":          strings.ReplaceAll(sample, ",town,", " ,　town , "),
		"chinese headers": strings.NewReplacer("unit,avg_days,list,surveyed,dissatisfied,handled,close_rate,basic", "承办单位,平均办理时长,榜单,参评件数,不满意,办理件数,按期办结率,基本满意").Replace(sample),
		"capitals":        strings.Replace(sample, "unit,avg_days", "Unit,AVG_DAYS", 1),
	} {
		var got []row
		for _, r := range readTable(t, text).Rows {
			got = append(got, row{r.Line, r.List, r.Unit, r.Handled, r.Surveyed, r.Basic, r.Dissatisfied, given(r, scoring.AvgDays), given(r, scoring.CloseRate)})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestFaultyTable(t *testing.T) {
	t.Parallel()
	const header = "list,unit,handled,surveyed,dissatisfied,avg_days\n"
	tests := []struct {
		name, text string
		want       []string // each problem's beginning
	}{
		{"empty", "", []string{"t.csv:1: no header; expected the columns list, unit,"}},
		{"header only", header, []string{"t.csv:1: no rows under the header"}},
		{"unknown column", "list,unit,handled,surveyed,dissatisfied,avg_days,remark\na,b,1,1,0,1,x\n",
			[]string{`t.csv:1:7: unknown column "remark"; expected list, unit,`}},
		{"unknown column and bad numbers", "list,remark,unit,handled,surveyed,dissatisfied,avg_days\na,x,b,y,1,0,1\n",
			[]string{`t.csv:1:2: unknown column "remark"`, `t.csv:2:4: handled "y"; expected`}},
		{"computed column", "list,unit,handled,surveyed,dissatisfied,avg_days,index\na,b,1,1,0,1,99\n",
			[]string{`t.csv:1:7: column "index" is computed here; expected it to be left out`}},
		{"missing columns", "list,unit\na,b\n", []string{
			"t.csv:1: no column handled (办理)", "t.csv:1: no column surveyed (参评件数)", "t.csv:1: no column dissatisfied (不满意)", "t.csv:1: no column avg_days (平均办理时长)"}},
		{"column twice", "list,unit,handled,surveyed,dissatisfied,avg_days,单位\na,b,1,1,0,1,c\n",
			[]string{`t.csv:1:7: column "单位" is unit again, as is field 2`}},
		{"too few fields", header + "a,b,1\n", []string{"t.csv:2:4: 3 fields; expected 6 as in the header"}},
		{"too many fields", header + "a,b,1,1,0,1,9\n", []string{"t.csv:2:7: 7 fields; expected 6 as in the header"}},
		{"no unit, no list", header + " ,,1,1,0,1\n", []string{
			"t.csv:2:1: list is empty; expected a name", "t.csv:2:2: unit is empty; expected a name"}},
		{"bad numbers", header + "a,b,-1,x,1.5,fast\na,c,2000000000,,0,-3\n", []string{
			`t.csv:2:3: handled "-1"; expected a whole number from 0 to 1000000000`,
			`t.csv:2:4: surveyed "x"; expected a whole number`, `t.csv:2:5: dissatisfied "1.5"; expected a whole number`,
			`t.csv:2:6: avg_days "fast"; expected a decimal from 0 to 36525 days`, `t.csv:3:3: handled "2000000000"; expected`,
			`t.csv:3:4: surveyed ""; expected a whole number`, `t.csv:3:6: avg_days "-3"; expected a decimal`}},
		{"a rate above 100", strings.TrimSpace(header) + ",sign_rate\na,b,1,1,0,1,100.01%\n",
			[]string{`t.csv:2:7: sign_rate "100.01%"; expected a decimal from 0 to 100 percent`}},
		{"impossible counts", header + "a,b,5,6,0,1\na,c,5,5,6,1\n", []string{
			"t.csv:2:4: surveyed 6 is more than handled, 5", "t.csv:3:5: dissatisfied 6 is more than surveyed, 5"}},
		{"basic and dissatisfied", strings.TrimSpace(header) + ",基本满意\na,b,5,5,3,1,3\n",
			[]string{"t.csv:2:5: dissatisfied 3 and basic 3 is more than surveyed, 5"}},
		{"more late than handled", strings.TrimSpace(header) + ",overdue\na,b,5,5,3,1,6\na,c,5,5,5,1,5\n",
			[]string{"t.csv:2:7: overdue 6 is more than handled, 5"}},
		{"days of nothing", header + "a,b,0,0,0,1\n", []string{"t.csv:2:6: avg_days of a unit that handled nothing"}},
		{"unit twice", header + "a,b,1,1,0,1\nc,b,1,1,0,1\na,b,1,1,0,2\n",
			[]string{`t.csv:4:2: unit "b" stands in list "a" already, in line 2`}},
		{"line of a record after a broken line", header + "a,\"b\nb\",1,1,0,1\na,c,x,1,0,1\n",
			[]string{`t.csv:4:3: handled "x"; expected`}},
		{"open quote", header + "a,\"b,1,1,0,1\n", []string{"t.csv:2: not CSV: extraneous or missing \" in quoted-field"}},
		{"utf-16", "\xFF\xFEl\x00", []string{"t.csv:1: the file is UTF-16; expected UTF-8 or GB18030"}},
		{"neither encoding", header + "a,\xFF\xFF,1,1,0,1\n", []string{"t.csv:2: bytes that are neither UTF-8 nor GB18030"}},
		{"zero byte", header + "a,b\x00,1,1,0,1\n", []string{"t.csv:2: a zero byte; expected a CSV text"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := scoring.ReadTable(strings.NewReader(tt.text), "t.csv")
			got := problems(err)
			if len(got) != len(tt.want) {
				t.Fatalf("says %q\nwants %q", got, tt.want)
			}
			for i, want := range tt.want {
				if !strings.HasPrefix(got[i].Error(), want) {
					t.Errorf("says  %s\nwants %s", got[i], want)
				}
				if !errs.Is(got[i], errs.Invalid) {
					t.Errorf("%v is %s; want invalid", got[i], errs.KindOf(got[i]))
				}
			}
		})
	}
}

// TestFaultyTableInChinese: whatever is wrong with a row is said in Chinese, too.
func TestFaultyTableInChinese(t *testing.T) {
	t.Parallel()
	_, err := scoring.ReadTable(strings.NewReader("list,unit,handled,surveyed,dissatisfied,avg_days,basic,overdue\n"+
		"a,b,5,6,0,1,0,0\na,c,5,5,6,1,0,0\na,d,5,5,3,1,3,0\na,e,5,5,0,1,0,6\na,f,0,0,0,1,0,0\na,f,1,1,0,1,0,0\n"), "t.csv")
	want := []string{
		"surveyed 6 多于 handled 5", "dissatisfied 6 多于 surveyed 5",
		"dissatisfied 3 与 basic 3 之和多于 surveyed 5", "overdue 6 多于 handled 5",
		"该单位没有办理件，avg_days 应为空", "单位“f”在榜“a”中已见于第 6 行",
	}
	var got []string
	for _, problem := range problems(err) {
		_, zh := errs.Said(problem)
		got = append(got, zh)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// problems takes a joined error apart.
func problems(err error) []error {
	var list interface{ Unwrap() []error }
	if errors.As(err, &list) {
		return list.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

func TestUnreadableTable(t *testing.T) {
	t.Parallel()
	_, err := scoring.ReadTable(iotest.ErrReader(io.ErrUnexpectedEOF), "t.csv")
	if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), "t.csv: cannot be read: ") {
		t.Errorf("says %v", err)
	}
}

// TestListByName: a list may be named by its name in the scheme; the same unit
// under both names is twice in it.
func TestListByName(t *testing.T) {
	t.Parallel()
	const header = "list,unit,handled,surveyed,dissatisfied,avg_days\n"
	s := preset(t, "kecheng-2019")
	scored, err := scoring.ScoreTable(s, readTable(t, header+"区级有关单位,甲,1,1,0,1\ndepartment,乙,1,1,0,2\n"), scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if l := scored.Result.Lists; len(l) != 1 || l[0].Key != "department" || len(l[0].Rows) != 2 {
		t.Errorf("lists %+v; want one, department, with both units", l)
	}
	_, err = scoring.ScoreTable(s, readTable(t, header+"区级有关单位,甲,1,1,0,1\ndepartment,甲,1,1,0,2\n"), scoring.Options{})
	if err == nil || err.Error() != `table.csv:3: unit "甲" stands in list "department" already, in line 2 / 单位“甲”在榜单“department”中重复，见第 2 行` {
		t.Errorf("says %v", err)
	}
}

// TestTableRegion: means are weighted by handled, over the rows that have them;
// a measure whose column is absent is no measure, not zero.
func TestTableRegion(t *testing.T) {
	t.Parallel()
	table := readTable(t, "list,unit,handled,surveyed,dissatisfied,avg_days,close_rate,returns,overdue\n"+
		"town,甲,30,20,5,2,90,1,2\ntown,乙,10,0,0,6,,0,1\ntown,丙,5,5,0,,100,2,0\n")
	scored, err := scoring.ScoreTable(preset(t, "kecheng-2019"), table, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := scored.Result.Region.Measures
	want := map[scoring.Measure]string{
		scoring.AvgDays: "3", scoring.CloseRate: "91.43", scoring.Returns: "3", scoring.ReturnRate: "6.67",
		scoring.Overdue: "3", scoring.Handled: "45", scoring.Surveyed: "25", scoring.Dissatisfied: "5",
		scoring.Satisfaction: "92", scoring.SatisfiedRate: "80", scoring.SurveyedRate: "55.56",
	}
	for _, k := range scoring.AllMeasures() {
		got := ""
		if v := m.Printed(k); v != nil {
			got = v.String()
		}
		if got != want[k] {
			t.Errorf("%s: %q; want %q", k, got, want[k])
		}
	}
}

// TestOverAverageIsStrict: a unit at the mean is not over it, one without days
// or surveyed legs is neither over it nor below full satisfaction.
func TestOverAverageIsStrict(t *testing.T) {
	t.Parallel()
	table := readTable(t, "list,unit,handled,surveyed,dissatisfied,avg_days\n"+
		"town,甲,1,1,0,3\ntown,己,1,1,0,0\ntown,乙,1,1,1,3.01\ntown,丙,1,0,0,\ntown,丁,1,1,0,1\ntown,戊,0,0,0,\n")
	scored, err := scoring.ScoreTable(preset(t, "kecheng-2019"), table, scoring.Options{
		Reference: map[scoring.Measure]exact.Value{scoring.AvgDays: exact.Int(3)},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := scored.Result
	if over := r.OverAverage(); len(over) != 1 || over[0].Unit != "乙" {
		t.Errorf("over the mean: %v; want 乙 alone", over)
	}
	if below := r.BelowFullSatisfaction(); len(below) != 1 || below[0].Unit != "乙" {
		t.Errorf("below full satisfaction: %v; want 乙 alone", below)
	}
	if r.Units() != 5 {
		t.Errorf("%d units; want the 5 that handled something", r.Units())
	}
}

// TestTableOutputs fixes the three formats that a person or a script reads.
func TestTableOutputs(t *testing.T) {
	t.Parallel()
	scored, err := scoring.ScoreTable(preset(t, "kecheng-2019"), readTable(t, sample), scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(io.Writer) error{
		"table.csv": scored.CSV, "table.json": scored.JSON, "table.txt": scored.Text,
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		golden.Check(t, "testdata/golden/"+name, b.Bytes())
	}
	const hangzhou = "list,unit,handled,surveyed,dissatisfied,avg_days\ndepartment,甲,300,9,0,1\ndepartment,乙,12,9,0,1\n"
	banded, err := scoring.ScoreTable(preset(t, "hangzhou"), readTable(t, hangzhou), scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := errors.Join(banded.Text(&b), banded.JSON(&b), banded.CSV(&b)); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "testdata/golden/banded.txt", b.Bytes())
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestOutputsReportAFullDisk(t *testing.T) {
	t.Parallel()
	scored, err := scoring.ScoreTable(preset(t, "kecheng-2019"), readTable(t, sample), scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(io.Writer) error{"csv": scored.CSV, "json": scored.JSON, "text": scored.Text} {
		if err := write(full{}); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: %v; want the writer's error", name, err)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("\uFEFF榜,单位,办理件数,参评件数,不满意,平均办理时长\n乡镇,甲,1,1,0,0.5\n"))
	f.Add([]byte("list,unit,handled,surveyed,dissatisfied,avg_days,returns\n\"a\n\",b,1,1,0,1,7\n"))
	f.Add([]byte("\xB0\xF1,\xB5\xA5\xCE\xBB\n"))
	s := preset(f, "kecheng-2019")
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := scoring.ReadTable(bytes.NewReader(data), "fuzz.csv")
		if err != nil {
			for _, p := range problems(err) {
				if !errs.Is(p, errs.Invalid) {
					t.Fatalf("kind %s of %v", errs.KindOf(p), p)
				}
			}
			return
		}
		scored, err := scoring.ScoreTable(s, table, scoring.Options{})
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Fatal(err)
			}
			return
		}
		rows := 0
		for _, l := range scored.Result.Lists {
			rows += len(l.Rows)
		}
		if rows != len(table.Rows) {
			t.Fatalf("%d rows come out; %d went in", rows, len(table.Rows))
		}
		if err := errors.Join(scored.CSV(io.Discard), scored.JSON(io.Discard), scored.Text(io.Discard)); err != nil {
			t.Fatal(err)
		}
	})
}
