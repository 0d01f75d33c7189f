package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/edge/cli"
	"huying/internal/kernel/clock"
)

// office is an installation in a folder of its own.
type office struct {
	t   *testing.T
	dir string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir()}
	if code, _, stderr := o.huying("init", "--region", "330802", "--name", "柯城区"); code != 0 {
		t.Fatal(stderr)
	}
	return o
}

func (o *office) huying(args ...string) (code int, stdout, stderr string) {
	o.t.Helper()
	var out, say bytes.Buffer
	code = cli.Main(context.Background(), &cli.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &say, Dir: o.dir,
		Getenv: func(name string) string { return map[string]string{"HUYING_LANG": "en"}[name] },
		Clock:  clock.NewHand(time.Date(2020, 3, 9, 2, 0, 0, 0, time.UTC)),
	})
	return code, out.String(), say.String()
}

func (o *office) put(name string, data []byte) {
	o.t.Helper()
	if err := os.WriteFile(filepath.Join(o.dir, name), data, 0o600); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) get(name string) []byte {
	o.t.Helper()
	data, err := os.ReadFile(filepath.Join(o.dir, name))
	if err != nil {
		o.t.Fatal(err)
	}
	return data
}

const plainHistory = "工单编号,渠道,诉求类型,标题,受理时间,承办单位,榜单,交办时间,办结时间\n" +
	"20191008001,电话,求助,路灯不亮,2019-10-08 09:00,住建局,区级有关单位,2019-10-08 10:00,2019-10-12 16:00\n" +
	"20191008002,来信,咨询,停水,2019-10-08 09:05,花园街道,乡镇、街道,2019-10-08 10:00:30,\n"

// TestTheSameTableInEveryForm: UTF-8, GB18030 and a workbook, whose cells hold
// numbers and dates, are the same history.
func TestTheSameTableInEveryForm(t *testing.T) {
	t.Parallel()
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(plainHistory))
	if err != nil {
		t.Fatal(err)
	}
	exports := map[string]string{}
	for name, data := range map[string][]byte{
		"utf8.csv": []byte(plainHistory), "mark.csv": []byte("\uFEFF" + strings.ReplaceAll(plainHistory, "\n", "\r\n")), "gb18030.csv": gb,
		"book.xlsx": workbook(t, plainHistory), "book.csv": workbook(t, plainHistory), // whatever its name is
	} {
		o := newOffice(t)
		o.put(name, data)
		if code, stdout, stderr := o.huying("import", "cases", name, "--create-units"); code != 0 || !strings.HasPrefix(stdout, "2 cases new") {
			t.Fatalf("%s exits %d: %s%s", name, code, stdout, stderr)
		}
		_, exports[name], _ = o.huying("export", "cases")
	}
	for name, text := range exports {
		if d := cmp.Diff(exports["utf8.csv"], text); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// workbook is a table as a clerk keeps it: times as dates, numbers as numbers.
func workbook(t *testing.T, text string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	if err != nil {
		t.Fatal(err)
	}
	row := 0
	for line := range strings.Lines(text) {
		row++
		for i, cell := range strings.Split(strings.TrimSpace(line), ",") {
			at, err := excelize.CoordinatesToCellName(i+1, row)
			if err != nil {
				t.Fatal(err)
			}
			var v any = cell
			if cell == "20191008001" {
				v = 20191008001
			}
			for _, form := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04"} {
				if when, err := time.Parse(form, cell); err == nil {
					v = when
				}
			}
			if err := f.SetCellValue("Sheet1", at, v); err != nil {
				t.Fatal(err)
			}
			if _, dated := v.(time.Time); dated {
				if err := f.SetCellStyle("Sheet1", at, at, style); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRejectedRowsKeepTheirForm: the rejected rows are in the encoding that
// they came in, and those of a workbook in one that spreadsheets open; the
// place of each problem is that of the workbook's cell.
func TestRejectedRowsKeepTheirForm(t *testing.T) {
	t.Parallel()
	bad := plainHistory + "20191008003,传真,咨询,停水,2019-10-08 09:05,,,,\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(bad))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		file string
		is   func(rejected []byte) bool
	}{
		"utf8.csv":    {[]byte(bad), "utf8.rejected.csv", func(d []byte) bool { return utf8.Valid(d) && !bytes.HasPrefix(d, []byte("\uFEFF")) }},
		"gb18030.csv": {gb, "gb18030.rejected.csv", func(d []byte) bool { return !utf8.Valid(d) }},
		"book.xlsx":   {workbook(t, bad), "book.rejected.csv", func(d []byte) bool { return bytes.HasPrefix(d, []byte("\uFEFF")) }},
	} {
		o := newOffice(t)
		o.put(name, c.data)
		code, stdout, stderr := o.huying("import", "cases", name, "--create-units", "--skip-bad")
		if code != 3 || !strings.HasPrefix(stdout, "2 cases new") || !strings.Contains(stderr, name+":4:2: channel \"传真\"; expected one of ") {
			t.Errorf("%s exits %d: %s%s", name, code, stdout, stderr)
		}
		if data := o.get(c.file); !c.is(data) {
			t.Errorf("%s was rejected as %q", name, data)
		}
		if code, stdout, stderr = o.huying("import", "cases", c.file, "--skip-bad"); code != 3 || !strings.HasPrefix(stdout, "0 cases new") {
			t.Errorf("%s, unmended, exits %d: %s%s", c.file, code, stdout, stderr)
		}
	}
}

// TestNotATable: what cannot be read is said so in one line, and nothing is made.
func TestNotATable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"old.xls":    {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00"), "old.xls: an .xls workbook, or one with a password; expected XLSX"},
		"half.xlsx":  {workbook(t, plainHistory)[:500], "half.xlsx: not an XLSX workbook: "},
		"utf16.csv":  {[]byte("\xFF\xFEa\x00"), "utf16.csv:1: the file is UTF-16; expected UTF-8 or GB18030"},
		"photo.csv":  {[]byte("\xFF\xD8\xFF\xE0\x00\x10JFIF"), "photo.csv:1: "},
		"quotes.csv": {[]byte("case_no,channel,kind,received_at\nA1,web,help,\"2019\n"), "quotes.csv:2: not CSV: "},
	} {
		o := newOffice(t)
		o.put(name, c.data)
		code, stdout, stderr := o.huying("import", "cases", name)
		if code != 3 || stdout != "" || !strings.HasPrefix(stderr, c.want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s exits %d: %s%s, expected %s", name, code, stdout, stderr, c.want)
		}
	}
}
