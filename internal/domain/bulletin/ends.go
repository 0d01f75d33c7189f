package bulletin

import (
	"fmt"
	"slices"
	"strings"
)

// listEnds says who stands first and who last in a ranking list. One row in
// ten is named as last, at least one, so a list of 15 names one and a list of
// 32 three; units of equal rank are never told apart.
func listEnds(l *List) string {
	ranked := slices.DeleteFunc(slices.Clone(l.Rows), func(r Row) bool { return r.Rank == 0 })
	head := "“" + l.Name + "”榜"
	switch n := len(ranked); {
	case len(l.Rows) == 0:
		return head + "没有列榜单位。"
	case n == 0:
		return fmt.Sprintf("%s%d家单位均未达到排名条件。", head, len(l.Rows))
	case n == 1:
		return fmt.Sprintf("%s只有%s参加排名。", head, ranked[0].Unit)
	case ranked[0].Rank == ranked[n-1].Rank:
		return fmt.Sprintf("%s%d家单位并列第%d位。", head, n, ranked[0].Rank)
	}
	return sentence(fmt.Sprintf("%s%d家单位中", head, len(ranked))+firstWords(ranked), lastWords(ranked))
}

// firstWords names the units of the first rank.
func firstWords(ranked []Row) string {
	first := unitNames(ranked[:sameRank(ranked, 0)])
	verb := "列"
	if len(first) > 1 {
		verb = "并列"
	}
	return fmt.Sprintf("，%s%s第%d位", names(first), verb, ranked[0].Rank)
}

// lastWords names the last units from the end upwards, each with its rank.
func lastWords(ranked []Row) string {
	last := ranked[lastFrom(ranked):]
	bottom := last[len(last)-1].Rank
	switch {
	case len(last) == 1:
		return fmt.Sprintf("%s列末位", last[0].Unit)
	case last[0].Rank == bottom:
		return fmt.Sprintf("%s并列第%d位，居末位", names(unitNames(last)), bottom)
	}
	var each []string
	for _, r := range slices.Backward(last) {
		each = append(each, fmt.Sprintf("%s（第%d位）", r.Unit, r.Rank))
	}
	return "靠后的依次为" + strings.Join(each, "、")
}

// lastFrom is where the last tenth starts: moved up so that it splits no tie,
// or, where that would reach the first rank, down past the tie.
func lastFrom(ranked []Row) int {
	start := len(ranked) - max(1, len(ranked)/10)
	for start > 0 && ranked[start-1].Rank == ranked[start].Rank {
		start--
	}
	if start == 0 || len(ranked)-start > max(shownNames, len(ranked)/10) {
		start = lastTie(ranked)
	}
	return start
}

// lastTie is where the rows of the last rank start.
func lastTie(ranked []Row) int {
	start := len(ranked) - 1
	for start > 0 && ranked[start-1].Rank == ranked[start].Rank {
		start--
	}
	return start
}

// sameRank is where the rows of the same rank as row from end.
func sameRank(ranked []Row, from int) int {
	end := from + 1
	for end < len(ranked) && ranked[end].Rank == ranked[from].Rank {
		end++
	}
	return end
}

func unitNames(rows []Row) []string {
	all := make([]string, len(rows))
	for i := range rows {
		all[i] = rows[i].Unit
	}
	return all
}
