package calendar_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
)

// FuzzHolidayListAgain: a list that is read is read as the same when it is
// written plainly, and a problem of one that is not says in which line it lies.
func FuzzHolidayListAgain(f *testing.F) {
	for _, s := range []string{
		"date,name,is_off_day,paper\n2020-01-19,春节,0,a b\n2020-02-01,春节,1,\n",
		"\uFEFFdate,name,is_off_day,paper\r\n\"2020-01-19\",\"春,\"\"节\",0,\r\n",
		"date,name,is_off_day,paper\n2020-02-30,春节,1,\n",
		"date,name,is_off_day,paper\n2020-02-01,\"春\n节\",1,\n",
		"date,name,is_off_day,paper\n2020-02-01,a\"b,1,\n", "\xff",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		days, err := calendar.ParseCSV(data, "fuzz.csv")
		if err != nil {
			for _, one := range alone(err) {
				if !errs.Is(one, errs.Invalid) || !strings.HasPrefix(one.Error(), "fuzz.csv:") {
					t.Fatalf("kind %s of %v", errs.KindOf(one), one)
				}
			}
			return
		}
		var b strings.Builder
		b.WriteString("date,name,is_off_day,paper\n")
		for _, d := range slices.Backward(days) { // in another order, too
			off := map[bool]int{true: 1}[d.Off]
			fmt.Fprintf(&b, "%s,%s,%d,%s\n", d.Date, quote(d.Name), off, quote(d.Paper))
		}
		back, err := calendar.ParseCSV([]byte(b.String()), "back.csv")
		if err != nil {
			t.Fatalf("what was written is not read: %v\n%q", err, b.String())
		}
		if diff := cmp.Diff(days, back); diff != "" {
			t.Errorf("changes on the way (-was +is):\n%s", diff)
		}
	})
}

// alone takes a list of errors apart.
func alone(err error) []error {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		return several.Unwrap()
	}
	return []error{err}
}

func quote(field string) string { return `"` + strings.ReplaceAll(field, `"`, `""`) + `"` }
