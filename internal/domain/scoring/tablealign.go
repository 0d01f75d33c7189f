package scoring

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"huying/internal/kernel/exact"
)

// Text writes the result for a terminal: each list with its columns aligned by
// display width (a Han character is two columns wide), then the references and
// the scheme's assumptions.
func (t *TableResult) Text(w io.Writer) error {
	out := bufio.NewWriter(w)
	r := &t.Result
	line := func(parts ...string) { out.WriteString(strings.Join(parts, "") + "\n") }
	line(t.Scheme.Name, "  ", r.Scheme.String())
	for i := range r.Lists {
		if len(r.Lists[i].Rows) == 0 {
			continue
		}
		line()
		line(r.Lists[i].Name)
		out.WriteString(t.grid(&r.Lists[i]))
	}
	line()
	line("region  index ", r.Region.Index.String(), "  satisfaction ", dash(r.Region.Measures.Printed(Satisfaction)),
		"  avg_days ", dash(r.Region.Measures.Printed(AvgDays)))
	for _, m := range AllMeasures() {
		if v, ok := r.References[m]; ok {
			line("reference  ", string(m), " ", v.String())
		}
	}
	for _, a := range t.Scheme.Assumptions {
		line("assumed  ", a)
	}
	return out.Flush()
}

// grid is one list as aligned lines; the unit's name stands left, all else right.
func (t *TableResult) grid(l *ListResult) string {
	tiers := map[string]string{}
	for _, tier := range t.Scheme.Tiers {
		tiers[tier.Key] = tier.Name
	}
	rows := [][]string{{"rank", "unit", "handled", "surveyed", "dissatisfied", "avg_days", "satisfaction", "index"}}
	if len(tiers) > 0 {
		rows[0] = append(rows[0], "tier")
	}
	for i := range l.Rows {
		r := &l.Rows[i]
		rank := rankText(r.Rank)
		if rank == "" {
			rank = "-"
		}
		row := []string{
			rank, r.Unit, strconv.Itoa(r.Tally.Handled), strconv.Itoa(r.Tally.Surveyed()),
			strconv.Itoa(r.Tally.Dissatisfied), dash(r.Measures.Printed(AvgDays)),
			dash(r.Measures.Printed(Satisfaction)), r.Index.String(),
		}
		if len(tiers) > 0 {
			row = append(row, tiers[r.Tier])
		}
		rows = append(rows, row)
	}
	return align(rows, 1)
}

func dash(v *exact.Value) string {
	if v == nil {
		return "-"
	}
	return v.String()
}

// align pads cells to the widest of their column, two spaces between columns;
// the column left is set flush left, the others flush right.
func align(rows [][]string, left int) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], displayWidth(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			pad := strings.Repeat(" ", widths[i]-displayWidth(cell))
			if i == left {
				line.WriteString(cell + pad)
			} else {
				line.WriteString(pad + cell)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// displayWidth is how many terminal columns a text takes: two for an East
// Asian wide character, none for a combining mark.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case wide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}
