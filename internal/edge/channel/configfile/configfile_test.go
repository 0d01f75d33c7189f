package configfile

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/admin"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// everyKind has a rule of each kind that the preset lacks, and what is hard to
// keep in a cell: formulas, quotes, blanks at the ends, and long texts.
func everyKind(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`units:
  - {name: "=1+2", list: town, kind: mediation, division: "0330", from: 2019-01-01, to: 2020-12-31}
  - {name: "'住建局, \"甲\"", parent: "=1+2"}
rules:
  - {kind: topic, key: city, text: "key: city\nname: 创建\nfrom: 2019-01-01\n"}
  - {kind: note, key: n, text: "# '首行\nfrom: 2019-01-01\nto: 2019-12-31\ntext: |\n  一\t二\n\n   三  \n"}
  - {kind: places, key: places, text: "names:\n  330802001: 府山街道\n"}
  - {kind: dispatch, key: dispatch, text: "entries:\n  - {keywords: [路灯], unit: \"=1+2\", reason: 三定方案}\n"}
  - {kind: template, key: hello, text: "name: 答复\nuse: reply\ntext: 您好，{title}已收到。\n"}
  - {kind: template, key: hello, version: 2, text: "effective: 2030-01-01\nname: 答复\nuse: reply\ntext: 已收到。\n"}
  - kind: places
    key: places
    version: 2
    text: |
      names:
`)
	for i := range 1500 { // more than a cell holds
		fmt.Fprintf(&b, "        %09d: 一二三四五六七八九十社区\n", 330_000_000+i)
	}
	b.WriteString(`external:
  - {name: 甲溪县, from: 2019-10-01, to: 2019-12-31, index: 99.640, source: "-", recorded: 2020-01-15T09:00:00.123456+08:00}
`)
	return b.String()
}

// TestEveryKindEveryFormat: of every table of a configuration what is written in
// any format reads back as it was, and brings another installation to it.
func TestEveryKindEveryFormat(t *testing.T) {
	t.Parallel()
	fresh := func() *admin.Admin {
		s := testdb.Open(t, store.SQLite, testdb.Clock(clock.NewHand(time.Date(2020, 3, 9, 2, 0, 0, 0, time.UTC))))
		a := admin.New(admin.Options{Store: s, IDs: ident.NewSource(rand.Reader)})
		if err := a.Install(t.Context(), "330802", "柯城区", "district"); err != nil {
			t.Fatal(err)
		}
		return a
	}
	config := func(a *admin.Admin) (admin.Config, string) {
		c, err := a.Config(t.Context(), "330802")
		if err != nil {
			t.Fatal(err)
		}
		text, err := c.YAML()
		if err != nil {
			t.Fatal(err)
		}
		return c, string(text)
	}
	apply := func(a *admin.Admin, data []byte, name string, format Format) {
		t.Helper()
		c, err := Read(data, name, format)
		if err == nil {
			_, err = a.Apply(t.Context(), "330802", c)
		}
		if err != nil {
			t.Fatalf("%s: %.300v", name, err)
		}
	}
	first := fresh()
	apply(first, []byte(everyKind(t)), "all.yaml", "")
	whole, text := config(first)
	for _, kind := range rulebook.Kinds() {
		if only := whole.Only(string(kind)); len(only.Rules) == 0 && kind != "retention" && kind != "ladder" && kind != "map" {
			t.Errorf("no rule of the kind %s is tried", kind)
		}
	}
	for _, format := range []Format{YAML, CSV, XLSX} {
		second := fresh()
		for _, table := range admin.TableNames() { // units stand first: others name them
			if len(whole.Only(table).Tables()) == 0 {
				continue
			}
			data, err := Write(whole, format, table)
			if err != nil {
				t.Fatalf("%s as %s: %v", table, format, err)
			}
			apply(second, data, table+"."+string(format), format)
			again, err := Read(data, table, format)
			if err != nil {
				t.Fatal(err)
			}
			back, err := Write(again, format, table)
			if err != nil || format != XLSX && string(back) != string(data) {
				t.Errorf("%s as %s is written again as %.200s, %v", table, format, back, err)
			}
		}
		if _, got := config(second); got != text {
			t.Errorf("as %s elsewhere: %s", format, cmp.Diff(text, got))
		}
	}
	book, err := Write(whole, XLSX, "")
	if err != nil {
		t.Fatal(err)
	}
	third, path := fresh(), filepath.Join(t.TempDir(), "all.xlsx")
	if err := os.WriteFile(path, book, 0o600); err != nil {
		t.Fatal(err)
	}
	apply(third, book, path, "")
	if _, got := config(third); got != text {
		t.Errorf("as one workbook: %s", cmp.Diff(text, got))
	}
}

// TestBadTables: what is wrong with a table is told with its row and column.
func TestBadTables(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"a,b\n1,2\n", `x.csv:1: the columns [a b] are those of no table`},
		{"name,kind\n甲局,county\n", `x.csv:2:2: "county"; expected centre, mediation, office, community, grid`},
		{"单位名称,起始日\n甲局,2019-13-01\n,\n,2019-01-01\n", "x.csv:2:2: \"2019-13-01\" is not a date; expected YYYY-MM-DD, such as 2019-10-01 / “2019-13-01”不是日期，应为年-月-日，如 2019-10-01\nx.csv:4:1: name is empty / name 为空"},
		{"kind,key,version,text\nlaw,a,1,x\n", `x.csv:2:1: "law"; expected subjects`},
		{"kind,key,version,text\nnote,a,x,y\n", `x.csv:2:3: "x" is not a version`},
		{"kind,key,text\nnote,a,\"from: soon\"\n", `x.csv:2:3: note a:1:7: `},
		{"name,from,to,index,source\n甲溪县,2019-10-01,2019-12-31,much,来源\n", `x.csv:2:4: `},
	} {
		_, err := Read([]byte(c.text), "x.csv", "")
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}
