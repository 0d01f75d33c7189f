package openleg_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/merkle"
	"huying/internal/domain/openleg"
	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
)

var shanghai = time.FixedZone("", 8*60*60)

func verdicts() []survey.Verdict { return append(survey.Verdicts(), survey.None) }

// drawLeg draws a leg as it may have been counted.
func drawLeg(t *rapid.T) scoring.Leg {
	l := scoring.Leg{
		Unit: rapid.SampledFrom([]string{"石梁镇", "含,逗号的单位", `带"引号"的局`, " 空 格 "}).Draw(t, "unit"), List: rapid.SampledFrom([]string{"town", "department", ""}).Draw(t, "list"),
		Dispatched: time.Date(2019, 10, 1, 0, 0, 0, 0, shanghai).Add(time.Duration(rapid.Int64Range(0, 90*24*60*60*1e6).Draw(t, "dispatched")) * time.Microsecond),
		Verdict:    rapid.SampledFrom(verdicts()).Draw(t, "verdict"),
		Solved:     rapid.SampledFrom([]survey.Solved{survey.SolvedUnknown, survey.SolvedYes, survey.SolvedPartly, survey.SolvedNo}).Draw(t, "solved"),
		Sign:       scoring.Punctual(rapid.IntRange(0, 2).Draw(t, "sign")), Close: scoring.Punctual(rapid.IntRange(0, 2).Draw(t, "close")), CallBack: scoring.Punctual(rapid.IntRange(0, 2).Draw(t, "callback")),
		Returns: rapid.IntRange(0, 3).Draw(t, "returns"), Reworks: rapid.IntRange(0, 3).Draw(t, "reworks"), Extensions: rapid.IntRange(0, 3).Draw(t, "extensions"),
		Excluded: scoring.Scope(rapid.IntRange(0, 2).Draw(t, "excluded")),
	}
	if rapid.Bool().Draw(t, "closed") {
		l.Closed = l.Dispatched.Add(time.Duration(rapid.Int64Range(0, 40*24*60*60*1e6).Draw(t, "took")) * time.Microsecond)
	}
	return l
}

// TestLineIsTheLeg: whatever a leg is, its line written down and read again
// scores as the leg did, by either rule of days.
func TestLineIsTheLeg(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		leg := drawLeg(t)
		first := rapid.SampledFrom(verdicts()).Draw(t, "first")
		for _, rule := range []scoring.DayRule{scoring.WholeDays, scoring.Elapsed} {
			line := openleg.Of(openleg.Name("head", 1), &leg, first, rule, shanghai)
			line.Place = openleg.Place{Street: "330802001", Subject: "城乡建设", Kind: "complain", Month: "2019-10"}
			back, err := openleg.ReadRecord(line.Record())
			if err != nil {
				t.Fatalf("%s: %v", line.Record(), err)
			}
			if diff := cmp.Diff(line, back); diff != "" {
				t.Fatal(diff)
			}
			var want, got scoring.Tally
			again := back.Leg()
			want.Add(&leg, rule, shanghai)
			got.Add(&again, rule, time.UTC)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("by %s: %s", rule, diff)
			}
		}
	})
}

// TestSuppress: what is left of a place is shared by five legs of the unit, and
// nothing is left out of a place that five share; figures stay.
func TestSuppress(t *testing.T) {
	t.Parallel()
	type seen struct {
		list, unit string
		openleg.Place
	}
	of := func(l *openleg.Line) seen { return seen{l.List, l.Unit, l.Place} }
	rapid.Check(t, func(t *rapid.T) {
		lines := make([]openleg.Line, rapid.IntRange(0, 80).Draw(t, "n"))
		before := map[seen]int{}
		for i := range lines {
			lines[i] = openleg.Line{Unit: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "unit"), Returns: i, Place: openleg.Place{
				Street: rapid.SampledFrom([]string{"1", "2", ""}).Draw(t, "street"), Subject: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "subject"),
				Kind: rapid.SampledFrom([]string{"help", "consult"}).Draw(t, "kind"), Month: rapid.SampledFrom([]string{"2019-10", "2019-11"}).Draw(t, "month"),
			}}
			before[of(&lines[i])]++
		}
		was := append([]openleg.Line(nil), lines...)
		openleg.Suppress(lines)
		after := map[seen]int{}
		for i := range lines {
			after[of(&lines[i])]++
		}
		for i := range lines {
			if lines[i].Place != (openleg.Place{}) && after[of(&lines[i])] < openleg.Cell {
				t.Fatalf("%+v is that of %d legs", of(&lines[i]), after[of(&lines[i])])
			}
			if before[of(&was[i])] >= openleg.Cell && lines[i].Place != was[i].Place {
				t.Fatalf("%+v of %d legs was left out", was[i].Place, before[of(&was[i])])
			}
			if lines[i].Unit != was[i].Unit || lines[i].Returns != i {
				t.Fatalf("line %d became %+v", i, lines[i])
			}
		}
	})
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	head := strings.Join(openleg.Header(), ",") + "\n"
	good := strings.Repeat("a", 64) + ",town,石梁镇,satisfied,,yes,3,0,met,met,met,0,0,0,,330802100,城乡建设,complain,2019-10\n"
	if lines, err := openleg.Read([]byte(head+good), "legs.csv"); err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"empty":           {"", "legs.csv:1"},
		"another header":  {"id,unit\n", "legs.csv:1"},
		"too few cells":   {head + "a,b\n", "legs.csv:2"},
		"an id":           {head + "x" + good, "legs.csv:2:1"},
		"no unit":         {head + strings.Replace(good, "石梁镇", "", 1), "legs.csv:2:3"},
		"a verdict":       {head + good + strings.Replace(good, "satisfied", "happy", 1), "legs.csv:3:4"},
		"days with signs": {head + strings.Replace(good, ",3,0,", ",+3,0,", 1), "legs.csv:2:7"},
		"micros alone":    {head + strings.Replace(good, ",3,0,", ",,5,", 1), "legs.csv:2:8"},
		"a clock":         {head + strings.Replace(good, "met,met", "met,late", 1), "legs.csv:2:10"},
		"a count":         {head + strings.Replace(good, ",0,0,0,", ",0,-1,0,", 1), "legs.csv:2:13"},
		"a scope":         {head + strings.Replace(good, ",,330802100", ",some,330802100", 1), "legs.csv:2:15"},
		"a month":         {head + strings.Replace(good, "2019-10", "October", 1), "legs.csv:2:19"},
		"a torn quote":    {head + `"` + good, "legs.csv:2"},
	} {
		lines, err := openleg.Read([]byte(c.text), "legs.csv")
		if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), c.want+":") || lines != nil {
			t.Errorf("%s: %v; expected at %s", name, err, c.want)
		}
	}
}

// proved makes a proof of a leg among others.
func proved(t *testing.T, h merkle.Hash) openleg.Proof {
	t.Helper()
	var records [][]byte
	for i := range 7 {
		l := openleg.Line{ID: openleg.Name("head", i+1), Unit: "石梁镇", Verdict: survey.Satisfied, Closed: true, Length: scoring.Span{Days: int64(i)}}
		records = append(records, l.Record())
	}
	tree := merkle.New(h, records)
	path, err := tree.Path(4)
	if err != nil {
		t.Fatal(err)
	}
	return openleg.Proof{
		Title: "t", Bulletin: "b", Hash: h, Size: 7, Root: openleg.Hexed([][]byte{tree.Root()})[0],
		Head: "head", Leg: 5, Record: string(records[4]), Place: 4, Path: openleg.Hexed(path),
	}
}

// TestProof: one that was given holds; with anything of it changed that was
// counted, it does not.
func TestProof(t *testing.T) {
	t.Parallel()
	for _, h := range []merkle.Hash{merkle.SM3, merkle.SHA256} {
		p := proved(t, h)
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		back, err := openleg.DecodeProof(data)
		if err != nil {
			t.Fatal(err)
		}
		if line, err := back.Check(); err != nil || line.Verdict != survey.Satisfied || line.Length.Days != 4 {
			t.Errorf("%s: %+v, %v", h, line, err)
		}
	}
	for name, c := range map[string]struct {
		change func(*openleg.Proof)
		code   string
	}{
		"the verdict":  {func(p *openleg.Proof) { p.Record = strings.Replace(p.Record, ",satisfied,", ",dissatisfied,", 1) }, "proof.root"},
		"the days":     {func(p *openleg.Proof) { p.Record = strings.Replace(p.Record, ",4,0,", ",3,0,", 1) }, "proof.root"},
		"the leg":      {func(p *openleg.Proof) { p.Leg = 4 }, "proof.leg"},
		"the head":     {func(p *openleg.Proof) { p.Head = "another" }, "proof.leg"},
		"the place":    {func(p *openleg.Proof) { p.Place = 3 }, "proof.root"},
		"beside":       {func(p *openleg.Proof) { p.Place = -1 }, "proof.root"},
		"the size":     {func(p *openleg.Proof) { p.Size = 0 }, "proof.root"},
		"the root":     {func(p *openleg.Proof) { p.Root = p.Path[0] }, "proof.root"},
		"no root":      {func(p *openleg.Proof) { p.Root = "x" }, "proof.root"},
		"the hash":     {func(p *openleg.Proof) { p.Hash = merkle.SHA256 }, "proof.root"},
		"a step":       {func(p *openleg.Proof) { p.Path[1] = p.Path[0] }, "proof.root"},
		"one less":     {func(p *openleg.Proof) { p.Path = p.Path[1:] }, "proof.root"},
		"two records":  {func(p *openleg.Proof) { p.Record += "\n" + p.Record }, "proof.record"},
		"quoted anew":  {func(p *openleg.Proof) { p.Record = `"` + strings.Replace(p.Record, ",", `",`, 1) }, "proof.record"},
		"not a record": {func(p *openleg.Proof) { p.Record = "" }, "proof.record"},
	} {
		p := proved(t, merkle.SM3)
		c.change(&p)
		if _, err := p.Check(); errs.CodeOf(err) != c.code {
			t.Errorf("%s: %v; expected %s", name, err, c.code)
		}
	}
}

func TestDecodeProofRefuses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "[]", "{", `{"leg":"1"}`, `{"more":1}`, `{} {}`, strings.Repeat(" ", 70_000)} {
		if _, err := openleg.DecodeProof([]byte(bad)); errs.CodeOf(err) != "proof.form" {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(strings.Join(openleg.Header(), ",") + "\n" + strings.Repeat("a", 64) + ",town,石梁镇,satisfied,,yes,3,0,met,met,met,0,0,0,,330802100,城乡建设,complain,2019-10\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines, err := openleg.Read(data, "f")
		if err != nil {
			return
		}
		records := make([][]byte, len(lines))
		for i := range lines {
			records[i] = lines[i].Record()
		}
		again, err := openleg.Read(openleg.Table(records), "f")
		if err != nil || !cmp.Equal(lines, again) {
			t.Errorf("read again: %v", err)
		}
	})
}

func FuzzDecodeProof(f *testing.F) {
	f.Add([]byte(`{"title":"t","bulletin":"b","hash":"sm3","size":1,"root":"00","head":"h","leg":1,"record":"r","place":0,"path":["00"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := openleg.DecodeProof(data)
		if err != nil {
			return
		}
		if line, err := p.Check(); err == nil && !bytes.Equal(line.Record(), []byte(p.Record)) {
			t.Errorf("a proof of what was not written: %q", p.Record)
		}
	})
}
