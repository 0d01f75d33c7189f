package rulebook_test

import (
	"fmt"
	"strings"
	"testing"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/scoring"
)

var head = rulebook.Head{Code: "330802", Name: "柯城区", Zone: "Asia/Shanghai", Revision: 1}

// day returns a day in text, "" being the zero day.
func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	if s == "" {
		return 0
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// cal is a version of a calendar with nothing but weekdays.
func cal(key string, version int, zone string) rulebook.Rule {
	return rulebook.Rule{Kind: rulebook.Calendar, Key: key, Version: version, Text: fmt.Sprintf(`key: %s
version: %d
location: %s
published: 2019-01-01..2020-12-31
week:
  monday: [08:30-17:30]
`, key, version, zone)}
}

func china() rulebook.Rule { return cal("china", 1, head.Zone) }

// swap replaces the first of each pair by the second, which must be there.
func swap(t testing.TB, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("no %q in\n%.400s", pairs[i], text)
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

// policy is a version of a policy with one limit of n extensions.
func policy(key string, version int, effective, cal string, extensions int) rulebook.Rule {
	text := fmt.Sprintf("key: %s\nversion: %d\nname: 时限\n", key, version)
	if effective != "" {
		text += "effective: " + effective + "\n"
	}
	text += "calendar: " + cal + `
rules:
  - key: close
    clock: close
    limit: 5wd
    start: dispatched
    convention: next_day
    end: midnight
    basis: 试行
`
	if extensions > 0 {
		text += fmt.Sprintf("    extension: {max: 5wd, times: %d}\n", extensions)
	}
	return rulebook.Rule{Kind: rulebook.Policy, Key: key, Version: version, Text: text}
}

// scheme is a version of the built-in scheme under another key.
func scheme(t testing.TB, key string, version int, effective string) rulebook.Rule {
	t.Helper()
	text, err := scoring.PresetYAML("kecheng-2019")
	if err != nil {
		t.Fatal(err)
	}
	return rulebook.Rule{Kind: rulebook.Scheme, Key: key, Version: version, Text: swap(t, string(text),
		"key: kecheng-2019", "key: "+key, "version: 1", fmt.Sprint("version: ", version), "effective: 2019-01-01", "effective: "+effective)}
}

// house is a version of the house rules.
func house(version int, effective string, extensions, hours int) rulebook.Rule {
	text := fmt.Sprintf("return_times: 1\nextension_times: %d\nhasten_hours: %d\n", extensions, hours)
	if effective != "" {
		text = "effective: " + effective + "\n" + text
	}
	return rulebook.Rule{Kind: rulebook.House, Key: "rules", Version: version, Text: text}
}

func topicRule(version int, key, name, from, to string) rulebook.Rule {
	text := "key: " + key + "\nname: " + name + "\nfrom: " + from + "\n"
	if to != "" {
		text += "to: " + to + "\n"
	}
	return rulebook.Rule{Kind: rulebook.Topic, Key: key, Version: version, Text: text}
}

// book is a book of the rules and one calendar.
func book(t testing.TB, rules ...rulebook.Rule) *rulebook.Book {
	t.Helper()
	b, err := rulebook.New(head, nil, append([]rulebook.Rule{china()}, rules...), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
