package style

import "strings"

// component 组件 is something that pages are put together of. What to use it
// for are the messages "component.NAME" and "component.NAME_when"; its example stands in the
// template under its name.
type component struct {
	Name    string
	Classes []string
}

// components are all there are; a test holds their classes against those of
// every template.
func components() []component {
	var all []component
	for _, c := range [][2]string{
		{"frame", "top brand seal tongue door find skip foot size wrap wall quiet"},
		{"title", "title kicker sub edition meta crumbs head headline desk-head contents tools legend pager"},
		{"button", "button plain small do offers acts major next downloads turns"},
		{"form", "sheet field choices choice must hint faults fault wrong broad filter further more narrow tick bulk written sign scans"},
		{"card", "card cards row group groups hero name value rank change arrow queues guests doors now figures number numbers count counts counted tiles shade- all moved"},
		{"panel", "panel aside side sides columns main prose content notes nothing done holding mine inner problem code script beside desk desk-grid decision against file large"},
		{"table", "stack grid cases unit no two wide editions scroll hush fall over first own of whole current points red right state"},
		{"bar", "bars bar track fill part chart columns-chart now-bar spread joins join fallbar behind level axis total topic topics facts mean was region scale map-draft"},
		{"tag", "tag tags good warn bad late urgent due"},
		{"timeline", "timeline course steps leg legs clocks lines ending calls words reply by span letters me holder pictures said views view"},
		{"list", "notices read files found known revealed repeat rule rules ticket receipt qr hash examples source diff come gone secret secrets brief blocks pile board wall-grid list pairs keys tabs icon bulletin score shares d n how amiss lead"},
		{"letter", "around paper letterhead serial cover addressee paragraph signature follow digits"},
	} {
		all = append(all, component{c[0], strings.Fields(c[1])})
	}
	return all
}
