package history_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/deadline"
	"huying/internal/domain/history"
)

// TestFormsOfAMoment: local time to the minute or the second, or RFC 3339.
func TestFormsOfAMoment(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"2019-10-08 09:30":               "2019-10-08T01:30:00Z",
		"2019-10-08 09:30:15":            "2019-10-08T01:30:15Z",
		"2019-10-08T09:30:15+08:00":      "2019-10-08T01:30:15Z",
		"2019-10-08T01:30:15Z":           "2019-10-08T01:30:15Z",
		"2019-10-08T09:30:15.25+08:00":   "2019-10-08T01:30:15.25Z",
		"2019-10-07T20:30:15-05:00":      "2019-10-08T01:30:15Z",
		"2019-10-08T09:30:15.1234567Z":   "2019-10-08T09:30:15.123456Z", // whole microseconds are kept
		" 2019-10-08 09:30 ":             "2019-10-08T01:30:00Z",
		"1990-07-01 09:30":               "1990-07-01T01:30:00Z",
		"2019-10-08":                     "",
		"2019/10/08 09:30":               "",
		"2019-10-08 09":                  "",
		"2019-10-08T09:30:15":            "",
		"2019-10-08 09:30 +08:00":        "",
		"2019-02-29 09:30":               "",
		"2019-10-08 24:00":               "",
		"2019年10月8日 9:30":                "",
		"43746.395833":                   "",
		"1570498200":                     "",
		"0001-01-01 00:00":               "",
		"1970-01-01 08:00":               "",
		"1900-01-00 00:00":               "",
		"0000-00-00 00:00:00":            "",
		"9999-12-31 23:59:59":            "9999-12-31T15:59:59Z", // a limit that stands for none
		"9999-12-31T23:59:59-12:00":      "",                     // past the last year in UTC
		"2019-10-08T09:30:15+08:00 noon": "",
	} {
		w := newWorld(t)
		// A limit: what is a moment here may lie in the past or in the future.
		p := w.take(t, "case_no,channel,kind,received_at,unit,dispatched_at,sign_due_at\nA1,web,help,1980-01-01 00:00,住建局,1980-01-01 00:00,"+cell+"\n")
		got := ""
		if len(problems(p)) == 0 {
			got = w.cases["A1"].Kept(deadline.Sign, 1).Due.Format(time.RFC3339Nano)
		} else if problems(p)[0] != "2:7 history.time" {
			t.Errorf("%q: %v", cell, problems(p))
		}
		if got != want {
			t.Errorf("%q is read as %q, expected %q", cell, got, want)
		}
	}
}

// TestMomentsComeOutAsTheyWentIn, also in the hour that a change of the clocks
// repeats and in the one that it leaves out.
func TestMomentsComeOutAsTheyWentIn(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		at := time.Unix(rapid.Int64Range(1541300000, 1541400000).Draw(rt, "second"), rapid.SampledFrom([]int64{0, 1000, 250e6}).Draw(rt, "fraction")).UTC()
		w := newWorld(t)
		w.setting.Location = zone
		w.must(t, "case_no,channel,kind,received_at\nA1,web,help,"+at.Format(time.RFC3339Nano)+"\n")
		writer := history.NewWriter(zone, w.setting.Units, false)
		row := writer.Rows(w.cases["A1"], w.texts)[0]
		again := newWorld(t)
		again.setting.Location = zone
		again.must(t, strings.Join(history.Header(), ",")+"\n"+strings.Join(row, ",")+"\n")
		if got := again.cases["A1"].ReceivedAt; !got.Equal(at) {
			rt.Fatalf("%s was written %v and read as %s", at, row, got)
		}
	})
}
