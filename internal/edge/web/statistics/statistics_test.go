package statistics

import (
	"encoding/csv"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/rollup"
	"huying/internal/domain/casework"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/desktest"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/ident"
)

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, messages, page.Words(), regexp.MustCompile(`^nav\.statistics$|^stat\.(by|of)\.|\.note$`))
}

// each is a region with a quarter of five cases: one answered, four with units,
// of which one was given back and one is late, all counted beforehand.
func each(t *testing.T, test func(d *desktest.Day)) {
	t.Helper()
	desktest.Each(t, func(d *desktest.Day) []page.Room {
		return []page.Room{Room(Options{Records: d.Insight, Lists: listing.New(listing.Options{Workbook: func(name string, rows [][]string) ([]byte, error) {
			return []byte(name + strings.Join(rows[0], "|")), nil
		}})})}
	}, func(d *desktest.Day) {
		d.Give("operator", d.Receive(nil).ID, casework.Command{Do: casework.DoAnswer, Reply: "已答复"})
		for i, unit := range []string{"u1", "u1", "u2", "t1"} {
			c := d.Receive(func(n *casework.NewIntake) {
				if i > 0 {
					n.Channel, n.Division = casework.Web, "330802001"
				}
			})
			d.Give("dispatcher", c.ID, casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: ident.UnitID(unit), Role: casework.Lead}}})
			leader := "unit_leader@" + unit
			switch i {
			case 0:
				d.Give(leader, c.ID, casework.Command{Do: casework.DoSign, Leg: 1})
				d.Give(leader, c.ID, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已更换灯具。", Result: casework.ResultSolved})
				d.Give("reviewer", c.ID, casework.Command{Do: casework.DoAccept, Leg: 1})
				d.Give("callback", c.ID, casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: &survey.Answer{Outcome: survey.Satisfied, Solved: survey.SolvedYes}})
			case 1:
				d.Give(leader, c.ID, casework.Command{Do: casework.DoReturn, Leg: 1, Reason: "duty", Basis: "三定方案"})
				d.Give("dispatcher", c.ID, casework.Command{Do: casework.DoUpholdReturn, Leg: 1, Reason: "duty"})
			}
		}
		d.Hand.Advance(40 * 24 * time.Hour)
		roll := rollup.New(d.Store, desktest.Region, d.Insight)
		if more, err := roll.CatchUp(d.Context()); err != nil || more {
			d.Fatal(more, err)
		}
		test(d)
	})
}

// rows reads the table as a file, without its last row, the sum.
func rows(d *desktest.Day, who, query string) map[string][]string {
	d.Helper()
	res := d.Ask(http.MethodGet, Path+"/statistics.csv?"+query, who, nil)
	if res.Code != http.StatusOK {
		d.Fatalf("%s asks for %s: %d %s", who, query, res.Code, res.Body)
	}
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(res.Body.String(), "\ufeff"))).ReadAll()
	if err != nil {
		d.Fatal(err)
	}
	table := map[string][]string{}
	for _, row := range all {
		table[row[0]] = row[1:]
	}
	return table
}

// TestFigures: what is printed is what was done, with what it is made of.
func TestFigures(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		table := rows(d, "assessor", "period=2019Q4")
		head := table["承办单位"]
		at := func(unit, name string) []string {
			for i, h := range head {
				if h == name {
					return table[unit][i : i+2]
				}
			}
			d.Fatalf("no column %s among %v", name, head)
			return nil
		}
		for _, want := range []struct {
			unit, name string
			cells      []string
		}{
			{"住建局", "办件数", []string{"1", ""}}, {"住建局", "退单率", []string{"50.00%", "1/2"}}, {"住建局", "满意率", []string{"100.00%", "1/1"}},
			{"住建局", "按期办结率", []string{"100.00%", "1/1"}}, {"城管局", "按期签收率", []string{"0.00%", "0/1"}}, {"城管局", "平均天数", []string{"—", ""}},
			{"合计", "办件数", []string{"3", ""}}, {"合计", "按期办结率", []string{"33.33%", "1/3"}}, {"合计", "中位天数", []string{"0", ""}}, {"合计", "解决率", []string{"100.00%", "1/1"}},
		} {
			if diff := cmp.Diff(want.cells, at(want.unit, want.name)); diff != "" {
				d.Errorf("%s %s %s", want.unit, want.name, diff)
			}
		}
		cases := rows(d, "assessor", "of=cases&by=channel&period=2019Q4")
		if got := cases["网络"][0]; got != "3" {
			d.Errorf("%s received by the web", got)
		}
		if places := rows(d, "assessor", "of=cases&by=division&period=2019Q4&under=330802001"); len(places) != 3 {
			d.Errorf("below a street: %v", places)
		}
		for _, query := range []string{"", "?period=2019Q4&by=subject&under=城乡建设", "?by=days", "?by=topic", "?of=cases&by=division", "?period=2018", "?unit=u1&by=kind", "?period=2019"} {
			if body := d.See("assessor", Path+query); !strings.Contains(body, "统计") {
				d.Errorf("%s: %s", query, body)
			}
		}
	})
}

// TestOwnFigures: a unit sees its own legs, and nobody's cases.
func TestOwnFigures(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		own := rows(d, "unit_leader@u1", "period=2019Q4")
		if len(own) != 3 || own["住建局"] == nil || own["城管局"] != nil {
			d.Errorf("a unit sees %v", own)
		}
		for query, status := range map[string]int{
			"?unit=u2&by=kind": http.StatusForbidden, "?of=cases": http.StatusForbidden, "?by=topic": http.StatusBadRequest,
			"?by=person": http.StatusBadRequest, "?period=soon": http.StatusBadRequest, "?of=people": http.StatusBadRequest,
		} {
			if res := d.Ask(http.MethodGet, Path+query, "unit_leader@u1", nil); res.Code != status {
				d.Errorf("%s answers %d instead of %d", query, res.Code, status)
			}
		}
		if res := d.Ask(http.MethodGet, Path, "operator", nil); res.Code != http.StatusForbidden {
			d.Errorf("an operator is answered %d", res.Code)
		}
		if res := d.Ask(http.MethodGet, Path+"/statistics.xlsx", "assessor", nil); res.Code != http.StatusOK || !strings.HasPrefix(res.Body.String(), "统计承办单位|办件数") {
			d.Errorf("the workbook: %d %s", res.Code, res.Body)
		}
		if res := d.Ask(http.MethodGet, Path+"/people.csv", "assessor", nil); res.Code != http.StatusNotFound {
			d.Errorf("another file answers %d", res.Code)
		}
	})
}
