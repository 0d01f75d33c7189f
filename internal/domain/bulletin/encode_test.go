package bulletin_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/golden"
)

func encoded(t testing.TB, d bulletin.Document) []byte {
	t.Helper()
	b, err := bulletin.Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEncodeGolden(t *testing.T) {
	t.Parallel()
	golden.Check(t, "testdata/rich.json", encoded(t, bulletintest.Rich()))
	golden.Check(t, "testdata/bare.json", encoded(t, bulletintest.Bare()))
}

// TestEncodeIsTheContract: keys in the order of design §4.4, indent of two
// spaces, text as it is, one newline at the end.
func TestEncodeIsTheContract(t *testing.T) {
	t.Parallel()
	b := encoded(t, bulletintest.Rich())
	for path, want := range map[string]string{
		"":                 "title period as_of scheme region summary change lists subjects topics siblings notes reconciliation text hash",
		"period":           "from to",
		"region":           "code name",
		"summary":          "received transferred answered_directly contacts units sign_rate close_rate callback_rate avg_days surveyed dissatisfied satisfaction index over_average below_full_satisfaction rank_among_siblings",
		"lists":            "key name rows",
		"lists.rows":       "unit handled surveyed dissatisfied avg_days satisfaction sign_rate close_rate callback_rate index rank working",
		"subjects":         "subject count",
		"topics":           "key name from to total previous close_rate satisfaction groups",
		"topics.groups":    "key name facets",
		"reconciliation":   "check expected found note",
		"text":             "heading paragraphs",
		"topics.groups[0]": "key name count previous change_percent facets",
	} {
		if got := strings.Join(keysAt(t, b, path), " "); got != want {
			t.Errorf("keys at %q:\n got %s\nwant %s", path, got, want)
		}
	}
	if !bytes.HasPrefix(b, []byte("{\n  \"title\": \"青禾区")) || !bytes.HasSuffix(b, []byte("\"\n}\n")) {
		t.Errorf("layout: %.40s … %s", b, b[len(b)-20:])
	}
	if hostile := encoded(t, bulletintest.Hostile()); !bytes.Contains(hostile, []byte(`"<script>alert('x')</script>`)) {
		t.Error("markup is escaped in JSON; expected it as it is")
	}
}

// keysAt lists the keys of the first object at a path of keys; each step takes
// the first element of an array, [0] the first facet.
func keysAt(t *testing.T, b []byte, path string) []string {
	t.Helper()
	path = strings.ReplaceAll(path, "[0]", ".facets")
	for key := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' }) {
		var object map[string]json.RawMessage
		if err := json.Unmarshal(b, &object); err != nil {
			t.Fatal(err)
		}
		b = object[key]
		var list []json.RawMessage
		if json.Unmarshal(b, &list) == nil && len(list) > 0 {
			b = list[0]
		}
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key.(string))
	}
	return keys
}

// TestEncodeLeavesTheDocumentAlone: absent lists are written as [] without
// being put into the caller's document.
func TestEncodeLeavesTheDocumentAlone(t *testing.T) {
	t.Parallel()
	var d bulletin.Document
	if b := encoded(t, d); bytes.Contains(b, []byte(`"lists": null`)) || !bytes.Contains(b, []byte(`"lists": []`)) {
		t.Errorf("an absent list is not written as []:\n%s", b)
	}
	if d.Lists != nil || d.Notes != nil {
		t.Error("Encode changed the document")
	}
}

func TestDecodeReadsWhatEncodeWrites(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := document().Draw(t, "document")
		once, err := bulletin.Encode(d)
		if err != nil {
			t.Fatal(err)
		}
		back, err := bulletin.Decode("b.json", once)
		if err != nil {
			t.Fatal(err)
		}
		twice, err := bulletin.Encode(back)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(once), string(twice)); diff != "" {
			t.Fatalf("changed on the way (-first +second):\n%s", diff)
		}
	})
}

func TestDecodeIsStrict(t *testing.T) {
	t.Parallel()
	good := string(encoded(t, bulletintest.Bare()))
	swap := func(old, now string) string {
		if strings.Count(good, old) == 0 {
			t.Fatalf("%q is not in the document", old)
		}
		return strings.Replace(good, old, now, 1)
	}
	for name, c := range map[string]struct{ in, want string }{
		"unknown key":    {swap(`"scheme"`, `"skeme"`), `unknown field "skeme"`},
		"missing key":    {swap(`  "notes": [],`+"\n", ""), `$ lacks the key "notes"`},
		"missing inside": {swap(`    "contacts": 0,`+"\n", ""), `$.summary lacks the key "contacts"`},
		"other case":     {swap(`"scheme"`, `"Scheme"`), `$ lacks the key "scheme"`},
		"repeated key":   {swap(`"scheme"`, `"title": "twice", "scheme"`), "RFC 8785"},
		"wrong type":     {swap(`"received": 0`, `"received": "0"`), "b.json:14:"},
		"a fraction":     {swap(`"received": 0`, `"received": 0.5`), "summary.received is a number 0.5"},
		"text figure":    {swap(`"index": null`, `"index": "99"`), "expected a number"},
		"exponent":       {swap(`"index": null`, `"index": 1e2`), "expected a plain decimal"},
		"bad date":       {swap(`"2021-02-28"`, `"2021-02-30"`), "expected YYYY-MM-DD"},
		"null moment":    {swap(`"2021-02-01T09:30:00+08:00"`, `null`), `$.as_of is null`},
		"fine moment":    {swap(`09:30:00+08:00`, `09:30:00.5+08:00`), `$.as_of is "2021-02-01T09:30:00.5+08:00"`},
		"null list":      {swap(`"notes": []`, `"notes": null`), `$.notes is null; expected []`},
		"unsaid key":     {swap(`"rows": []`, `"rows": [{"unit":"u","handled":0,"surveyed":0,"dissatisfied":0,"avg_days":null,"satisfaction":null,"sign_rate":null,"close_rate":null,"callback_rate":null,"index":null,"rank":1,"tier":"","working":[]}]`), `$.lists[0].rows[0] has the key "tier"`},
		"cut short":      {good[:len(good)/2], "ends before"},
		"empty":          {"", "ends before"},
		"not JSON":       {"title: x", "b.json:1:2: invalid character"},
		"an array":       {"[]", "b.json:1:"},
		"trailing":       {good + "{}", "something follows the document"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := bulletin.Decode("b.json", []byte(c.in))
			if !errs.Is(err, errs.Invalid) {
				t.Fatalf("got %v, want an Invalid error", err)
			}
			if !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "b.json") {
				t.Errorf("says %q, want %q", err, c.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encoded(f, bulletintest.Bare()))
	small := bulletintest.Hostile() // a small one, so that mutations are many
	small.Lists, small.Topics = small.Lists[:1], small.Topics[1:2]
	small.Lists[0].Rows, small.Text, small.Siblings = small.Lists[0].Rows[:1], nil, small.Siblings[:1]
	f.Add(encoded(f, small))
	f.Add([]byte(`{"title":null}`))
	f.Add([]byte(`[{]`))
	f.Fuzz(func(t *testing.T, in []byte) {
		d, err := bulletin.Decode("", in)
		if err != nil {
			return
		}
		once := encoded(t, d)
		again, err := bulletin.Decode("", once)
		if err != nil {
			t.Fatalf("refuses its own form: %v", err)
		}
		if !bytes.Equal(once, encoded(t, again)) || bulletin.Verify(d) != bulletin.Verify(again) {
			t.Fatal("reads differently the second time")
		}
		bulletin.Compose(d)
	})
}
