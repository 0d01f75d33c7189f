package archtest

import (
	"slices"
	"strings"
)

// layer is a floor of the house. Imports point down only.
type layer struct {
	folder string
	below  []string // folders of the layers that it may import
	why    string   // what it would cost to import anything else
}

// layers lists the floors from the top. Packages of one layer do not import
// each other but along the list neighbours. Tests put parts together: they may
// import anything of their own floor and below, save the demonstration.
var layers = []layer{
	{"cmd", []string{"internal/edge/cli"}, "main only hands the process to cli"},
	{"bench", nil, "it drives the program from outside, as a user does"},
	{"internal/edge", []string{"internal/app", "internal/domain", "internal/kernel"},
		"edges ask app, which owns the transactions; only cli opens the store"},
	{"demo", []string{"internal/app", "internal/domain", "internal/kernel"},
		"the simulator gives the commands that staff would give"},
	{"internal/app", []string{"internal/store", "internal/domain", "internal/kernel"},
		"use cases know no HTTP, page or flag"},
	{"internal/store", []string{"internal/domain", "internal/kernel"},
		"SQL knows the rules' types, never who asks"},
	{"internal/domain", []string{"internal/kernel"},
		"rules are pure: they depend on nothing that can fail, wait or change"},
	{"internal/kernel", []string{"internal/kernel"},
		"the kernel is the ground floor"},
	{"internal/archtest", nil, "it reads the code as text and takes no part in it"},
}

// neighbour is a declared import inside a layer, or past its rule.
type neighbour struct{ from, to, why string }

// neighbours is the declared list. Add a row only with a reason: each one ties
// two rooms together for good.
var neighbours = []neighbour{
	{"internal/edge/cli", "internal/edge", "cli puts the program together"},
	{"internal/edge/cli/proving", "internal/edge/cli/message", "it speaks as the command line does"},
	{"internal/edge/export", "internal/edge/export", "each form of a bulletin is a room, and all of them print one paper"},
	{"internal/edge/cli", "internal/store", "cli opens, migrates and backs up the store"},
	{"internal/edge/cli", "demo", "huying demo builds the demonstration"},
	{"demo", "demo/phrase", "short texts stand apart from the courses that use them"},
	{"internal/edge/web/desktest", "internal/store", "tests of the desk's pages work on real records"},

	{"internal/edge/api", "internal/edge/reporter", "API and pages open one door to whoever brought a case, and count wrong codes once"},
	{"internal/edge/web", "internal/edge/reporter", "API and pages open one door to whoever brought a case, and count wrong codes once"},

	{"internal/domain/deadline", "internal/domain/calendar", "a limit in working days is counted on a calendar"},
	{"internal/domain/scoring", "internal/domain/calendar", "periods and whole days"},
	{"internal/domain/scoring", "internal/domain/survey", "points are given per verdict"},
	{"internal/domain/bulletin", "internal/domain/calendar", "a bulletin has a period"},
	{"internal/domain/arrival", "internal/domain/calendar", "letters are dated"},
	{"internal/domain/casework", "internal/domain/arrival", "a case knows how it came in"},
	{"internal/domain/casework", "internal/domain/calendar", "days of receipt and dispatch"},
	{"internal/domain/casework", "internal/domain/deadline", "legs run against clocks"},
	{"internal/domain/casework", "internal/domain/identity", "actions need permissions"},
	{"internal/domain/casework", "internal/domain/org", "legs belong to units"},
	{"internal/domain/casework", "internal/domain/survey", "a call-back brings a verdict"},
	{"internal/domain/escalation", "internal/domain/casework", "of some actions people are told at once"},
	{"internal/domain/escalation", "internal/domain/calendar", "points of a limit fall on a calendar"},
	{"internal/domain/escalation", "internal/domain/deadline", "what is told of is a limit"},
	{"internal/domain/escalation", "internal/domain/identity", "those who are told hold a role"},
	{"internal/domain/history", "internal/domain", "history is read against units, subjects and topics, and planned as commands on cases"},
	{"internal/domain/org", "internal/domain/calendar", "units and their duties hold from one day to another"},
	{"internal/domain/rulebook", "internal/domain", "it holds all dated rules of a region, each of its own package"},
	{"internal/domain/openleg", "internal/domain/merkle", "a leg's record is proved by a path"},
	{"internal/domain/openleg", "internal/domain/scoring", "a record is a leg as scoring counts it"},
	{"internal/domain/openleg", "internal/domain/survey", "with its verdict"},
	{"internal/domain/recount", "internal/domain/bulletin", "it fills and checks what a bulletin says of legs"},
	{"internal/domain/recount", "internal/domain/openleg", "from the records"},
	{"internal/domain/recount", "internal/domain/scoring", "by their score"},
	{"internal/domain/rollup", "internal/domain/calendar", "days are counted"},
	{"internal/domain/rollup", "internal/domain/scoring", "legs are counted as scoring counts them"},
	{"internal/domain/rollup", "internal/domain/survey", "verdicts are counted"},
	{"internal/domain/rollup", "internal/domain/topic", "topics are counted"},
	{"internal/domain/topic", "internal/domain/calendar", "a topic is dated"},
	{"internal/domain/webhook", "internal/domain/casework", "a message tells of a case and its event"},
	{"internal/domain/calendar", "internal/domain/yamltext", "a calendar is kept as YAML"},
	{"internal/domain/deadline", "internal/domain/yamltext", "a policy is kept as YAML"},
	{"internal/domain/scoring", "internal/domain/yamltext", "a scheme is kept as YAML"},
	{"internal/domain/topic", "internal/domain/yamltext", "a topic is kept as YAML"},
	{"internal/domain/scoring", "internal/domain/csvtext", "legs and measures come as tables too"},
	{"internal/domain/scrub", "internal/domain/person", "what a telephone and an identity number is, is said once"},
	{"internal/domain/casework", "internal/domain/scrub", "what events keep for good holds nobody's numbers"},
	{"internal/domain/attachment", "internal/domain/scrub", "a file's name holds nobody's numbers"},
	{"internal/domain/vault", "internal/domain/person", "a person is sealed field by field"},
}

// testReaches reports whether a test in one folder may import the other: what
// stands on its own floor or lower, but not the demonstration.
func testReaches(from, to string) bool {
	floor := func(folder string) int {
		return slices.IndexFunc(layers, func(l layer) bool { return within(folder, l.folder) })
	}
	return floor(from) <= floor(to) && layers[floor(from)].below != nil && !within(to, "demo")
}

// rigs are packages that exist for tests and are imported by tests only.
var rigs = []string{"internal/edge/web/pagetest", "internal/edge/web/desktest", "internal/store/testdb", "internal/store/storetest", "internal/store/crashtest", "internal/domain/bulletin/bulletintest", "internal/kernel/golden"}

// layerOf returns the layer that a folder stands in.
func layerOf(folder string) (layer, bool) {
	for _, l := range layers {
		if within(folder, l.folder) {
			return l, true
		}
	}
	return layer{}, false
}

// room is the part of a layer that a folder belongs to: internal/edge/web for
// internal/edge/web/page. The packages of a room may import each other.
func room(folder string) string {
	l, _ := layerOf(folder)
	rest := strings.TrimPrefix(strings.TrimPrefix(folder, l.folder), "/")
	if name, _, _ := strings.Cut(rest, "/"); name != "" && l.folder != "internal/store" {
		return l.folder + "/" + name
	}
	return l.folder
}
